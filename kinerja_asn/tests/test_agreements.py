"""The performance agreement of a unit: written by its head, agreed by the leader above, adjusted, realised; the head's plan
drafted from it. All through REST, as the people themselves."""

import json
from decimal import Decimal

import frappe
from frappe.utils import add_days, nowdate

from kinerja_asn import agreements, notifications
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests.rest import RestTestCase, resource

API = "kinerja_asn.api.agreements."
AGREEMENT, ADJUSTMENT, REALISATION = (
	"Performance Agreement",
	"Performance Agreement Adjustment",
	"Performance Agreement Realisation",
)
YEAR = agencies.YEAR
CONTENT = {
	"objectives": [
		{"objective": "Layanan perizinan yang cepat", "perspective": "Service Recipients"},
		{"objective": "Tata kelola yang bersih", "perspective": "Internal Strengthening"},
	],
	"indicators": [
		{"result_code": "1", "indicator": "Izin terbit tepat waktu", "target": 1200, "uom": "Dokumen"},
		{
			"result_code": "1",
			"indicator": "Lama layanan",
			"target": 5,
			"uom": "Dokumen",
			"direction": "Lower Is Better",
			"adds_up": "Average",
		},
		{"result_code": "2", "indicator": "Temuan", "target": 80, "uom": "Dokumen", "adds_up": "Last"},
	],
}


class AgreementCase(RestTestCase):
	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		agencies.make_uom()
		cls.unit = cls.agency.units["a"].name

	def call(self, method, user, **values):
		return self.client.call(
			method if "." in method else API + method, user=self.agency.user(user), **values
		)

	def ok(self, answer):
		self.assertEqual(answer.status, 200, answer)
		return answer.message

	def refused(self, answer, text=None):
		self.assertNotEqual(answer.status, 200, answer)
		self.assertLess(answer.status, 500, answer)
		if text:
			self.assertIn(text, answer.text)
		return answer

	def take(self, user, action, name, doctype=AGREEMENT, **values):
		return self.call(
			"kinerja_asn.api.steps.take", user, doctype=doctype, name=name, action=action, **values
		)

	def written(self, user="kabid", unit=None, content=CONTENT):
		state = self.ok(self.call("start", user, department=unit or self.unit))
		return self.ok(
			self.call("save", user, name=state["name"], content=content, modified=state["modified"])
		)

	def agreed(self):
		"""The agreement of Bidang A, agreed through the ordinary steps."""
		name = self.written()["name"]
		self.ok(self.take("kabid", "Propose", name))
		self.ok(self.take("kadis", "Agree", name))
		return frappe.get_doc(AGREEMENT, name)

	def realised(self, name, interval, figures, user="kabid"):
		state = self.ok(self.call("start_realisation", user, agreement=name, interval=interval))
		doc = frappe.get_doc(REALISATION, state["name"])
		rows = {
			row.name: {"realisation": figure, "reported": 1}
			if figure is not None
			else {"realisation_text": "Belum ada"}
			for row, figure in zip(doc.realisations, figures, strict=True)
		}
		self.ok(
			self.call(
				"save_realisation",
				user,
				name=doc.name,
				content={"rows": {"realisations": rows}},
				modified=state["modified"],
			)
		)
		self.ok(self.take(user, "Send", doc.name, doctype=REALISATION))
		return doc.name


