"""Attacks by writing: every way of changing a document that is not one's own, or not one's turn.

Each door is tried in every state by everybody who may not write there. Whatever the platform answers, what is stored
must be the same before and after: the document, its rows, its tags and likes, and what hangs on it.
"""

import json

import frappe

from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import attacks, factories
from kinerja_asn.tests.attacks import METHOD, YEAR, AttackCase, Doors, file_url, post, tables_of
from kinerja_asn.tests.rest import resource

WRITERS = ("budi", "sari", "lama", "pono", "lain", "audi", "visitor", "guest")
#: Who tries every door with every value; the others try each kind of door once.
THOROUGH = ("budi", "sari", "lama")
#: What hangs on a document: DocType -> (column of the DocType, column of the name).
HANGING = {
	"File": ("attached_to_doctype", "attached_to_name"),
	"Comment": ("reference_doctype", "reference_name"),
	"Communication": ("reference_doctype", "reference_name"),
	"Version": ("ref_doctype", "docname"),
	"Workflow Action": ("reference_doctype", "reference_name"),
	"ToDo": ("reference_type", "reference_name"),
	"Notification Log": ("document_type", "document_name"),
	"Tag Link": ("document_type", "document_name"),
	"DocShare": ("share_doctype", "share_name"),
	"Document Follow": ("ref_doctype", "ref_docname"),
	"Reminder": ("reminder_doctype", "reminder_docname"),
}
#: The states in which the doors are tried: those in which somebody may write, and a submitted one.
STATES = {
	"Work Plan": ("Draft", "Plan Proposed", "Plan Agreed"),
	"Work Plan Adjustment": ("Adjustment Proposed",),
	"Daily Work Log": ("Recorded",),
	"Periodic Report": ("Draft",),
	"Performance Evaluation": ("Rated",),
	"Performance Agreement": ("Draft", "Agreement Agreed"),
	"Performance Agreement Adjustment": ("Adjustment Proposed",),
	"Performance Agreement Realisation": ("Draft",),
	"Performance Objection": ("Filed", "Clarified"),
	"Coaching Session": ("Planned", "Held"),
	"Unit Performance Rating": ("Draft",),
}
SUBMITTED = {
	"Plan Agreed",
	"Adjustment Agreed",
	"Report Accepted",
	"Acknowledged",
	"Agreement Agreed",
	"Realisation Sent",
	"Unit Rating Confirmed",
}
ACTIONS = {
	"Work Plan": ("Propose", "Withdraw", "Return", "Agree", "Close"),
	"Work Plan Adjustment": ("Propose", "Withdraw", "Agree", "Refuse"),
	"Daily Work Log": ("Count",),
	"Periodic Report": ("Send", "Withdraw", "Return", "Accept"),
	"Performance Evaluation": (
		"Send Self-Assessment",
		"Start Rating",
		"Rate",
		"Rework",
		"Hand Over",
		"Acknowledge",
	),
	"Performance Agreement": ("Propose", "Withdraw", "Return", "Agree", "Close"),
	"Performance Agreement Adjustment": ("Propose", "Withdraw", "Agree", "Refuse"),
	"Performance Agreement Realisation": ("Send",),
	"Performance Objection": ("Grant",),
	"Coaching Session": ("Hold",),
	"Unit Performance Rating": ("Confirm",),
}
END = {
	"Work Plan": "Plan Agreed",
	"Work Plan Adjustment": "Adjustment Agreed",
	"Daily Work Log": "Counted",
	"Periodic Report": "Report Accepted",
	"Performance Evaluation": "Acknowledged",
	"Performance Agreement": "Agreement Agreed",
	"Performance Agreement Adjustment": "Adjustment Agreed",
	"Performance Agreement Realisation": "Realisation Sent",
	"Performance Objection": "Granted",
	"Coaching Session": "Completed",
	"Unit Performance Rating": "Unit Rating Confirmed",
}
CONTENT = {
	"Work Plan": {"approach": "Qualitative", "return_note": "serangan"},
	"Work Plan Adjustment": {"reason": "serangan", "decision_note": "serangan"},
	"Daily Work Log": {"activity": "serangan", "appraiser_comment": "serangan"},
	"Periodic Report": {"obstacles": "serangan", "review_note": "serangan"},
	"Performance Evaluation": {
		"self_assessment": "serangan",
		"result_rating": "Above Expectation",
		"behaviour_rating": "Above Expectation",
		"recommendation": "serangan",
	},
	"Performance Agreement": {"title": "serangan", "return_note": "serangan"},
	"Performance Agreement Adjustment": {"reason": "serangan", "decision_note": "serangan"},
	"Performance Agreement Realisation": {"obstacles": "serangan", "next_plan": "serangan"},
	"Performance Objection": {"reasons": "serangan", "decision_reason": "serangan"},
	"Coaching Session": {"outcome": "serangan", "reason": "serangan", "sealed": "serangan"},
	"Unit Performance Rating": {
		"rating": "Outstanding",
		"reason": "serangan",
		"explanation": "serangan",
		"achievement": 120,
	},
}


class WritingCase(AttackCase):
	@classmethod
	def build(cls):
		super().build()
		for who in ("budi", "sari", "lama", "pono", "audi", "lain"):
			if who not in cls.agency.plans:
				period = cls.agency.other_period if who == "lain" else None
				cls.agency.plans[who] = agencies.make_plan(cls.agency, who, state="Draft", period=period).name
			else:
				name = cls.agency.plans[who]
				frappe.db.set_value(
					"Work Plan", name, {"workflow_state": "Draft", "docstatus": 0}, update_modified=False
				)

	def bring_to(self, doctype, name, state):
		values = {"workflow_state": state, "docstatus": int(state in SUBMITTED)}
		frappe.db.set_value(doctype, name, values, update_modified=False)
		frappe.clear_document_cache(doctype, name)
		self.commit_for_server()

	def picture(self, doctype, name):
		"""Everything that is stored of a document and of what hangs on it."""
		rows = {doctype: self.raw(doctype, "name", name)}
		for child in tables_of(doctype):
			rows[child] = self.raw(child, "parent", name)
		for trace, (type_column, name_column) in HANGING.items():
			if frappe.db.exists("DocType", trace):
				rows[trace] = self.raw(trace, name_column, name, {type_column: doctype})
		return json.loads(json.dumps(rows, default=str, sort_keys=True))

	def raw(self, doctype, column, value, more=None):
		Table = frappe.qb.DocType(doctype)
		query = frappe.qb.from_(Table).select("*").where(Table[column] == value).orderby(Table.name)
		for key, wanted in (more or {}).items():
			query = query.where(Table[key] == wanted)
		return query.run(as_dict=True)

	def assert_nothing_changed(self, label, who, door, answer, before, doctype, name):
		after = self.picture(doctype, name)
		if after == before:
			return
		changed = {
			table: [row for row in after[table] if row not in before[table]] or "rows are gone"
			for table in after
			if after[table] != before[table]
		}
		self.fail(f"{label} by {who}: {door} {answer} changed {json.dumps(changed)[:1500]}")


