from kinerja_asn.child_rows import ParentBoundRow


class PerformanceAgreementVersion(ParentBoundRow):
	pass
