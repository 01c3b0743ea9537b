from kinerja_asn.child_rows import ParentBoundRow


class CoachingAction(ParentBoundRow):
	pass