class TestWriting(WritingCase):
	def documents(self):
		"""The states in which most may be written, besides the first one of a plan."""
		for doctype, states in STATES.items():
			for state in states:
				yield doctype, self.marked["ani"][doctype][0], state

	def test_strangers(self):
		for doctype, name, state in self.documents():
			more = ("kadis", "hera") if doctype == "Daily Work Log" else ()
			for who in (*WRITERS, *more):
				with self.undone():
					self.bring_to(doctype, name, state)
					doors = self.doors(doctype, name, who, state)
					if who not in THOROUGH:
						# each kind of door once
						doors = dict(doors).items()
					self.try_doors(doors, who, doctype, name, state)

	def try_doors(self, doors, who, doctype, name, state):
		"""A refused request is taken back by the framework: what is stored is compared after each that was not and that
		wrote anything, and at the end."""
		before = self.picture(doctype, name)
		for label, door in doors:
			answer = self.ask(label, who, door)
			if answer.status < 400 and answer.wrote:
				before = self.compare(label, who, door, answer, before, doctype, name, state)
		self.compare("all refused doors", who, (), None, before, doctype, name, state)

	def compare(self, label, who, door, answer, before, doctype, name, state):
		with self.subTest(door=label, who=who, doctype=doctype, state=state):
			self.assert_nothing_changed(label, who, door, answer, before, doctype, name)
			return before
		return self.picture(doctype, name)

	def try_door(self, label, who, door, before, doctype, name, state, files=None):
		with self.undone(), self.subTest(door=label, who=who, doctype=doctype, state=state):
			answer = self.ask(label, who, door, files)
			if answer.status < 400:
				self.assert_nothing_changed(label, who, door, answer, before, doctype, name)

	def doors(self, doctype, name, who, state):
		user = self.user(who)
		mine = self.agency.people[who].name if who in self.agency.people else None
		stored = self.stored(doctype, name)
		content = dict(CONTENT[doctype])
		whole = {**stored, **content}
		yield from changes_of(doctype, name, stored, content, whole, mine, user)
		yield from row_changes_of(
			doctype, name, stored, self.agency.plan(who) if who in self.agency.plans else None
		)
		yield from steps_of(doctype, name, stored, whole)
		yield from traces_on(doctype, name, user, mine)
		yield from app_calls_of(
			doctype, name, stored, self.agency.plan(who) if who in self.agency.plans else None
		)

	def test_files(self):
		"""Uploads to a document that is not one's own."""
		for doctype, name, state in self.documents():
			with self.undone():
				self.bring_to(doctype, name, state)
				before = self.picture(doctype, name)
				for who in WRITERS:
					for label, values in (
						("upload", {"doctype": doctype, "docname": name, "is_private": 1}),
						("public upload", {"doctype": doctype, "docname": name, "is_private": 0}),
						(
							"upload to a field",
							{
								"doctype": doctype,
								"docname": name,
								"is_private": 1,
								"fieldname": "signed_document",
							},
						),
					):
						door = ("POST", METHOD + "upload_file", values)
						files = {"file": ("serangan.txt", "serangan")}
						self.try_door(label, who, door, before, doctype, name, state, files)

	def test_rows_are_not_stolen(self):
		"""A row of Ani's plan, named in one's own plan: it stays where it is."""
		hidden = self.agency.plan("ani")
		before = self.picture("Work Plan", hidden)
		for who in ("budi", "sari", "lama", "lain"):
			own = self.agency.plan(who)
			mine = self.stored("Work Plan", own)
			for table in ("results", "indicators", "actions", "behaviours", "annex"):
				row = self.stored("Work Plan", hidden)[table][0]
				stolen = {**row, "parent": own}
				for label, door in (
					("steal by PUT", ("PUT", resource("Work Plan", own), {table: [*mine[table], stolen]})),
					(
						"steal by PUT, name alone",
						("PUT", resource("Work Plan", own), {table: [{"name": row["name"]}]}),
					),
					(
						"steal as new",
						("PUT", resource("Work Plan", own), {table: [{**stolen, "__islocal": 1}]}),
					),
					("steal by save", post("frappe.client.save", doc=json.dumps({**mine, table: [stolen]}))),
					(
						"steal by savedocs",
						post(
							"frappe.desk.form.save.savedocs",
							doc=json.dumps({**mine, table: [stolen]}),
							action="Save",
						),
					),
					(
						"steal by the portal",
						post(
							"kinerja_asn.api.work_plans.save",
							name=own,
							content={table: [{"name": row["name"]}]},
							modified=mine["modified"],
						),
					),
					(
						"steal by key",
						(
							"PUT",
							resource("Work Plan", own),
							{table: [*mine[table], {"row_key": row["row_key"], "result": "x"}]},
						),
					),
				):
					self.try_door(label, who, door, before, "Work Plan", hidden, "Plan Agreed")

	def test_keys_of_rows_are_the_server_s(self):
		"""A new row does not take the key that another person's row has."""
		hidden = frappe.get_doc("Work Plan", self.agency.plan("ani"))
		own = self.stored("Work Plan", self.agency.plan("budi"))
		key = hidden.results[0].row_key
		with self.undone():
			Doors.try_one("row key of another")
			results = [*own["results"], {"result": "Hasil", "kind": "Main", "row_key": key}]
			answer = self.client.put(
				resource("Work Plan", own["name"]), user=self.user("budi"), results=results
			)
			self.assertEqual(answer.status, 200, answer)
			self.assertNotIn(key, [row["row_key"] for row in answer.data["results"]])

	def test_nobody_approves_his_own(self):
		"""Whatever his roles are: HR, Performance Manager, and even his own appraiser's delegate."""
		powers = (
			"HR Manager",
			"HR User",
			"ASN Performance Manager",
			"ASN Performance Auditor",
			"System Manager",
		)
		for who in ("hera", "peni", "kabid"):
			user = self.user(who)
			self.give_roles(user, powers)
			agencies.make_delegation(
				self.agency.kadis,
				self.agency.people[who],
				frappe.get_doc("Company", self.agency.kadis.company),
				frappe.utils.add_days(frappe.utils.nowdate(), -2),
				frappe.utils.add_days(frappe.utils.nowdate(), 2),
			)
			documents = {
				"Work Plan": self.agency.plan(who),
				"Work Plan Adjustment": agencies.make_adjustment(self.agency.plan(who)).name,
				"Periodic Report": agencies.make_report(self.agency.plan(who)).name,
				"Performance Evaluation": agencies.make_evaluation(
					self.agency.plan(who), result_rating="As Expected", behaviour_rating="As Expected"
				).name,
				**self.own_agreements(who),
				"Unit Performance Rating": agencies.make_unit_rating(self.agency, "a", head=who).name,
			}
			self.forget_rights()
			for doctype, name in documents.items():
				for state, actions in APPROVALS[doctype].items():
					with self.undone():
						self.bring_to(doctype, name, state)
						before = self.picture(doctype, name)
						stored = self.stored(doctype, name)
						for action in actions:
							for label, door in approvals_of(doctype, name, stored, action):
								self.try_door(f"own {label}", who, door, before, doctype, name, state)
						for label, door in removals_of(doctype, name, stored):
							self.try_door(f"own {label}", who, door, before, doctype, name, state)

	def own_agreements(self, who):
		agreement = agencies.make_agreement(self.agency, who).name
		return {
			"Performance Agreement": agreement,
			"Performance Agreement Adjustment": agencies.make_agreement_adjustment(agreement).name,
		}

	def give_roles(self, user, roles):
		for role in roles:
			if not frappe.db.exists("Has Role", {"parent": user, "role": role}):
				row = factories.new(
					"Has Role",
					frappe.generate_hash(length=10),
					role=role,
					parenttype="User",
					parentfield="roles",
				)
				row.parent = user
				row.db_insert()

	def forget_rights(self):
		from kinerja_asn.tests.base import forget

		self.commit_for_server()
		forget()

	def test_acts_of_an_external_appraiser_need_the_signed_document(self):
		plan = self.agency.plan("kadis")
		evaluation = agencies.make_evaluation(
			plan, result_rating="As Expected", behaviour_rating="As Expected"
		).name
		for doctype, name, state, action in (
			("Work Plan", plan, "Plan Proposed", "Agree"),
			("Performance Evaluation", evaluation, "Rated", "Hand Over"),
		):
			for values in (
				None,
				{"signed_document": ""},
				{"signed_document": "/private/files/tidak-ada.pdf"},
				{"signed_document": file_url(self.agency.plan("ani"), "kanari")},
				{"signed_document": "https://example.com/surat.pdf"},
			):
				with self.undone(), self.subTest(doctype=doctype, values=values):
					Doors.try_one("recording without the signed document")
					self.bring_to(doctype, name, state)
					answer = self.client.call(
						"kinerja_asn.api.steps.take",
						user=self.user("hera"),
						doctype=doctype,
						name=name,
						action=action,
						values=values,
					)
					self.assertNotEqual(answer.status, 200, answer)
					self.assertEqual(frappe.db.get_value(doctype, name, "workflow_state"), state)

	def test_recording_with_the_signed_document(self):
		plan = self.agency.plan("kadis")
		self.bring_to("Work Plan", plan, "Plan Proposed")
		attacks.make_file("Work Plan", plan, "surat")
		self.addCleanup(self.remove_letter, plan)
		self.commit_for_server()
		answer = self.client.call(
			"kinerja_asn.api.steps.take",
			user=self.user("hera"),
			doctype="Work Plan",
			name=plan,
			action="Agree",
			values={"signed_document": file_url(plan, "surat")},
		)
		self.assertEqual(answer.status, 200, answer)
		self.assertTrue(frappe.db.get_value("Work Plan", plan, "recorded_by"))

	def remove_letter(self, plan):
		import os

		path = frappe.get_site_path(file_url(plan, "surat").lstrip("/"))
		if os.path.exists(path):
			os.remove(path)


