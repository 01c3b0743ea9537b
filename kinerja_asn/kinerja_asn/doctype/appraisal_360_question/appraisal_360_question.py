from kinerja_asn.child_rows import ParentBoundRow


class Appraisal360Question(ParentBoundRow):
	pass