class TestCourse(AgreementCase):
	def test_from_draft_to_agreed_and_back(self):
		state = self.written()
		name = state["name"]
		doc = frappe.get_doc(AGREEMENT, name)
		self.assertEqual(
			(doc.employee, doc.appraiser, doc.superior_type, doc.department_name, doc.version),
			(self.agency.kabid.name, self.agency.kadis.name, "External Appraiser", "Bidang A", 1),
		)
		self.assertEqual([row.short_code for row in doc.objectives], ["1", "2"])
		self.assertEqual(doc.indicators[2].result_key, doc.objectives[1].row_key)
		self.ok(self.take("kabid", "Propose", name))
		self.refused(self.take("kabid", "Agree", name))
		self.refused(self.take("kadis", "Return", name))
		self.ok(self.take("kadis", "Return", name, values={"return_note": "Naikkan target"}))
		self.ok(self.take("kabid", "Propose", name))
		self.ok(self.take("kadis", "Agree", name))
		doc = frappe.get_doc(AGREEMENT, name)
		self.assertEqual((doc.docstatus, doc.workflow_state, doc.return_note), (1, "Agreement Agreed", None))
		# published: a colleague reads it, and not what hangs on it; another agency reads nothing
		self.assertEqual(
			self.client.get(resource(AGREEMENT, name), user=self.agency.user("citra")).status, 200
		)
		self.assertNotEqual(
			self.client.get(resource(AGREEMENT, name), user=self.agency.user("lain")).status, 200
		)
		words = {
			"reference_doctype": AGREEMENT,
			"reference_name": name,
			"content": "Rahasia antara kita",
			"comment_email": "x@x.id",
			"comment_by": "x",
		}
		comment = "frappe.desk.form.utils.add_comment"
		self.refused(self.client.call(comment, user=self.agency.user("citra"), **words))
		self.ok(self.client.call(comment, user=self.agency.user("kadis"), **words))
		for reader, told in (("kabid", True), ("citra", False)):
			user = self.agency.user(reader)
			for method in ("getdoc", "get_docinfo"):
				answer = self.client.call(
					f"frappe.desk.form.load.{method}", user=user, doctype=AGREEMENT, name=name
				)
				self.assertEqual(answer.status, 200, answer)
				self.assertEqual("Rahasia" in answer.text, told, (reader, method))
			answer = self.client.get(
				resource(AGREEMENT),
				user=user,
				fields='["name","_comments"]',
				filters=json.dumps([["name", "=", name]]),
			)
			self.assertNotIn("Rahasia", answer.text)
			comments = self.client.get(resource("Comment"), user=user, fields='["content"]')
			self.assertFalse("Rahasia" in comments.text and not told)

	def test_a_draft_is_nobody_elses_business(self):
		name = self.written()["name"]
		for short in ("ani", "citra", "kabid_b", "lain"):
			self.assertNotEqual(
				self.client.get(resource(AGREEMENT, name), user=self.agency.user(short)).status, 200, short
			)

	def test_what_cannot_be(self):
		def start(user, unit, **values):
			return self.call("start", user, department=self.agency.units[unit].name, **values)

		# a unit without head, somebody else's unit, another agency's period
		self.refused(start("hera", "dinas"), "Dinas Contoh")
		self.refused(start("ani", "a"))
		self.refused(start("kabid_b", "a"))
		self.refused(start("hera", "a", period=self.agency.other_period.name))
		self.refused(self.call("start", "hera", department="Tidak Ada"))
		name = self.written()["name"]
		self.refused(start("kabid", "a"), name)
		# incomplete
		doc = frappe.get_doc(AGREEMENT, name)
		empty = self.ok(
			self.call(
				"save",
				"kabid",
				name=name,
				content={"objectives": [{"objective": "Saja"}], "indicators": []},
				modified=str(doc.modified),
			)
		)
		self.refused(self.take("kabid", "Propose", name), "Saja")
		for content in (
			{"indicators": [{"result_code": "9", "indicator": "x"}]},
			{"indicators": [{"result_code": "1", "indicator": "x", "target": -1}]},
			{
				"indicators": [
					{
						"indicator": "x",
						"direction": "Range",
						"target_low": 9,
						"target_high": 8,
						"uom": "Dokumen",
					}
				]
			},
			{"objectives": [{"objective": "x" * 6000}]},
			{"title": "x" * 200},
			{"objectives": [{"objective": "a", "short_code": "1"}, {"objective": "b", "short_code": "1"}]},
			{"objectives": [{"objective": "a", "parent_row_key": "fremd"}]},
			{"objectives": "x"},
			{"parent_agreement": name},
			{"parent_agreement": "Tidak Ada"},
		):
			self.refused(self.call("save", "kabid", name=name, content=content, modified=empty["modified"]))

	def test_the_parent(self):
		parent = self.agreed()
		frappe.db.set_value("Department", self.agency.units["b"].name, "asn_head", self.agency.kabid_b.name)
		name = self.written("kabid_b", self.agency.units["b"].name)["name"]
		doc = frappe.get_doc(AGREEMENT, name)

		def save(content):
			doc.reload()
			return self.call("save", "kabid_b", name=name, content=content, modified=str(doc.modified))

		self.ok(save({"parent_agreement": parent.name}))
		key = parent.objectives[0].row_key
		self.ok(save({"objectives": [{"objective": "Mendukung", "parent_row_key": key}], "indicators": []}))
		doc.reload()
		self.assertEqual(doc.objectives[0].parent_objective, parent.objectives[0].objective)
		objectives = self.ok(self.call("parent_objectives", "kabid_b", agreement=name))
		self.assertEqual([row["row_key"] for row in objectives], [row.row_key for row in parent.objectives])
		# another year, another agency, a circle
		for column, value in (
			("company", "Pemerintah Kabupaten Lain"),
			("performance_period", self.agency.other_period.name),
			("workflow_state", "Draft"),
			("parent_agreement", name),
		):
			with self.undone():
				frappe.db.set_value(AGREEMENT, parent.name, column, value)
				frappe.clear_document_cache(AGREEMENT, parent.name)
				self.refused(save({"title": "Lain"}))
		# who is supported cannot be cancelled
		self.refused(
			self.client.call(
				"frappe.client.cancel", user=self.agency.user("hera"), doctype=AGREEMENT, name=parent.name
			)
		)