class TestOwnDocuments(WritingCase):
	"""What somebody writes where he may write, to see or to be more than he may."""

	def test_amended_from_names_no_other_document(self):
		"""Frappe 15 reads the columns of a linked row for everybody who reads the link."""
		own = self.agency.plan("budi")
		cases = [
			("budi", "Work Plan", own, self.agency.plan("ani")),
			(
				"budi",
				"Periodic Report",
				agencies.make_report(own).name,
				self.marked["ani"]["Periodic Report"][0],
			),
		]
		draft = agencies.make_evaluation(self.agency.plan("ani"), interval=f"{YEAR}-Q4").name
		hidden = self.marked["ani"]["Performance Evaluation"][1]
		cases.append(("ani", "Performance Evaluation", draft, hidden))
		self.commit_for_server()
		for who, doctype, mine, other in cases:
			for method, path, values in (
				("PUT", resource(doctype, mine), {"amended_from": other}),
				(
					"POST",
					METHOD + "frappe.client.set_value",
					{"doctype": doctype, "name": mine, "fieldname": "amended_from", "value": other},
				),
				(
					"POST",
					resource(doctype),
					{
						"work_plan": own,
						"employee": self.agency.people[who].name,
						"performance_period": self.agency.period.name,
						"performance_interval": f"{YEAR}-03",
						"amended_from": other,
					},
				),
			):
				with self.undone(), self.subTest(who=who, doctype=doctype, path=path):
					answer = self.ask("amended_from", who, (method, path, values))
					self.assertNotEqual(answer.status, 200, answer)
					self.assertFalse(frappe.db.exists(doctype, {"amended_from": other}))

	def test_nobody_gives_himself_a_place_in_the_tree(self):
		"""HRMS lets users of Employee Self Service write their own record, HR writes that of its agency."""
		for who in ("sari", "heri"):
			name = self.agency.people[who].name
			place = frappe.db.get_value("Employee", name, ["lft", "rgt"])
			for values in ({"lft": 0, "rgt": 999999}, {"lft": 0, "rgt": 0}, {"old_parent": "x"}):
				for label, door in (
					("tree by PUT", ("PUT", resource("Employee", name), values)),
					(
						"tree by save",
						post(
							"frappe.client.save",
							doc=json.dumps({**self.stored("Employee", name), **values}, default=str),
						),
					),
				):
					with self.undone(), self.subTest(who=who, values=values, door=label):
						answer = self.ask(label, who, door)
						self.assertEqual(frappe.db.get_value("Employee", name, ["lft", "rgt"]), place, answer)
						seen = self.client.get(
							resource("Work Plan", self.agency.plan("ani")), user=self.user(who)
						)
						self.assertEqual(seen.status, 403, seen)

	def test_the_limits_of_those_who_oversee_an_agency(self):
		"""They are User Permissions, which ERPNext deletes when the box in the employee's record is cleared."""
		user, name = self.user("heri"), self.agency.heri.name
		count = frappe.db.count("User Permission", {"user": user})
		self.assertTrue(count)
		for values in (
			{"create_user_permission": 0},
			{"user_id": None},
			{"user_id": self.visitor},
			{"company": self.agency.ani.company},
		):
			with self.undone(), self.subTest(values=values):
				answer = self.ask("limits of HR", "heri", ("PUT", resource("Employee", name), values))
				self.assertEqual(answer.status, 403, answer)
				self.assertEqual(frappe.db.count("User Permission", {"user": user}), count)

	def test_nobody_chooses_his_own_appraiser(self):
		"""HR writes the records of its agency, and gives open documents to another appraiser: not its own."""
		name, other = self.agency.hera.name, self.agency.kabid.name
		before = frappe.db.get_value("Employee", name, ["reports_to", "asn_appraiser"])
		plan = frappe.db.get_value("Work Plan", {"employee": name}, ["name", "appraiser"], as_dict=True)
		for values in ({"reports_to": other}, {"asn_appraiser_type": "Employee", "asn_appraiser": other}):
			with self.undone(), self.subTest(values=values):
				answer = self.ask("own appraiser", "hera", ("PUT", resource("Employee", name), values))
				self.assertEqual(answer.status, 403, answer)
				self.assertEqual(
					frappe.db.get_value("Employee", name, ["reports_to", "asn_appraiser"]), before
				)
		with self.undone():
			run = self.client.call(
				"kinerja_asn.api.periods.change_appraiser",
				user=self.user("hera"),
				data={"employees": json.dumps([name]), "reason": "Dekat", "appraiser": other},
			)
			self.assertEqual(run.status, 200, run)
			self.run_jobs()
			row = frappe.db.get_value("Bulk Run Row", {"bulk_run": run.message, "employee": name}, "result")
			self.assertEqual(row, "Problem")
			self.assertEqual(frappe.db.get_value("Employee", name, ["reports_to", "asn_appraiser"]), before)
			if plan:
				self.assertEqual(frappe.db.get_value("Work Plan", plan.name, "appraiser"), plan.appraiser)

	def test_state_and_docstatus_go_together(self):
		"""The appraiser may agree, but not past what agreeing demands and writes down."""
		plan, evaluation = self.agency.plan("ani"), self.marked["ani"]["Performance Evaluation"][0]
		for who, doctype, name, state, values in (
			(
				"kabid",
				"Work Plan",
				plan,
				"Plan Proposed",
				{"workflow_state": "Plan Returned", "docstatus": 1},
			),
			("kabid", "Work Plan", plan, "Plan Proposed", {"workflow_state": "Plan Agreed"}),
			("kabid", "Work Plan", plan, "Plan Proposed", {"workflow_state": "Plan Agreed", "docstatus": 0}),
			("ani", "Work Plan", plan, "Draft", {"workflow_state": "Plan Proposed", "docstatus": 1}),
			("ani", "Performance Evaluation", evaluation, "Handed Over", {"workflow_state": "Acknowledged"}),
			(
				"kabid",
				"Performance Evaluation",
				evaluation,
				"Rated",
				{"workflow_state": "Handed Over", "docstatus": 1},
			),
		):
			with self.undone(), self.subTest(doctype=doctype, state=state, values=values):
				self.bring_to(doctype, name, state)
				answer = self.ask("state without docstatus", who, ("PUT", resource(doctype, name), values))
				self.assertEqual(answer.status, 403, answer)
				self.assertEqual(
					frappe.db.get_value(doctype, name, ["workflow_state", "docstatus"]), (state, 0)
				)

	def test_a_colleague_s_result_is_not_supported(self):
		"""The words of a result come into one's own plan from leaders only."""
		row = frappe.get_doc("Work Plan", self.agency.plan("ani")).results[0]
		own = self.stored("Work Plan", self.agency.plan("budi"))
		link = {"superior_plan": row.parent, "superior_row_key": row.row_key}
		for label, door in (
			(
				"colleague's result by PUT",
				("PUT", resource("Work Plan", own["name"]), {"results": [{**own["results"][0], **link}]}),
			),
			(
				"colleague's result by the portal",
				post(
					"kinerja_asn.api.work_plans.save",
					name=own["name"],
					content={"results": [{"name": own["results"][0]["name"], **link}]},
					modified=own["modified"],
				),
			),
		):
			with self.undone(), self.subTest(door=label):
				answer = self.ask(label, "budi", door)
				self.assertNotEqual(answer.status, 200, answer)
				self.assertFalse(
					frappe.db.get_value("Work Plan Result", {"parent": own["name"]}, "superior_row_key")
				)


