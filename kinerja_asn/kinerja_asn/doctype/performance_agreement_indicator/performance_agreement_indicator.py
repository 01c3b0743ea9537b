from kinerja_asn.child_rows import ParentBoundRow


class PerformanceAgreementIndicator(ParentBoundRow):
	pass
