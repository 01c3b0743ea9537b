from kinerja_asn.sealed import SealedDocument


class Appraisal360Comment(SealedDocument):
	pass