class TestSurroundings(WritingCase):
	"""What rights hang on: people, units, periods, delegations, settings."""

	def test_employee_fields(self):
		"""Nobody but HR writes who appraises whom, in his own record or in another's."""
		changes = {
			"reports_to": self.agency.kadis.name,
			"user_id": self.visitor,
			"department": self.agency.units["b"].name,
			"designation": "Kepala Bidang A",
			"company": agencies.OTHER_AGENCY,
			"status": "Left",
			"asn_appraiser": self.agency.kadis.name,
			"asn_appraiser_type": "External Appraiser",
			"asn_nip": "198503172008012999",
			"asn_status": "PPPK",
			"asn_position_type": "JPT Pratama",
			"asn_position_class": 15,
			"asn_standing": "State Official",
			"asn_rank": "IV/e",
			"asn_post_date": "2020-01-01",
		}
		for who in ("budi", "sari", "lama", "pono", "audi", "ani", "visitor", "guest"):
			targets = ["ani"] if who in ("visitor", "guest") else [who, "ani"]
			for target in dict.fromkeys(targets):
				name = self.agency.people[target].name
				for field, value in changes.items():
					for label, door in (
						("employee by PUT", ("PUT", resource("Employee", name), {field: value})),
						(
							"employee by set_value",
							post(
								"frappe.client.set_value",
								doctype="Employee",
								name=name,
								fieldname=field,
								value=value,
							),
						),
					):
						self.refused(label, who, door, "Employee", name)
				row = self.stored("Employee", name)
				for label, door in (
					(
						"employee by save",
						post(
							"frappe.client.save",
							doc=json.dumps({**row, "asn_position_class": 9}, default=str),
						),
					),
					(
						"employee by bulk_update",
						post(
							"frappe.client.bulk_update",
							docs=json.dumps(
								[{"doctype": "Employee", "docname": name, "asn_position_class": 9}]
							),
						),
					),
					(
						"employee by bulk update of the list",
						post(
							"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
							doctype="Employee",
							docnames=json.dumps([name]),
							action="update",
							data=json.dumps({"reports_to": self.agency.kadis.name}),
						),
					),
					(
						"employee by rename",
						post(
							"frappe.client.rename_doc",
							doctype="Employee",
							old_name=name,
							new_name="HR-EMP-LAIN",
						),
					),
				):
					self.refused(label, who, door, "Employee", name)

	def refused(self, label, who, door, doctype, name):
		with self.undone(), self.subTest(door=label, who=who, asked=door[2]):
			before = self.decisive(doctype, name)
			answer = self.ask(label, who, door)
			self.assertEqual(self.decisive(doctype, name), before, answer)

	def decisive(self, doctype, name):
		"""The stored row without what everybody may change about himself."""
		row = self.stored(doctype, name)
		return row and {key: value for key, value in row.items() if key not in ("modified", "modified_by")}

	def test_masters(self):
		"""Units, periods, intervals, delegations, external appraisers, lists and settings are not everybody's."""
		from_date, to_date = frappe.utils.nowdate(), frappe.utils.add_days(frappe.utils.nowdate(), 5)
		delegation = frappe.get_all(
			"Appraiser Delegation", {"delegate": self.agency.deli.name}, pluck="name"
		)[0]
		mine = {who: self.agency.people[who].name for who in ("budi", "sari", "lama", "pono", "audi", "lain")}
		existing = {
			"Department": (
				self.agency.units["a"].name,
				{"asn_head": None, "asn_acting_head": None, "asn_unit_code": "X", "disabled": 1},
			),
			"Performance Period": (
				self.agency.period.name,
				{"status": "Closed", "reporting_frequency": "Quarterly", "default_approach": "Qualitative"},
			),
			"Performance Interval": (f"{YEAR}-01", {"from_date": f"{YEAR}-02-01", "number": 3}),
			"Appraiser Delegation": (
				delegation,
				{"to_date": "2099-01-01", "delegate": None, "letter_number": "x"},
			),
			"External Appraiser": (
				self.agency.external.name,
				{"user": None, "full_name": "Serangan", "active": 0},
			),
			"Work Behaviour": (
				frappe.get_all("Work Behaviour", pluck="name", limit=1)[0],
				{"active": 0, "guides": "x"},
			),
		}
		for who, me in mine.items():
			for doctype, (name, fields) in existing.items():
				for field, value in fields.items():
					if field in ("asn_head", "asn_acting_head", "delegate"):
						value = me
					if field == "user":
						value = self.user(who)
					for label, door in (
						(f"{doctype} by PUT", ("PUT", resource(doctype, name), {field: value})),
						(
							f"{doctype} by set_value",
							post(
								"frappe.client.set_value",
								doctype=doctype,
								name=name,
								fieldname=field,
								value=value,
							),
						),
					):
						self.refused(label, who, door, doctype, name)
				for label, door in (
					(f"delete {doctype}", ("DELETE", resource(doctype, name), {})),
					(
						f"rename {doctype}",
						post("frappe.client.rename_doc", doctype=doctype, old_name=name, new_name="Serangan"),
					),
				):
					self.refused(label, who, door, doctype, name)
			for doctype, values in {
				"Appraiser Delegation": {
					"kind": "Absence",
					"official": self.agency.kabid.name,
					"delegate": me,
					"from_date": from_date,
					"to_date": to_date,
					"letter_number": "1",
					"letter_date": from_date,
				},
				"External Appraiser": {
					"full_name": "Serangan",
					"position": "x",
					"company": self.agency.ani.company,
					"user": self.user(who),
					"active": 1,
				},
				"Performance Period": {"year": YEAR + 1, "company": self.agency.ani.company},
				"Performance Interval": {
					"interval_name": f"{YEAR}-S1",
					"year": YEAR,
					"frequency": "Semester",
					"number": 1,
					"from_date": f"{YEAR}-01-01",
					"to_date": f"{YEAR}-06-30",
				},
				"Performance Indicator": {"indicator_name": "Serangan", "aspect": "Quantity"},
				"Work Behaviour": {"behaviour_name": "Serangan"},
				"ASN Rank": {"rank_code": "X/x"},
				"Bulk Run": {"work": "Open Period", "company": self.agency.ani.company},
				"User Permission": {
					"user": self.user(who),
					"allow": "Department",
					"for_value": self.agency.units["a"].name,
				},
				"Workflow": {"workflow_name": "Serangan", "document_type": "Work Plan"},
				"Custom DocPerm": {"parent": "Work Plan", "role": "Employee", "export": 1},
				"Data Import": {"reference_doctype": "Work Plan", "import_type": "Update Existing Records"},
				"Auto Email Report": {
					"report": "ToDo",
					"user": "Administrator",
					"email_to": "x@kinerja.test",
				},
				"Server Script": {"name": "serangan", "script_type": "API", "script": "x"},
				"Property Setter": {
					"doctype_or_field": "DocField",
					"doc_type": "Work Plan",
					"property": "hidden",
					"value": "1",
				},
			}.items():
				if not frappe.db.exists("DocType", doctype):
					continue
				with self.undone(), self.subTest(create=doctype, who=who):
					count = frappe.db.count(doctype)
					answer = self.ask(f"create {doctype}", who, ("POST", resource(doctype), values))
					self.assertEqual(frappe.db.count(doctype), count, answer)
			with self.undone(), self.subTest(settings=who):
				before = self.stored("Kinerja ASN Settings", "Kinerja ASN Settings")
				self.ask(
					"settings",
					who,
					(
						"PUT",
						resource("Kinerja ASN Settings", "Kinerja ASN Settings"),
						{"require_annex": 0, "objection_days": 77},
					),
				)
				self.ask(
					"settings",
					who,
					post(
						"frappe.client.set_value",
						doctype="Kinerja ASN Settings",
						name="Kinerja ASN Settings",
						fieldname="objection_days",
						value=77,
					),
				)
				self.assertEqual(self.stored("Kinerja ASN Settings", "Kinerja ASN Settings"), before)

	def test_a_manager_writes_no_delegation_for_himself(self):
		for who in ("peni", "pono"):
			for official in ("kabid", "kabid_b", "kadis"):
				with self.undone(), self.subTest(who=who, official=official):
					count = frappe.db.count("Appraiser Delegation")
					door = (
						"POST",
						resource("Appraiser Delegation"),
						{
							"kind": "Team Leader",
							"official": self.agency.people[official].name,
							"delegate": self.agency.people[who].name,
							"from_date": frappe.utils.nowdate(),
							"to_date": frappe.utils.nowdate(),
							"letter_number": "1",
							"letter_date": frappe.utils.nowdate(),
						},
					)
					answer = self.ask("delegation to oneself", who, door)
					self.assertEqual(frappe.db.count("Appraiser Delegation"), count, answer)

	def test_periods(self):
		"""The functions that work on many are refused to everybody without the office."""
		period, api = self.agency.period.name, "kinerja_asn.api.periods."
		calls = (
			("open_period", {"period": period}),
			("remind", {"period": period}),
			("close_period", {"period": period}),
			(
				"extend_stage",
				{"period": period, "stage": "Planning", "closes_on": f"{YEAR + 2}-01-01", "reason": "x"},
			),
			(
				"change_appraiser",
				{"employees": [self.agency.ani.name], "reason": "x", "appraiser": self.agency.budi.name},
			),
			("cancel_run", {"run": "RUN-UJI"}),
			("continue_run", {"run": "RUN-UJI"}),
			("run_again", {"run": "RUN-UJI"}),
		)
		for who in ("budi", "sari", "lama", "audi", "lain", "heri", "visitor", "guest", "kadis", "kabid"):
			for call, values in calls:
				with self.undone(), self.subTest(call=call, who=who):
					before = (
						frappe.db.count("Bulk Run"),
						self.decisive("Performance Period", period),
						self.decisive("Bulk Run", "RUN-UJI"),
					)
					answer = self.ask(f"periods.{call}", who, post(api + call, **values))
					after = (
						frappe.db.count("Bulk Run"),
						self.decisive("Performance Period", period),
						self.decisive("Bulk Run", "RUN-UJI"),
					)
					self.assertNotEqual(answer.status, 200, answer)
					self.assertEqual(after, before)

	def test_reading_marks_are_one_s_own(self):
		log = frappe.get_all("Notification Log", {"for_user": self.user("kabid"), "read": 0}, pluck="name")[0]
		Doors.try_one("mark_read")
		self.client.call("kinerja_asn.api.portal.mark_read", user=self.user("budi"), name=log)
		self.assertEqual(frappe.db.get_value("Notification Log", log, "read"), 0)

	def test_a_task_on_a_hidden_document_is_not_ended_by_strangers(self):
		"""Assignments by the framework take a waiver of rights from the client."""
		name = self.agency.plan("ani")
		todo = attacks.trace_name("ToDo", name)
		kabid = self.user("kabid")
		for who in WRITERS:
			for label, door in (
				(
					"remove assignment",
					post(
						"frappe.desk.form.assign_to.remove",
						doctype="Work Plan",
						name=name,
						assign_to=kabid,
						ignore_permissions=1,
					),
				),
				(
					"remove assignments",
					post(
						"frappe.desk.form.assign_to.remove_multiple",
						doctype="Work Plan",
						names=json.dumps([name]),
						ignore_permissions=1,
					),
				),
				(
					"close assignment",
					post(
						"frappe.desk.form.assign_to.close",
						doctype="Work Plan",
						name=name,
						assign_to=kabid,
						ignore_permissions=1,
					),
				),
				(
					"write a task",
					("PUT", resource("ToDo", todo), {"status": "Cancelled", "description": "x"}),
				),
				(
					"take a task",
					("PUT", resource("ToDo", todo), {"allocated_to": self.user(who), "reference_name": ""}),
				),
				("delete a task", ("DELETE", resource("ToDo", todo), {})),
			):
				self.refused(label, who, door, "ToDo", todo)


