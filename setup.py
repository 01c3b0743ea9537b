from setuptools import find_packages, setup

setup(
	name="kinerja_asn",
	packages=find_packages(include=["kinerja_asn", "kinerja_asn.*"]),
	include_package_data=True,
)
