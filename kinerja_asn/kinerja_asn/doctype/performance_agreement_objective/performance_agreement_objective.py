from kinerja_asn.child_rows import ParentBoundRow


class PerformanceAgreementObjective(ParentBoundRow):
	pass