#: state -> actions that decide on a document
APPROVALS = {
	"Work Plan": {"Plan Proposed": ("Return", "Agree"), "Plan Agreed": ("Close",)},
	"Work Plan Adjustment": {"Adjustment Proposed": ("Agree", "Refuse")},
	"Periodic Report": {"Report Sent": ("Return", "Accept")},
	"Performance Evaluation": {"Self Assessed": ("Rate",), "Rated": ("Rework", "Hand Over")},
	"Performance Agreement": {"Agreement Proposed": ("Return", "Agree"), "Agreement Agreed": ("Close",)},
	"Performance Agreement Adjustment": {"Adjustment Proposed": ("Agree", "Refuse")},
	"Unit Performance Rating": {"Draft": ("Confirm",)},
}
NOTES = {
	"Work Plan": "return_note",
	"Work Plan Adjustment": "decision_note",
	"Daily Work Log": "appraiser_comment",
	"Periodic Report": "review_note",
	"Performance Evaluation": "recommendation",
	"Performance Agreement": "return_note",
	"Performance Agreement Adjustment": "decision_note",
	"Performance Agreement Realisation": "obstacles",
	"Unit Performance Rating": "reason",
	"Performance Objection": "clarification",
	"Coaching Session": "outcome",
}


def approvals_of(doctype, name, stored, action):
	note = {NOTES[doctype]: "x"}
	ended = {**stored, "workflow_state": END[doctype], "docstatus": 1}
	yield "step", post("kinerja_asn.api.steps.take", doctype=doctype, name=name, action=action)
	yield (
		"step with note",
		post("kinerja_asn.api.steps.take", doctype=doctype, name=name, action=action, values=note),
	)
	yield "workflow", post("frappe.model.workflow.apply_workflow", doc=json.dumps(stored), action=action)
	yield (
		"bulk approval",
		post(
			"frappe.model.workflow.bulk_workflow_approval",
			docnames=json.dumps([name]),
			doctype=doctype,
			action=action,
		),
	)
	yield "rating", ("PUT", resource(doctype, name), CONTENT[doctype] | {"workflow_state": END[doctype]})
	yield "submit", post("frappe.client.submit", doc=json.dumps(ended))
	yield "submit by form", post("frappe.desk.form.save.savedocs", doc=json.dumps(stored), action="Submit")


