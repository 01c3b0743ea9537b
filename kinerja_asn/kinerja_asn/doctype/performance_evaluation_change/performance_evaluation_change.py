from kinerja_asn.child_rows import ParentBoundRow


class PerformanceEvaluationChange(ParentBoundRow):
	pass
