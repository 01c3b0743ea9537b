from kinerja_asn.child_rows import ParentBoundRow


class DistributionPatternRule(ParentBoundRow):
	pass