def removals_of(doctype, name, stored):
	yield "cancel", post("frappe.client.cancel", doctype=doctype, name=name)
	yield "cancel by form", post("frappe.desk.form.save.cancel", doctype=doctype, name=name)
	yield "delete", ("DELETE", resource(doctype, name), {})
	yield (
		"delete items",
		post("frappe.desk.reportview.delete_items", doctype=doctype, items=json.dumps([name])),
	)


def changes_of(doctype, name, stored, content, whole, mine, user):
	"""Fields of the document itself."""
	for field, value in content.items():
		yield "PUT a field", ("PUT", resource(doctype, name), {field: value})
	yield "PUT by v2", ("PUT", f"/api/v2/document/{doctype}/{name}", content)
	yield "PATCH by v2", ("PATCH", f"/api/v2/document/{doctype}/{name}", content)
	for values in (
		{"employee": mine},
		{"employee": mine, **content},
		{"appraiser": mine, "appraiser_type": "Employee"},
		{"appraiser": mine, "workflow_state": END[doctype]},
		{"superior": mine},
		{"owner": user},
		{"department": "Bidang B - PKC", "company": agencies.OTHER_AGENCY},
		{"workflow_state": END[doctype]},
		{"workflow_state": END[doctype], "docstatus": 1},
		{"docstatus": 2},
		{"viewer_acts_as": "appraiser", **content},
		{"flags": {"by_server": True, "ignore_permissions": True}, "ignore_permissions": 1, **content},
	):
		yield "take over", ("PUT", resource(doctype, name), values)
	yield (
		"set_value",
		post(
			"frappe.client.set_value",
			doctype=doctype,
			name=name,
			fieldname=json.dumps({**content, "employee": mine}),
		),
	)
	yield (
		"set_value of one field",
		post("frappe.client.set_value", doctype=doctype, name=name, fieldname="employee", value=mine),
	)
	yield "save", post("frappe.client.save", doc=json.dumps(whole))
	yield (
		"save as one's own",
		post("frappe.client.save", doc=json.dumps({**whole, "employee": mine, "owner": user})),
	)
	yield (
		"insert over",
		post("frappe.client.insert", doc=json.dumps({**whole, "employee": mine, "__islocal": 1})),
	)
	yield "POST over", ("POST", resource(doctype), {**whole, "employee": mine})
	yield (
		"bulk_update",
		post(
			"frappe.client.bulk_update", docs=json.dumps([{"doctype": doctype, "docname": name, **content}])
		),
	)
	yield (
		"bulk_update as one's own",
		post(
			"frappe.client.bulk_update",
			docs=json.dumps([{"doctype": doctype, "docname": name, **content, "employee": mine}]),
		),
	)
	yield (
		"bulk update of the list",
		post(
			"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
			doctype=doctype,
			docnames=json.dumps([name]),
			action="update",
			data=json.dumps(content),
		),
	)
	yield "savedocs", post("frappe.desk.form.save.savedocs", doc=json.dumps(whole), action="Save")
	yield (
		"savedocs as one's own",
		post("frappe.desk.form.save.savedocs", doc=json.dumps({**whole, "employee": mine}), action="Save"),
	)
	yield (
		"calendar",
		post(
			"frappe.desk.calendar.update_event",
			args=json.dumps({"doctype": doctype, "name": name, "x": "serangan"}),
			field_map=json.dumps({"start": next(iter(content)), "end": "x"}),
		),
	)
	yield (
		"title",
		post(
			"frappe.model.rename_doc.update_document_title",
			doctype=doctype,
			docname=name,
			title="Serangan",
			name=f"{name}-X",
		),
	)
	yield "rename", post("frappe.client.rename_doc", doctype=doctype, old_name=name, new_name=f"{name}-X")
	yield (
		"merge",
		post("frappe.client.rename_doc", doctype=doctype, old_name=name, new_name=f"{name}-P99", merge=1),
	)
	for method in ("save", "submit", "cancel", "delete", "rename", "db_set", "unlock", "set_slot"):
		made = {**whole, "employee": mine, "owner": user}
		yield (
			"run_doc_method of a made document",
			post("run_doc_method", method=method, docs=json.dumps(made), args=json.dumps({})),
		)
		yield "run_doc_method", post("run_doc_method", method=method, dt=doctype, dn=name)
		yield "run method by resource", ("POST", resource(doctype, name), {"run_method": method})
		yield "run method by v2", ("POST", f"/api/v2/document/{doctype}/{name}/method/{method}", {})


def row_changes_of(doctype, name, stored, own_plan):
	"""Rows by themselves."""
	for df in frappe.get_meta(doctype).get_table_fields():
		table, child = df.fieldname, df.options
		if not stored[table]:
			continue
		row = stored[table][0]
		column = next(
			column.fieldname
			for column in frappe.get_meta(child).fields
			if column.fieldtype in ("Small Text", "Data")
		)
		changed = {**row, column: "serangan"}
		new = {"parent": name, "parenttype": doctype, "parentfield": table, column: "serangan"}
		yield "PUT rows", ("PUT", resource(doctype, name), {table: [changed]})
		yield "PUT no rows", ("PUT", resource(doctype, name), {table: []})
		yield "PUT a row alone", ("PUT", resource(child, row["name"]), {column: "serangan"})
		yield "POST a row alone", ("POST", resource(child), new)
		yield "DELETE a row alone", ("DELETE", resource(child, row["name"]), {})
		yield "delete a row", post("frappe.client.delete", doctype=child, name=row["name"])
		yield (
			"set_value of a row",
			post(
				"frappe.client.set_value", doctype=child, name=row["name"], fieldname=column, value="serangan"
			),
		)
		yield "save a row", post("frappe.client.save", doc=json.dumps({**changed, "doctype": child}))
		yield "insert a row", post("frappe.client.insert", doc=json.dumps({**new, "doctype": child}))
		yield (
			"insert many rows",
			post("frappe.client.insert_many", docs=json.dumps([{**new, "doctype": child}])),
		)
		yield (
			"bulk_update a row",
			post(
				"frappe.client.bulk_update",
				docs=json.dumps([{"doctype": child, "docname": row["name"], column: "serangan"}]),
			),
		)
		yield (
			"rename a row",
			post("frappe.client.rename_doc", doctype=child, old_name=row["name"], new_name="x"),
		)
		yield (
			"savedocs of a row",
			post(
				"frappe.desk.form.save.savedocs", doc=json.dumps({**changed, "doctype": child}), action="Save"
			),
		)
		yield (
			"delete items",
			post("frappe.desk.reportview.delete_items", doctype=child, items=json.dumps([row["name"]])),
		)
		if own_plan:
			moved = {**row, "parent": own_plan, "parenttype": "Work Plan"}
			yield (
				"move a row",
				("PUT", resource(child, row["name"]), {"parent": own_plan, "parenttype": "Work Plan"}),
			)
			yield (
				"move a row by save",
				post("frappe.client.save", doc=json.dumps({**moved, "doctype": child})),
			)
			yield (
				"move a row by bulk_update",
				post(
					"frappe.client.bulk_update",
					docs=json.dumps([{"doctype": child, "docname": row["name"], "parent": own_plan}]),
				),
			)


