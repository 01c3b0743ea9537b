from kinerja_asn.child_rows import ParentBoundRow


class PerformanceObjectionEvidence(ParentBoundRow):
	pass
