from kinerja_asn.child_rows import ParentBoundRow


class PeriodicReportRealisation(ParentBoundRow):
	pass
