from kinerja_asn.child_rows import ParentBoundRow


class WorkPlanIndicator(ParentBoundRow):
	pass
