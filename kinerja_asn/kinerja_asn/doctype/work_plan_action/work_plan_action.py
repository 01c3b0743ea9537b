from kinerja_asn.child_rows import ParentBoundRow


class WorkPlanAction(ParentBoundRow):
	pass