class TestRealisation(AgreementCase):
	def test_intervals_until_the_year(self):
		doc = self.agreed()
		first = self.realised(doc.name, f"{YEAR}-Q1", (330, 4, 40))
		rows = frappe.get_doc(REALISATION, first).realisations
		self.assertEqual([row.interval_target for row in rows], [300, 5, 80])
		self.assertEqual([row.achievement for row in rows], [110, 120, 50])
		self.assertEqual(
			self.refused(
				self.call("start_realisation", "ani", agreement=doc.name, interval=f"{YEAR}-Q1")
			).status,
			403,
		)
		self.refused(self.call("start_realisation", "kabid", agreement=doc.name, interval=f"{YEAR}-01"))
		found = agreements.achievement([doc.name], f"{YEAR}-Q1")[doc.name]
		self.assertEqual(found.percent.quantize(Decimal("0.01")), Decimal("93.33"))
		self.assertEqual((found.indicators, found.met, found.exceeded, found.without), (3, 2, 2, 0))
		year = agreements.achievement([doc.name])[doc.name]
		self.assertEqual((year.met, year.without), (1, 0))
		# what was sent for a later interval follows an earlier one that is sent or taken back
		frappe.db.set_value("Performance Interval", f"{YEAR}-Q2", "from_date", f"{YEAR}-01-02")
		third = self.realised(doc.name, f"{YEAR}-Q2", (None, 6, 90))
		rows = frappe.get_doc(REALISATION, third).realisations
		self.assertEqual((rows[0].cumulative_target, rows[0].cumulative_realisation), (600, 330))
		self.ok(
			self.client.call(
				"frappe.client.cancel", user=self.agency.user("hera"), doctype=REALISATION, name=first
			)
		)
		rows = frappe.get_doc(REALISATION, third).realisations
		self.assertEqual((rows[0].cumulative_target, rows[0].cumulative_realisation), (600, 0))
		again = self.realised(doc.name, f"{YEAR}-Q1", (300, 5, 80))
		self.assertEqual(again, f"{first}-2")
		rows = frappe.get_doc(REALISATION, third).realisations
		self.assertEqual((rows[0].cumulative_realisation, rows[1].cumulative_realisation), (300, 5.5))
		self.assertEqual(agreements.achievement(["Tidak Ada"])["Tidak Ada"].percent, None)

	def test_who_has_not_told_is_reminded(self):
		doc = self.agreed()
		closes = add_days(nowdate(), 3)
		quarter = f"{YEAR}-Q1"
		frappe.db.set_value(
			"Performance Stage",
			{
				"parent": self.agency.period.name,
				"stage": "Periodic Evaluation",
				"performance_interval": quarter,
			},
			"closes_on",
			closes,
		)

		def reminded():
			frappe.db.delete("Notification Log")
			notifications.remind_before_due()
			return frappe.get_all(
				"Notification Log", {"document_type": AGREEMENT, "document_name": doc.name}, pluck="for_user"
			)

		self.assertEqual(reminded(), [self.agency.user("kabid")])
		self.realised(doc.name, quarter, (1, 1, 1))
		self.assertEqual(reminded(), [])

	def test_what_is_missing_or_wrong(self):
		doc = self.agreed()
		state = self.ok(self.call("start_realisation", "kabid", agreement=doc.name, interval=f"{YEAR}-Q1"))
		self.refused(self.take("kabid", "Send", state["name"], doctype=REALISATION), "Izin terbit")
		row = frappe.get_doc(REALISATION, state["name"]).realisations[0]
		for values in (
			{"realisation": -1},
			{"interval_target": -5},
			{"evidence_link": "javascript:alert(1)"},
			{"target": 1},
			{"achievement": 200, "indicator": "lain"},
			{"realisation": 10**13},
		):
			self.refused(
				self.call(
					"save_realisation",
					"kabid",
					name=state["name"],
					content={"rows": {"realisations": {row.name: values}}},
					modified=state["modified"],
				)
			)

		# read by the leader above, not by colleagues
		def get(user):
			return self.client.get(resource(REALISATION, state["name"]), user=self.agency.user(user)).status

		self.assertEqual((get("kadis"), get("ani"), get("citra")), (200, 403, 403))


