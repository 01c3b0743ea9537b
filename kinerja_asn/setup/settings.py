"""Kinerja ASN Settings, read once per request."""

import frappe
from frappe.utils import cint

from kinerja_asn.rules.nip import NipRules

DOCTYPE = "Kinerja ASN Settings"


def setting(fieldname: str):
	"""One number or choice that the regulations leave to the agency.

	Raises:
		AttributeError: the settings have no such field.
	"""
	doc = frappe.get_cached_doc(DOCTYPE)
	if not doc.meta.has_field(fieldname):
		raise AttributeError(fieldname)
	value = doc.get(fieldname)
	if value is None:
		value = doc.meta.get_field(fieldname).default
	return value


def nip_rules() -> NipRules:
	"""What the agency has set about the numbers of civil servants."""
	return NipRules(
		min_age=cint(setting("minimum_age_at_appointment")),
		contract_digit=str(cint(setting("pppk_contract_digit"))),
	)
