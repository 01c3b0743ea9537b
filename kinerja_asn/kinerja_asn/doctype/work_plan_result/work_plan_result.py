from kinerja_asn.child_rows import ParentBoundRow


class WorkPlanResult(ParentBoundRow):
	pass