class TestPlan(AgreementCase):
	def test_one_click_then_proposals(self):
		doc = self.agreed()
		frappe.db.set_value(
			"Work Plan", self.agency.plan("kabid"), {"workflow_state": "Draft", "docstatus": 0}
		)
		self.assertEqual(self.refused(self.call("draft_plan", "ani", agreement=doc.name)).status, 403)
		self.assertEqual(self.refused(self.call("draft_plan", "kadis", agreement=doc.name)).status, 403)
		plan = self.agency.plan("kabid")
		about = self.ok(self.call("kinerja_asn.api.forms.about", "kabid", doctype="Work Plan", name=plan))
		self.assertEqual(about["agreement"], doc.name)
		self.assertIn(
			"data-draft-plan", self.client.get("/kinerja/plan", user=self.agency.user("kabid")).text
		)
		drafted = self.ok(self.call("draft_plan", "kabid", agreement=doc.name))
		self.assertEqual((drafted["doctype"], drafted["added"]), ("Work Plan", 5))
		self.assertEqual(self.ok(self.call("draft_plan", "kabid", agreement=doc.name))["added"], 0)
		plan = frappe.get_doc("Work Plan", drafted["name"])
		self.assertEqual(
			[(row.result, row.agreement_row_key) for row in plan.results[1:]],
			[(row.objective, row.row_key) for row in doc.objectives],
		)
		self.assertEqual(plan.indicators[1].result_key, plan.results[1].row_key)
		self.assertEqual({row.agreement for row in plan.results[1:]}, {doc.name})
		# the head may word it otherwise, not tear it off the agreement
		plan.results[1].result = "Kata saya"
		frappe.set_user(self.agency.user("kabid"))
		plan.save()
		plan.results[1].agreement_row_key = "lain"
		self.assertRaises(frappe.PermissionError, plan.save)
		frappe.set_user("Administrator")
		frappe.db.set_value("Work Plan", plan.name, {"workflow_state": "Plan Agreed", "docstatus": 1})
		# nothing is missing in the running plan: no draft of an adjustment is left behind
		again = self.ok(self.call("draft_plan", "kabid", agreement=doc.name))
		self.assertEqual((again["doctype"], again["name"], again["added"]), ("Work Plan", plan.name, 0))
		self.assertFalse(frappe.db.exists("Work Plan Adjustment", {"work_plan": plan.name}))
		# the agreement is adjusted while the plan hangs on it
		state = self.ok(
			self.call(
				"start_adjustment",
				"kabid",
				agreement=doc.name,
				cause="Change of Budget",
				reason="Anggaran naik",
			)
		)
		self.refused(self.call("start_adjustment", "kabid", agreement=doc.name, cause="Other", reason="Lagi"))
		self.refused(self.take("kabid", "Propose", state["name"], doctype=ADJUSTMENT))
		proposed = frappe.get_doc(ADJUSTMENT, state["name"])
		rows = [row.as_dict(no_nulls=True) for row in proposed.indicators]
		rows[0]["target"] = 1500
		content = {
			"objectives": [
				{"name": proposed.objectives[0].name},
				{"objective": "Sasaran baru", "short_code": "3"},
			],
			"indicators": [{"name": row["name"], "target": row["target"]} for row in rows[:2]]
			+ [{"result_code": "3", "indicator": "Baru", "target": 3, "uom": "Dokumen"}],
		}
		self.ok(
			self.call(
				"save",
				"kabid",
				name=state["name"],
				content=content,
				modified=state["modified"],
				doctype=ADJUSTMENT,
			)
		)
		self.ok(self.take("kabid", "Propose", state["name"], doctype=ADJUSTMENT))
		self.ok(self.take("kadis", "Agree", state["name"], doctype=ADJUSTMENT))
		doc.reload()
		self.assertEqual((doc.version, len(doc.versions), len(doc.objectives)), (2, 1, 3))
		self.assertTrue(doc.objectives[1].closed_on and doc.indicators[2].closed_on)
		before = frappe.get_doc("Work Plan", plan.name)
		self.assertEqual((before.version, before.indicators[1].target), (1, 1200))
		draft = frappe.get_doc("Work Plan Adjustment", {"work_plan": plan.name})
		self.assertEqual((draft.workflow_state, draft.cause), ("Draft", "Change of Budget"))
		self.assertEqual(
			[row.result for row in draft.results],
			[plan.results[0].result, "Kata saya", "Sasaran baru"],
		)
		self.assertEqual([row.target for row in draft.indicators], [24, 1500, 5, 3])
		self.assertEqual(draft.results[1].row_key, plan.results[1].row_key)
		self.assertEqual(draft.results[2].agreement_row_key, doc.objectives[2].row_key)
		told = frappe.get_all(
			"Notification Log",
			{"for_user": self.agency.user("kabid"), "document_name": draft.name},
			pluck="document_type",
		)
		self.assertEqual(told, ["Work Plan Adjustment"])
		# what the server wrote stays with the row when the head saves his draft
		answer = self.call(
			"kinerja_asn.api.work_plans.save",
			"kabid",
			name=draft.name,
			doctype="Work Plan Adjustment",
			content={"reason": "Menyesuaikan"},
			modified=str(draft.modified),
		)
		self.ok(answer)
		draft.reload()
		self.assertEqual(draft.results[2].agreement, doc.name)
		# the plan runs: another click finds everything there
		self.assertEqual(self.ok(self.call("draft_plan", "kabid", agreement=doc.name))["added"], 0)

	def test_a_plan_is_made_if_there_is_none(self):
		doc = self.agreed()
		frappe.db.delete("Work Plan", {"name": self.agency.plan("kabid")})
		drafted = self.ok(self.call("draft_plan", "kabid", agreement=doc.name))
		self.assertEqual((drafted["state"], drafted["added"]), ("Draft", 5))


