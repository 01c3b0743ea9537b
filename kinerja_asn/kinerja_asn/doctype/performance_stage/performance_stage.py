from kinerja_asn.child_rows import ParentBoundRow


class PerformanceStage(ParentBoundRow):
	pass