def steps_of(doctype, name, stored, whole):
	for action in ACTIONS[doctype]:
		yield (
			"step",
			post(
				"kinerja_asn.api.steps.take",
				doctype=doctype,
				name=name,
				action=action,
				values={NOTES[doctype]: "x"},
			),
		)
		yield (
			"apply_workflow",
			post("frappe.model.workflow.apply_workflow", doc=json.dumps(whole), action=action),
		)
		yield (
			"bulk approval",
			post(
				"frappe.model.workflow.bulk_workflow_approval",
				docnames=json.dumps([name]),
				doctype=doctype,
				action=action,
			),
		)
		yield (
			"mail link",
			(
				"GET",
				METHOD + "frappe.workflow.doctype.workflow_action.workflow_action.apply_action",
				{
					"action": action,
					"doctype": doctype,
					"docname": name,
					"current_state": stored["workflow_state"],
				},
			),
		)
		yield (
			"confirmed mail link",
			(
				"GET",
				METHOD + "frappe.workflow.doctype.workflow_action.workflow_action.confirm_action",
				{"action": action, "doctype": doctype, "docname": name, "user": "Administrator"},
			),
		)
	yield "submit", post("frappe.client.submit", doc=json.dumps({**stored, "docstatus": 1}))
	yield "submit by form", post("frappe.desk.form.save.savedocs", doc=json.dumps(stored), action="Submit")
	yield "update by form", post("frappe.desk.form.save.savedocs", doc=json.dumps(whole), action="Update")
	yield (
		"bulk submit",
		post(
			"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
			doctype=doctype,
			docnames=json.dumps([name]),
			action="submit",
		),
	)
	yield (
		"bulk cancel",
		post(
			"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
			doctype=doctype,
			docnames=json.dumps([name]),
			action="cancel",
		),
	)
	yield "amend", ("POST", resource(doctype), {**stored, "name": None, "amended_from": name, "docstatus": 0})
	yield (
		"cancel linked",
		post(
			"frappe.desk.form.linked_with.cancel_all_linked_docs",
			docs=json.dumps([{"doctype": doctype, "name": name}]),
		),
	)
	yield from removals_of(doctype, name, stored)
	trace = attacks.trace_name("Workflow Action", name)
	yield "write a workflow action", ("PUT", resource("Workflow Action", trace), {"status": "Completed"})
	yield "delete a workflow action", ("DELETE", resource("Workflow Action", trace), {})


def traces_on(doctype, name, user, mine):
	on = {"reference_doctype": doctype, "reference_name": name}
	text = {"content": "serangan", "comment_email": user, "comment_by": "x"}
	yield "comment", post("frappe.desk.form.utils.add_comment", **on, **text)
	yield (
		"POST comment",
		("POST", resource("Comment"), {**on, "comment_type": "Comment", "content": "serangan"}),
	)
	yield "POST like", ("POST", resource("Comment"), {**on, "comment_type": "Like", "content": "x"})
	yield (
		"change a comment",
		post(
			"frappe.desk.form.utils.update_comment",
			name=attacks.trace_name("Comment", name),
			content="serangan",
		),
	)
	yield "delete a comment", ("DELETE", resource("Comment", attacks.trace_name("Comment", name)), {})
	yield (
		"website comment",
		post(
			"frappe.templates.includes.comments.comments.add_comment",
			**on,
			comment="serangan",
			comment_email="x@kinerja.test",
			comment_by="x",
			route="x",
		),
	)
	yield "website like", post("frappe.templates.includes.likes.likes.like", **on, like=True, route="x")
	yield "like", post("frappe.desk.like.toggle_like", doctype=doctype, name=name, add="Yes")
	yield "unlike", post("frappe.desk.like.toggle_like", doctype=doctype, name=name, add="No")
	yield (
		"follow",
		post(
			"frappe.desk.form.document_follow.update_follow", doctype=doctype, doc_name=name, following=True
		),
	)
	yield (
		"follow for somebody",
		post("frappe.desk.form.document_follow.follow_document", doctype=doctype, doc_name=name, user=user),
	)
	yield (
		"POST follow",
		("POST", resource("Document Follow"), {"ref_doctype": doctype, "ref_docname": name, "user": user}),
	)
	yield "tag", post("frappe.desk.doctype.tag.tag.add_tag", tag="serangan", dt=doctype, dn=name)
	yield (
		"tags",
		post(
			"frappe.desk.doctype.tag.tag.add_tags",
			tags=json.dumps(["serangan"]),
			dt=doctype,
			docs=json.dumps([name]),
		),
	)
	yield (
		"remove tag",
		post("frappe.desk.doctype.tag.tag.remove_tag", tag="kanari-label", dt=doctype, dn=name),
	)
	yield (
		"POST tag",
		(
			"POST",
			resource("Tag Link"),
			{"document_type": doctype, "document_name": name, "tag": "kanari-label"},
		),
	)
	yield (
		"change a tag",
		("PUT", resource("Tag Link", attacks.trace_name("Tag Link", name)), {"title": "serangan"}),
	)
	yield (
		"assign",
		post("frappe.desk.form.assign_to.add", doctype=doctype, name=name, assign_to=json.dumps([user])),
	)
	yield (
		"assign without rights",
		post(
			"frappe.desk.form.assign_to.add",
			doctype=doctype,
			name=name,
			assign_to=json.dumps([user]),
			ignore_permissions=1,
		),
	)
	yield (
		"assign many",
		post(
			"frappe.desk.form.assign_to.add_multiple",
			doctype=doctype,
			name=json.dumps([name]),
			assign_to=json.dumps([user]),
		),
	)
	yield (
		"assign by another name",
		post(
			"erpnext.crm.doctype.appointment.appointment.add_assignment",
			doctype=doctype,
			name=name,
			assign_to=json.dumps([user]),
			ignore_permissions=1,
		),
	)
	yield (
		"POST task",
		(
			"POST",
			resource("ToDo"),
			{"description": "x", "reference_type": doctype, "reference_name": name, "allocated_to": user},
		),
	)
	yield "share", post("frappe.share.add", doctype=doctype, name=name, user=user, read=1, write=1)
	yield "share with all", post("frappe.share.add", doctype=doctype, name=name, everyone=1, read=1)
	yield (
		"share permission",
		post("frappe.share.set_permission", doctype=doctype, name=name, user=user, permission_to="read"),
	)
	yield (
		"POST share",
		(
			"POST",
			resource("DocShare"),
			{"share_doctype": doctype, "share_name": name, "user": user, "read": 1},
		),
	)
	yield (
		"reminder",
		post(
			"frappe.automation.doctype.reminder.reminder.create_new_reminder",
			remind_at="2099-01-01 00:00:00",
			description="x",
			reminder_doctype=doctype,
			reminder_docname=name,
		),
	)
	yield (
		"mail",
		post(
			"frappe.core.doctype.communication.email.make",
			doctype=doctype,
			name=name,
			content="serangan",
			subject="x",
			recipients="x@kinerja.test",
		),
	)
	yield "POST message", ("POST", resource("Communication"), {**on, "subject": "x", "content": "serangan"})
	yield (
		"relink",
		post(
			"frappe.email.relink",
			name=attacks.trace_name("Communication", name),
			reference_doctype="Employee",
			reference_name=mine,
		),
	)
	yield (
		"POST file",
		(
			"POST",
			resource("File"),
			{
				"file_name": "serangan.txt",
				"content": "serangan",
				"is_private": 1,
				"attached_to_doctype": doctype,
				"attached_to_name": name,
			},
		),
	)
	yield (
		"POST remote file",
		(
			"POST",
			resource("File"),
			{
				"file_url": "https://example.com/x.png",
				"attached_to_doctype": doctype,
				"attached_to_name": name,
			},
		),
	)
	yield (
		"move a file away",
		(
			"PUT",
			resource("File", f"file-{name}"),
			{"attached_to_name": mine, "attached_to_doctype": "Employee"},
		),
	)
	yield "make a file public", ("PUT", resource("File", f"file-{name}"), {"is_private": 0})
	yield "delete a file", ("DELETE", resource("File", f"file-{name}"), {})
	yield (
		"remove a file",
		post("frappe.desk.form.utils.remove_attach", fid=f"file-{name}", dt=doctype, dn=name),
	)
	yield (
		"attach_file",
		post(
			"frappe.client.attach_file",
			filename="x.txt",
			filedata="serangan",
			doctype=doctype,
			docname=name,
			is_private=1,
		),
	)
	yield (
		"attachments",
		post(
			"frappe.utils.file_manager.add_attachments",
			doctype=doctype,
			name=name,
			attachments=json.dumps([f"file-{name}"]),
		),
	)
	yield (
		"hrms upload",
		post("hrms.api.upload_base64_file", content="c2VyYW5nYW4=", filename="x.txt", dt=doctype, dn=name),
	)
	yield "hrms delete", post("hrms.api.delete_attachment", filename=f"file-{name}")
	yield (
		"move a file to a folder",
		post(
			"frappe.core.api.file.move_file",
			file_list=json.dumps([{"name": f"file-{name}"}]),
			new_parent="Home",
			old_parent="Home/Attachments",
		),
	)
	yield (
		"apply assignment rules",
		post(
			"frappe.automation.doctype.assignment_rule.assignment_rule.bulk_apply",
			doctype=doctype,
			docnames=json.dumps([name]),
		),
	)
	yield (
		"public address",
		("POST", resource("Document Share Key"), {"reference_doctype": doctype, "reference_docname": name}),
	)
	yield (
		"change news",
		(
			"PUT",
			resource("Notification Log", attacks.trace_name("Notification Log", name)),
			{"subject": "serangan"},
		),
	)
	yield (
		"delete news",
		("DELETE", resource("Notification Log", attacks.trace_name("Notification Log", name)), {}),
	)


