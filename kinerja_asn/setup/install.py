"""What a new site gets."""

from kinerja_asn.setup import defaults
from kinerja_asn.setup.custom_fields import make_custom_fields


def after_install():
	make_custom_fields()
	defaults.sync()
	defaults.fill_settings()
