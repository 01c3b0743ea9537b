from kinerja_asn.child_rows import ParentBoundRow


class WorkPlanAnnex(ParentBoundRow):
	pass
