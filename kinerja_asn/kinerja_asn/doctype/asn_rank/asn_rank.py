from kinerja_asn.master_data import MasterData


class ASNRank(MasterData):
	"""Pangkat and golongan ruang of a PNS (PP 99/2000), or golongan of a PPPK (Perpres 98/2020)."""

	USED_ONCE = ("rank_code",)
