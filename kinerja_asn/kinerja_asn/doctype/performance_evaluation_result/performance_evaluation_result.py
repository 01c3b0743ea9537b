from kinerja_asn.child_rows import ParentBoundRow


class PerformanceEvaluationResult(ParentBoundRow):
	pass