def app_calls_of(doctype, name, stored, own_plan):
	api = "kinerja_asn.api."
	save = {
		"Work Plan": ("work_plans.save", {"content": {"approach": "Qualitative", "results": []}}),
		"Work Plan Adjustment": ("work_plans.save", {"content": {"reason": "serangan"}, "doctype": doctype}),
		"Daily Work Log": ("logs.save", {"values": {"activity": "serangan"}}),
		"Periodic Report": ("reports.save", {"content": {"obstacles": "serangan"}}),
		"Performance Evaluation": (
			"evaluations.save",
			{"content": {"result_rating": "Above Expectation", "self_assessment": "serangan"}},
		),
		"Performance Agreement": ("agreements.save", {"content": {"title": "serangan", "objectives": []}}),
		"Performance Agreement Adjustment": (
			"agreements.save",
			{"content": {"reason": "serangan"}, "doctype": doctype},
		),
		"Performance Agreement Realisation": (
			"agreements.save_realisation",
			{"content": {"obstacles": "serangan"}},
		),
		"Performance Objection": ("objections.save", {"reasons": "serangan"}),
		"Coaching Session": ("coaching.hold", {"outcome": "serangan"}),
		"Unit Performance Rating": (
			"unit_ratings.save",
			{"content": {"rating": "Outstanding", "reason": "serangan"}},
		),
	}[doctype]
	yield save[0], post(api + save[0], name=name, modified=stored["modified"], **save[1])
	if doctype == "Daily Work Log":
		yield "logs.remove", post(api + "logs.remove", name=name)
		yield "logs.comment", post(api + "logs.comment", name=name, text="serangan")
	if doctype == "Unit Performance Rating":
		time = {
			"period": stored["performance_period"],
			"kind": stored["kind"],
			"interval": stored["performance_interval"],
			"department": stored["department"],
		}
		yield "unit_ratings.start", post(api + "unit_ratings.start", **time)
		yield "unit_ratings.propose_for", post(api + "unit_ratings.propose_for", **time)
	if doctype == "Periodic Report":
		yield "reports.refill", post(api + "reports.refill", name=name)
	if doctype == "Performance Evaluation":
		yield "evaluations.gather", post(api + "evaluations.gather", name=name)
		yield (
			"evaluations.set_unit_rating",
			post(
				api + "evaluations.set_unit_rating",
				department=stored["department"],
				kind=stored["kind"],
				interval=stored["performance_interval"],
				period=stored["performance_period"],
				rating="Outstanding",
			),
		)
	if doctype == "Coaching Session":
		action = stored["agreed_actions"][0]["name"]
		for call, more in (
			("plan", {"planned_on": stored["planned_on"], "place": "serangan"}),
			("give_back", {}),
			("drop", {"reason": "serangan"}),
			("done", {"action": action, "result": "serangan"}),
			("complete", {}),
			("write_note", {"secret": {"note": "serangan"}}),
		):
			yield f"coaching.{call}", post(f"{api}coaching.{call}", name=name, **more)
	if doctype == "Performance Objection":
		evaluation, row = stored["evaluation"], stored["evidence"][0]["name"]
		for call, more in (
			("file", {"evaluation": evaluation, "reasons": "serangan"}),
			("withdraw", {"name": name}),
			("remove_evidence", {"name": name, "row": row}),
			("clarify", {"name": name, "text": "serangan"}),
			("decide", {"name": name, "granted": False, "reason": "serangan"}),
			("name_decider", {"name": name, "decider": stored["employee"], "reason": "serangan"}),
		):
			yield f"objections.{call}", post(f"{api}objections.{call}", **more)
	if doctype != "Work Plan":
		return
	yield "work_plans.add_proposed_actions", post(api + "work_plans.add_proposed_actions", work_plan=name)
	yield (
		"work_plans.start_adjustment",
		post(api + "work_plans.start_adjustment", work_plan=name, cause="Other", reason="x"),
	)
	yield "reports.start", post(api + "reports.start", work_plan=name, interval=f"{YEAR}-05")
	yield "evaluations.start", post(api + "evaluations.start", work_plan=name, kind="Annual")
	yield "work_plans.copy_from", post(api + "work_plans.copy_from", work_plan=name, source=own_plan or name)
