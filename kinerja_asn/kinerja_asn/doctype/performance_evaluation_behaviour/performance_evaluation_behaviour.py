from kinerja_asn.child_rows import ParentBoundRow


class PerformanceEvaluationBehaviour(ParentBoundRow):
	pass