class TestHeads(AgreementCase):
	def test_a_new_head_takes_over(self):
		doc = self.agreed()
		realisation = self.realised(doc.name, f"{YEAR}-Q1", (1, 1, 1))
		unit = frappe.get_doc("Department", self.unit)
		unit.asn_acting_head = self.agency.budi.name
		unit.save()
		for doctype, name in ((AGREEMENT, doc.name), (REALISATION, realisation)):
			row = frappe.db.get_value(doctype, name, ["employee", "employee_name"], as_dict=True)
			self.assertEqual(
				(row.employee, row.employee_name), (self.agency.budi.name, self.agency.kabid.employee_name)
			)
		self.assertTrue(
			frappe.db.exists(
				"Comment",
				{"reference_doctype": AGREEMENT, "reference_name": doc.name, "comment_type": "Info"},
			)
		)
		unit.asn_acting_head = unit.asn_head = None
		unit.save()
		self.assertFalse(frappe.db.get_value(AGREEMENT, doc.name, "employee"))
		unit.asn_head = self.agency.kabid.name
		unit.save()
		self.assertEqual(frappe.db.get_value(AGREEMENT, doc.name, "employee"), self.agency.kabid.name)

	def test_statements_do_not_grow(self):
		doc = self.agreed()
		names = [doc.name, *(f"x{number}" for number in range(300))]
		# the end of the interval is read once per process
		with self.assertQueryCount(3):
			agreements.achievement(names, f"{YEAR}-Q1")
		with self.assertQueryCount(2):
			agreements.achievement(names)
		with self.assertQueryCount(3):
			agreements.objective_percents(names)


