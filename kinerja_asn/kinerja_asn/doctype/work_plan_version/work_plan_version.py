from kinerja_asn.child_rows import ParentBoundRow


class WorkPlanVersion(ParentBoundRow):
	pass
