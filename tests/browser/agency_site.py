"""Fills a site for the browser's test: the tests' agency, an agreed plan above an empty draft, passwords."""

import frappe
from frappe.utils.password import update_password

from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests.rest import PASSWORD

agency = agencies.build(with_plans=False)
agencies.make_plan(agency, "kabid")
draft = agencies.make_plan(agency, "sari", state="Draft")
for table in ("Work Plan Result", "Work Plan Indicator", "Work Plan Action"):
	frappe.db.delete(table, {"parent": draft.name})
agencies.make_plan(agency, "budi", state="Draft")
for who in ("kabid", "sari", "budi"):
	update_password(agency.user(who), PASSWORD)
frappe.db.commit()