class TestPages(AgreementCase):
	"""The portal's pages, as everybody who may open them; and the print."""

	def page(self, path, user, status=200):
		answer = self.client.get(path, user=self.agency.user(user))
		self.assertEqual(answer.status, status, answer)
		return answer.text

	def test_pages_by_right(self):
		self.assertIn("agreement", self.page("/kinerja/agreement", "kabid"))
		state = self.written()
		name = state["name"]
		url = f"/kinerja/agreement?name={name}"
		self.assertIn("Izin terbit tepat waktu", self.page(url, "kabid"))
		for short in ("ani", "citra", "lain"):
			self.assertNotIn("Izin terbit", self.page(url, short, status=404))
		self.ok(self.take("kabid", "Propose", name))
		self.assertIn("Izin terbit tepat waktu", self.page("/kinerja/review", "kadis"))
		self.ok(self.take("kadis", "Agree", name))
		self.assertIn("data-draft-plan", self.page("/kinerja/agreement", "kabid"))
		# everybody reads what was agreed, the realisation stays with those who take part
		first = self.realised(name, f"{YEAR}-Q1", (333, 4, 40))
		self.assertIn("333", self.page(url, "kadis"))
		for short in ("ani", "citra"):
			text = self.page(url, short)
			self.assertIn("Izin terbit tepat waktu", text)
			self.assertNotIn("333", text)
			self.page(f"/kinerja/realisation?name={first}", short, status=404)
		self.assertIn("Izin terbit", self.page("/kinerja/agreement", "ani"))
		self.page(url, "lain", status=404)
		self.assertIn("333", self.page(f"/kinerja/realisation?name={first}", "kadis"))
		state = self.ok(
			self.call("start_adjustment", "kabid", agreement=name, cause="Change of Budget", reason="Naik")
		)
		doc = frappe.get_doc(ADJUSTMENT, state["name"])
		content = {"indicators": [{"name": row.name, "target": row.target} for row in doc.indicators[:2]]}
		self.ok(
			self.call(
				"save",
				"kabid",
				name=doc.name,
				content=content,
				modified=state["modified"],
				doctype=ADJUSTMENT,
			)
		)
		# an objective needs an indicator: told when it is proposed
		self.refused(self.take("kabid", "Propose", doc.name, doctype=ADJUSTMENT), "Tata kelola")
		self.assertIn("Temuan", self.page(f"/kinerja/agreement-adjustment?name={doc.name}", "kabid"))
		printed = self.client.get(
			"/printview",
			user=self.agency.user("citra"),
			doctype=AGREEMENT,
			name=name,
			format="ASN Performance Agreement",
		)
		self.assertEqual(printed.status, 200, printed)
		self.assertIn("Izin terbit tepat waktu", printed.text)
		with self.assertQueryCount(25):
			self.page(url, "kabid")

	def test_what_the_form_asks(self):
		name = self.written()["name"]
		about = self.ok(self.call("kinerja_asn.api.forms.about", "kabid", doctype=AGREEMENT, name=name))
		self.assertEqual((about["missing"], about["turn"]["mine"]), ([], True))
		self.ok(self.take("kabid", "Propose", name))
		self.ok(self.take("kadis", "Agree", name))
		about = self.ok(self.call("kinerja_asn.api.forms.about", "kabid", doctype=AGREEMENT, name=name))
		self.assertEqual(
			(
				len(about["next"]["realisations"]),
				about["next"]["can_draft_plan"],
				about["next"]["can_adjust"],
			),
			(4, True, True),
		)
		about = self.ok(self.call("kinerja_asn.api.forms.about", "citra", doctype=AGREEMENT, name=name))
		self.assertEqual(about["next"]["realisations"], [])
		self.assertEqual(self.ok(self.call("course", "citra", agreement=name))["rows"], [])
		self.assertEqual(len(self.ok(self.call("course", "kadis", agreement=name))["rows"]), 3)
