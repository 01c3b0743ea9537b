from kinerja_asn.child_rows import ParentBoundRow


class PerformanceStageExtension(ParentBoundRow):
	pass
