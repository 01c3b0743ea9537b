"""Fills a site for the browser's test of answering: Ani's 360 asks Budi, Sari and her superior."""

import frappe
from frappe.utils.password import update_password

from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import three_sixty
from kinerja_asn.tests.rest import PASSWORD

agency = agencies.build()
campaign = three_sixty.make_campaign(agency, name="K360-UJI")
three_sixty.make_appraisal(
	agency, campaign, "ani", three_sixty.raters_of(agency, ("budi", "sari", "deli"), person="ani")
)
for who in ("budi", "kabid"):
	update_password(agency.user(who), PASSWORD)
frappe.db.commit()
