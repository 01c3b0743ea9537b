from kinerja_asn.child_rows import ParentBoundRow


class PerformanceAgreementRealisationRow(ParentBoundRow):
	pass
