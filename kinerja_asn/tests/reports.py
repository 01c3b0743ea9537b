"""Reports as their readers get them: by the request that the desk sends."""

import json

from kinerja_asn import script_reports
from kinerja_asn.tests.rest import RestTestCase


class ReportTestCase(RestTestCase):
	"""A class sets `agency`, `report` (its name) and `filters`."""

	report, filters = None, None

	def run_report(self, who, **filters):
		return self.client.call(
			"frappe.desk.query_report.run",
			user=self.agency.user(who),
			report_name=self.report,
			filters=json.dumps(self.filters | filters),
		)

	def rows_of(self, who, key="name", **filters) -> dict:
		answer = self.run_report(who, **filters)
		self.assertTrue(answer.ok, answer)
		return {row[key]: row for row in answer.message["result"] if isinstance(row, dict)}

	def part_of(self, who, row, *columns, **filters) -> tuple:
		"""Some values of one row, () where the row is not there."""
		found = self.rows_of(who, **filters).get(row)
		return tuple(found[column] for column in columns) if found else ()

	def name(self, short) -> str:
		return self.agency.people[short].employee_name

	def exported(self, who, **filters):
		return self.client.call(
			"frappe.desk.query_report.export_query",
			user=self.agency.user(who),
			report_name=self.report,
			file_format_type="Excel",
			filters=json.dumps(self.filters | filters),
			visible_idx="[]",
		)

	def assertFewStatements(self, who="hera", most=6, **filters):
		kind = script_reports.class_of(self.report)
		with self.as_user(self.agency.user(who)):
			kind(self.filters | filters).run()
			with self.assertQueryCount(most):
				kind(self.filters | filters).run()
