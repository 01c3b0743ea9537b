from kinerja_asn.child_rows import ParentBoundRow


class WorkPlanBehaviour(ParentBoundRow):
	pass
