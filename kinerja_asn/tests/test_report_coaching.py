"""What has become of coaching and counselling: counts by hand, for each kind of reader, and nothing that is sealed."""

import frappe
from frappe.utils import add_days, nowdate

from kinerja_asn import coaching, permissions
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests.reports import ReportTestCase

SESSION = "Coaching Session"
#: What no reader of the report finds: topic, words and request of the sessions, and the text of an action.
HIDDEN = ("Topik", "Ringkasan", "Alasan", "Mendaftar pelatihan", "sealed")


class TestCoachingFollowUp(ReportTestCase):
	"""Ani, Budi and Sari with Kabid, Citra with Kabid Be, Kabid himself with Kadis; counselling of Ani and Budi."""

	report = "ASN Coaching Follow-up"

	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		counsellor = agencies.make_counsellor(cls.agency)
		agencies.speak_english(cls.agency)
		agencies.forget()
		today = nowdate()
		plan = cls.agency.plan
		cls.sessions = {}

		def make(key, short, state, kind="Coaching", **values):
			cls.sessions[key] = agencies.make_session(plan(short), state, kind, **values).name

		by = {"counsellor": counsellor.name, "counsellor_name": counsellor.employee_name}
		make("ani", "ani", "Held", follow_up_on=add_days(today, -1))
		make("budi", "budi", "Proposed", told_employee=0, planned_on=None, held_on=None)
		make("sari", "sari", "Planned", planned_on=add_days(today, -5), held_on=None)
		make("citra", "citra", "Completed", responded_on=today)
		make("kabid", "kabid", "Not Needed", held_on=None)
		make("ani, counselling", "ani", "Held", "Counselling", follow_up="Training", **by)
		make("budi, counselling", "budi", "Planned", "Counselling", asked_by="HR", held_on=None, **by)
		frappe.db.set_value("Coaching Action", {"parent": cls.sessions["citra"]}, "done_on", today)
		frappe.db.set_value(
			"Coaching Action", {"parent": cls.sessions["ani, counselling"]}, "due_on", add_days(today, -2)
		)
		cls.filters = {"period": cls.agency.period.name}

	def test_figures_for_each_reader(self):
		kabid, kabid_b, kadis = (self.name(short) for short in ("kabid", "kabid_b", "kadis"))
		columns = (
			"people",
			"proposed",
			"planned",
			"unplanned",
			"held",
			"completed",
			"dropped",
			"actions_open",
			"actions_overdue",
			"actions_done",
			"follow_up_due",
			"unevaluated",
		)
		citra, head = (1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0), (1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0)
		own = (1, 0, 0, 0, 2, 0, 0, 1, 1, 0, 1, 1)
		expected = {
			"hera": {kabid: (3, 1, 2, 1, 2, 0, 0, 1, 1, 0, 1, 1), kabid_b: citra, kadis: head},
			# of counselling what took place
			"audi": {kabid: (3, 1, 1, 1, 2, 0, 0, 1, 1, 0, 1, 1), kabid_b: citra, kadis: head},
			# that what he asked for took place, and no action of it; his own session
			"kabid": {kabid: (3, 1, 1, 1, 2, 0, 0, 1, 0, 0, 1, 1), kadis: head},
			"deli": {kabid: (3, 1, 1, 1, 2, 0, 0, 1, 0, 0, 1, 1)},
			"kabid_b": {kabid_b: citra},
			# the superior: what took place
			"kadis": {kabid: own, kabid_b: citra, kadis: head},
			"kons": {kabid: (2, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0)},
			"ani": {kabid: own},
			# not told of it yet, and the counselling he knows of
			"budi": {kabid: (1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)},
			"peni": {},
			"pono": {},
			"lama": {},
			"heri": {},
			"lain": {},
		}
		for who, rows in expected.items():
			found = self.rows_of(who)
			with self.subTest(who=who):
				self.assertEqual(
					{name: tuple(row[column] for column in columns) for name, row in found.items()}, rows
				)
		self.assertFalse(self.run_report("sari").ok)

	def test_one_by_one_and_nothing_under_seal(self):
		named = {name: key for key, name in self.sessions.items()}
		every = set(self.sessions)
		expected = {
			"hera": every,
			"audi": every - {"budi, counselling"},
			"kabid": every - {"citra", "budi, counselling"},
			"kadis": {"ani", "citra", "kabid", "ani, counselling"},
			"kons": {"ani, counselling", "budi, counselling"},
			"ani": {"ani", "ani, counselling"},
			"heri": set(),
		}
		for who, keys in expected.items():
			answer = self.run_report(who, by="Session")
			rows = {row["session"]: row for row in answer.message["result"] if isinstance(row, dict)}
			with self.subTest(who=who):
				self.assertEqual({named[name] for name in rows}, keys)
				self.assertEqual([word for word in HIDDEN if word in answer.text], [])
				row = rows.get(self.sessions["ani, counselling"])
				if row:
					shown = (row["outcome"], row["follow_up"], bool(row["held_on"]), row["actions_overdue"])
					hidden = (None, None, False, 0)
					self.assertEqual(
						shown, hidden if who == "kabid" else ("Mengikuti pelatihan", "Training", True, 1)
					)

	def test_days_and_outcomes_are_read_by_whom_the_portal_shows_them(self):
		Session = frappe.qb.DocType(SESSION)
		for who in (*self.agency.people,):
			with self.as_user(self.agency.user(who)):
				viewer = permissions.viewer()
				condition = permissions.coaching_condition(viewer, with_outcome=True)
				found = set(frappe.db.sql(f"select name from `tab{SESSION}` where {condition}", pluck=True))
				rows = frappe.qb.from_(Session).select(Session.star).run(as_dict=True)
				allowed = {
					row.name for row in rows if coaching.sees_outcome(row, coaching.parts_of(row, viewer))
				}
			with self.subTest(who=who):
				self.assertEqual(found, allowed)

	def test_filters_groups_and_export(self):
		unit = self.agency.units["a"].name
		rows = self.rows_of("hera", by="Unit")
		self.assertEqual(
			{name: row["sessions"] for name, row in rows.items()}, {"Bidang A": 6, "Bidang B": 1}
		)
		self.assertEqual(
			self.rows_of("hera", key="key", department=unit, kind="Counselling")[self.agency.kabid.name][
				"sessions"
			],
			2,
		)
		kabid = self.name("kabid")
		for filters, number in (
			({"appraiser": kabid}, 5),
			({"appraiser": self.agency.kabid.name}, 5),
			({"appraiser": kabid, "state": "Held"}, 2),
			({"appraiser": "x' or 1=1 -- "}, 0),
		):
			found = self.run_report("hera", by="Session", **filters).message["result"]
			with self.subTest(filters=filters):
				self.assertEqual(len([row for row in found if isinstance(row, dict)]), number)
		for bad in ({"by": "Employee"}, {"kind": "x"}, {"period": None}, {"state": ["Held"]}):
			self.assertEqual(self.run_report("hera", **bad).status, 417)
		message = self.run_report("hera").message
		self.assertEqual([one["value"] for one in message["report_summary"]], [7, 2, 1, 1])
		chart = message["chart"]["data"]
		self.assertEqual(chart["labels"][0], kabid)
		self.assertEqual([part["values"][0] for part in chart["datasets"]], [1, 2, 2, 0])
		for by in ("Appraiser", "Session"):
			sheet = self.exported("hera", by=by)
			self.assertTrue(sheet.ok and sheet.content.startswith(b"PK"), sheet)
			self.assertFewStatements(by=by)
		self.assertFewStatements("kabid")
