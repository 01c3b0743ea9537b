"""The permission matrix: every role and relation x every action x own, subordinate, deeper, other unit, other agency.

Each cell is a request as that user. What is expected stands here by hand, from the table of rights in the design, and
is not asked from `permissions`. A cell that is answered with 200 also shows what came back, or what changed; a cell
that is refused must leave the document as it was.
"""

import json
from functools import partial

import frappe

from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import factories, three_sixty
from kinerja_asn.tests.rest import RestTestCase, resource

#: viewer -> person the document is about -> what the viewer is to that document
RELATION = {
	"ani": {"ani": "own"},
	"budi": {},
	"sari": {"sari": "own"},
	"kabid": {"ani": "appraiser", "sari": "appraiser", "kabid": "own"},
	"kadis": {"ani": "superior", "sari": "superior", "citra": "superior", "kabid": "appraiser"},
	"kabid_b": {"citra": "appraiser"},
	"deli": {"ani": "appraiser", "sari": "appraiser"},
	"lama": {},
	"hera": {"ani": "hr", "sari": "hr", "citra": "hr", "kabid": "hr"},
	"peni": {"ani": "manager", "sari": "manager", "kabid": "manager"},
	"pono": {"citra": "manager"},
	"audi": {"ani": "auditor", "sari": "auditor", "citra": "auditor", "kabid": "auditor"},
	"heri": {"lain": "hr"},
	"lain": {"lain": "own"},
	"system_manager": {},
	"guest": {},
}
PEOPLE = ("ani", "sari", "kabid", "citra", "lain")

STATES = {
	"Work Plan": ("Draft", "Plan Proposed", "Plan Returned", "Plan Agreed", "Closed"),
	"Work Plan Adjustment": ("Draft", "Adjustment Proposed"),
	"Daily Work Log": ("Recorded", "Counted"),
	"Periodic Report": ("Draft", "Report Sent", "Report Returned", "Report Accepted"),
	"Performance Evaluation": ("Draft", "Self Assessed", "Rated", "Handed Over", "Acknowledged"),
	"Unit Performance Rating": ("Draft", "Unit Rating Confirmed"),
	"Performance Agreement": (
		"Draft",
		"Agreement Proposed",
		"Agreement Returned",
		"Agreement Agreed",
		"Closed",
	),
	"Performance Agreement Adjustment": ("Draft", "Adjustment Proposed"),
	"Performance Agreement Realisation": ("Draft", "Realisation Sent"),
	"Performance Objection": ("Filed", "Clarified", "Granted"),
	"Coaching Session": ("Proposed", "Planned", "Held"),
}
#: The state in which documents of all five people are tried, besides every state for Ani's.
COMMON_STATE = {
	"Work Plan": "Plan Agreed",
	"Work Plan Adjustment": "Adjustment Proposed",
	"Daily Work Log": "Recorded",
	"Periodic Report": "Report Sent",
	"Performance Evaluation": "Handed Over",
	"Unit Performance Rating": "Unit Rating Confirmed",
	"Performance Agreement": "Agreement Proposed",
	"Performance Agreement Adjustment": "Adjustment Proposed",
	"Performance Agreement Realisation": "Draft",
	"Performance Objection": "Filed",
	"Coaching Session": "Held",
}
#: Fields by what they are, with a new value; "row" names a table and a column.
FIELDS = {
	"Work Plan": {
		"content": {"approach": "Qualitative"},
		"row": ("indicators", "target", 99),
		"note": {"return_note": "Catatan"},
		"row_note": ("results", "appraiser_note", "Catatan baris"),
		"expectation": ("behaviours", "expectation", "Lebih proaktif"),
	},
	"Work Plan Adjustment": {
		"content": {"reason": "Alasan lain"},
		"row": ("indicators", "target", 99),
		"note": {"decision_note": "Catatan"},
		"row_note": ("results", "appraiser_note", "Catatan baris"),
	},
	"Daily Work Log": {
		"content": {"activity": "Menyusun laporan"},
		"note": {"appraiser_comment": "Bagus"},
	},
	"Periodic Report": {
		"content": {"obstacles": "Hujan"},
		"row": ("realisations", "realisation", 7),
		"note": {"review_note": "Catatan"},
		"row_note": ("realisations", "appraiser_note", "Catatan baris"),
	},
	"Performance Evaluation": {
		"content": {"self_assessment": "Cukup baik"},
		"note": {"recommendation": "Pelatihan"},
		"rating": {"result_rating": "Below Expectation"},
		"unit": {"unit_rating": "Good"},
		"row": ("results", "self_assessment", "Tercapai"),
		"score": ("behaviours", "score", 4),
		"innovation": {"innovation": 1},
		"row_note": ("results", "feedback", "Catatan baris"),
	},
	"Unit Performance Rating": {
		"rating": {"rating": "Poor", "reason": "Layanan terhenti"},
		"note": {"explanation": "Masukan Inspektorat"},
		"figures": {"achievement": 120},
	},
	"Performance Agreement": {
		"content": {"title": "Judul lain"},
		"row": ("indicators", "target", 99),
		"note": {"return_note": "Catatan"},
	},
	"Performance Agreement Adjustment": {
		"content": {"reason": "Alasan lain"},
		"row": ("indicators", "target", 99),
		"note": {"decision_note": "Catatan"},
	},
	"Performance Agreement Realisation": {
		"content": {"obstacles": "Hujan"},
		"row": ("realisations", "realisation", 7),
	},
	"Performance Objection": {
		"content": {"reasons": "Alasan lain"},
		"note": {"clarification": "Penjelasan"},
		"rating": {"decision_reason": "Putusan", "new_result_rating": "Above Expectation"},
		"row": ("evidence", "file", "/private/files/lain.txt"),
	},
	"Coaching Session": {
		"content": {"outcome": "Hasil lain"},
		"note": {"reason": "Alasan lain"},
		"sealed": {"sealed": "x"},
		"row": ("agreed_actions", "result", "Selesai"),
	},
}
#: doctype -> state -> relation -> what may be written
WRITES = {
	"Work Plan": {
		"Draft": {"own": {"content", "row"}, "hr": {"content", "row"}, "appraiser": {"expectation"}},
		"Plan Returned": {"own": {"content", "row"}, "hr": {"content", "row"}, "appraiser": {"expectation"}},
		"Plan Proposed": {
			"appraiser": {"note", "row_note", "expectation"},
			"manager": {"note", "row_note"},
			"hr": {"note"},
		},
	},
	"Work Plan Adjustment": {
		"Draft": {"own": {"content", "row"}, "hr": {"content", "row"}},
		"Adjustment Proposed": {"appraiser": {"note", "row_note"}, "hr": {"note"}},
	},
	"Daily Work Log": {"Recorded": {"own": {"content"}, "appraiser": {"note"}}, "Counted": {}},
	"Periodic Report": {
		"Draft": {"own": {"content", "row"}},
		"Report Returned": {"own": {"content", "row"}},
		"Report Sent": {"appraiser": {"note", "row_note"}, "manager": {"note"}, "hr": {"note"}},
	},
	"Performance Evaluation": {
		"Draft": {"own": {"content", "row"}, "hr": {"unit"}},
		"Self Assessed": {
			"appraiser": {"note", "rating", "unit", "row_note", "score", "innovation"},
			"hr": {"unit"},
		},
	},
	"Unit Performance Rating": {"Draft": {"appraiser": {"rating", "note"}}},
	# written through its own functions only, see test_objections
	"Performance Objection": {},
	# the same, see test_coaching
	"Coaching Session": {},
}
AGREEMENT_WRITERS = {
	"own": {"content", "row"},
	"hr": {"content", "row"},
	"manager": {"content", "row"},
}
WRITES |= {
	"Performance Agreement": {
		"Draft": AGREEMENT_WRITERS,
		"Agreement Returned": AGREEMENT_WRITERS,
		"Agreement Proposed": {"appraiser": {"note"}, "manager": {"note"}, "hr": {"note"}},
	},
	"Performance Agreement Adjustment": {
		"Draft": {"own": {"content", "row"}, "hr": {"content", "row"}},
		"Adjustment Proposed": {"appraiser": {"note"}, "hr": {"note"}},
	},
	"Performance Agreement Realisation": {"Draft": AGREEMENT_WRITERS},
}
#: doctype -> state -> action -> (relations that may take it, the state it leads to)
STEPS = {
	"Work Plan": {
		"Draft": {"Propose": ({"own"}, "Plan Proposed")},
		"Plan Returned": {"Propose": ({"own"}, "Plan Proposed")},
		"Plan Proposed": {
			"Withdraw": ({"own"}, "Draft"),
			"Return": ({"appraiser", "manager", "hr"}, "Plan Returned"),
			"Agree": ({"appraiser"}, "Plan Agreed"),
		},
		"Plan Agreed": {"Close": ({"hr"}, "Closed")},
	},
	"Work Plan Adjustment": {
		"Draft": {"Propose": ({"own", "hr"}, "Adjustment Proposed")},
		"Adjustment Proposed": {
			"Withdraw": ({"own"}, "Draft"),
			"Agree": ({"appraiser"}, "Adjustment Agreed"),
			"Refuse": ({"appraiser"}, "Adjustment Refused"),
		},
	},
	"Daily Work Log": {},
	"Periodic Report": {
		"Draft": {"Send": ({"own"}, "Report Sent")},
		"Report Returned": {"Send": ({"own"}, "Report Sent")},
		"Report Sent": {
			"Withdraw": ({"own"}, "Draft"),
			"Return": ({"appraiser", "manager", "hr"}, "Report Returned"),
			"Accept": ({"appraiser"}, "Report Accepted"),
		},
	},
	"Performance Evaluation": {
		"Draft": {
			"Send Self-Assessment": ({"own"}, "Self Assessed"),
			"Start Rating": ({"appraiser"}, "Self Assessed"),
		},
		"Self Assessed": {"Rate": ({"appraiser"}, "Rated")},
		"Rated": {
			"Rework": ({"appraiser"}, "Self Assessed"),
			"Hand Over": ({"appraiser"}, "Handed Over"),
		},
		"Handed Over": {"Acknowledge": ({"own"}, "Acknowledged")},
	},
	"Unit Performance Rating": {"Draft": {"Confirm": ({"appraiser"}, "Unit Rating Confirmed")}},
	"Performance Agreement": {
		"Draft": {"Propose": ({"own"}, "Agreement Proposed")},
		"Agreement Returned": {"Propose": ({"own"}, "Agreement Proposed")},
		"Agreement Proposed": {
			"Withdraw": ({"own"}, "Draft"),
			"Return": ({"appraiser", "manager", "hr"}, "Agreement Returned"),
			"Agree": ({"appraiser"}, "Agreement Agreed"),
		},
		"Agreement Agreed": {"Close": ({"hr"}, "Closed")},
	},
	"Performance Agreement Adjustment": {
		"Draft": {"Propose": ({"own", "hr"}, "Adjustment Proposed")},
		"Adjustment Proposed": {
			"Withdraw": ({"own"}, "Draft"),
			"Agree": ({"appraiser"}, "Adjustment Agreed"),
			"Refuse": ({"appraiser"}, "Adjustment Refused"),
		},
	},
	"Performance Agreement Realisation": {"Draft": {"Send": ({"own"}, "Realisation Sent")}},
	"Performance Objection": {},
	"Coaching Session": {},
}
NOTE_OF = {
	"Return": {
		"Work Plan": {"return_note": "Mohon dilengkapi"},
		"Periodic Report": {"review_note": "Lengkapi"},
		"Performance Agreement": {"return_note": "Mohon dilengkapi"},
	},
	"Refuse": {
		"Work Plan Adjustment": {"decision_note": "Belum perlu"},
		"Performance Agreement Adjustment": {"decision_note": "Belum perlu"},
	},
	"Rate": {
		"Performance Evaluation": {"result_rating": "As Expected", "behaviour_rating": "As Expected"},
	},
}
SUBMITTED = {
	"Work Plan": "Plan Agreed",
	"Work Plan Adjustment": "Adjustment Agreed",
	"Daily Work Log": None,
	"Periodic Report": "Report Accepted",
	"Performance Evaluation": "Acknowledged",
	"Unit Performance Rating": "Unit Rating Confirmed",
	"Performance Agreement": "Agreement Agreed",
	"Performance Agreement Adjustment": "Adjustment Agreed",
	"Performance Agreement Realisation": "Realisation Sent",
	"Performance Objection": None,
	"Coaching Session": None,
}
#: what everybody in service in the agency reads, and who is in service in which one
PUBLISHED = {"Performance Agreement": ("Agreement Agreed", "Closed")}
OTHERS_PEOPLE = ("lain", "heri")
NO_PEOPLE = ("system_manager", "guest")
#: where fewer read than elsewhere; objections and sessions are read in the portal by the others concerned
READS = {
	"Daily Work Log": {"own", "appraiser", "manager"},
	"Performance Objection": {"hr", "auditor"},
	"Coaching Session": {"hr", "auditor"},
}
CREATES = {
	"Work Plan": {"own", "hr"},
	"Work Plan Adjustment": {"own", "hr"},
	"Daily Work Log": {"own", "manager"},
	"Periodic Report": {"own"},
	"Performance Evaluation": {"appraiser", "manager", "hr"},
	"Unit Performance Rating": set(),
	"Performance Agreement": {"own", "manager", "hr"},
	"Performance Agreement Adjustment": {"own", "hr"},
	"Performance Agreement Realisation": {"own", "manager", "hr"},
	"Performance Objection": set(),
	"Coaching Session": set(),
}
#: units whose agreement is tried, by their head
HEADS = {"kabid": "a", "lain": "lain"}
EXPORTS = {"hr", "manager", "auditor"}
HIDDEN_FROM_OWN = {
	"Performance Evaluation": ("Self Assessed", "Rated"),
	"Unit Performance Rating": ("Draft",),
}


class Cells:
	"""How many cells were asked; printed by `make test-bench`."""

	count = 0


class MatrixCase(RestTestCase):
	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		factories.make_user("system.manager@kinerja.test", roles=("System Manager",))
		for short in PEOPLE:
			agencies.make_adjustment(cls.agency.plan(short), "Adjustment Proposed")
			agencies.make_report(cls.agency.plan(short), state="Report Sent")
			agencies.make_log(cls.agency.plan(short))
			agencies.make_evaluation(
				cls.agency.plan(short),
				state="Handed Over",
				result_rating="As Expected",
				behaviour_rating="As Expected",
			)
			agreement = agencies.make_agreement(cls.agency, short).name
			agencies.make_agreement_adjustment(agreement, "Adjustment Proposed")
			agencies.make_realisation(agreement)
			agencies.make_change(cls.agency.plan(short))
			agencies.make_objection(f"{cls.agency.plan(short)}-E-{agencies.YEAR}-Q1")
			agencies.make_session(cls.agency.plan(short))
		frappe.db.set_value("Department", cls.agency.units["lain"].name, "asn_head", cls.agency.lain.name)
		# the rights of a unit's rating are those of its head: everybody is taken for one, once the evaluations are there
		for short in PEOPLE:
			unit = {"citra": "b", "lain": "lain"}.get(short, "a")
			agencies.make_unit_rating(cls.agency, unit, state="Unit Rating Confirmed", head=short)
		# every plan names the superior's result, so that it lacks nothing
		cls.support("ani", "kabid")
		cls.support("sari", "kabid")
		cls.support("citra", "kabid_b")
		cls.support("kabid", "kadis")

	@classmethod
	def support(cls, short, superior):
		source = frappe.get_doc("Work Plan", cls.agency.plan(superior)).results[0]
		for doctype, name in (
			("Work Plan", cls.agency.plan(short)),
			("Work Plan Adjustment", f"{cls.agency.plan(short)}-P01"),
		):
			Result = frappe.qb.DocType("Work Plan Result")
			(
				frappe.qb.update(Result)
				.set(Result.superior_plan, source.parent)
				.set(Result.superior_row_key, source.row_key)
				.set(Result.superior_result, source.result)
				.where((Result.parent == name) & (Result.parenttype == doctype))
			).run()

	def user(self, viewer):
		if viewer == "guest":
			return "Guest"
		if viewer == "system_manager":
			return "system.manager@kinerja.test"
		return self.agency.user(viewer)

	def name_of(self, doctype, short):
		plan = self.agency.plan(short)
		return {
			"Work Plan": plan,
			"Work Plan Adjustment": f"{plan}-P01",
			"Daily Work Log": f"{plan}-LOG",
			"Periodic Report": f"{plan}-{agencies.YEAR}-01",
			"Performance Evaluation": f"{plan}-E-{agencies.YEAR}-Q1",
			"Unit Performance Rating": f"CKO-{short}-{agencies.YEAR}-Q1",
			"Performance Agreement": f"PK-UJI-{short}",
			"Performance Agreement Adjustment": f"PK-UJI-{short}-P01",
			"Performance Agreement Realisation": f"PK-UJI-{short}-{agencies.YEAR}-Q1",
			"Performance Objection": f"KB-{plan}-E-{agencies.YEAR}-Q1",
			"Coaching Session": f"{plan}-Coaching",
		}[doctype]

	def bring_to(self, doctype, name, state):
		"""Put the document into a state, as if it had come there by itself."""
		values = {"workflow_state": state, "docstatus": 1 if state in (SUBMITTED[doctype], "Closed") else 0}
		if doctype == "Performance Evaluation" and state in ("Draft", "Self Assessed"):
			values |= {"result_rating": None, "behaviour_rating": None, "predicate": None}
		if doctype == "Work Plan Adjustment":
			values["slot"] = frappe.db.get_value(doctype, name, "work_plan")
		if doctype == "Performance Agreement Adjustment":
			values["slot"] = frappe.db.get_value(doctype, name, "agreement")
		frappe.db.set_value(doctype, name, values, update_modified=False)
		frappe.clear_document_cache(doctype, name)
		self.commit_for_server()

	def commit_for_server(self):
		"""Requests over HTTP see committed rows only."""
		from kinerja_asn.tests import rest

		if rest.HTTP:
			rest.commit_pending()

	def stored(self, doctype, name):
		if not frappe.db.exists(doctype, name):
			return None
		doc = frappe.get_doc(doctype, name).as_dict(no_default_fields=False)
		return json.loads(json.dumps(doc, default=str, sort_keys=True))

	def cells(self, states=None):
		"""(doctype, person, state): every state for Ani, the common state for the others."""
		for doctype, all_states in STATES.items():
			for short in PEOPLE:
				for state in all_states if short == "ani" else (COMMON_STATE[doctype],):
					yield doctype, short, state

	def each_viewer(self, doctype, short, state, check):
		"""Call `check(viewer, relation, name)` for everybody, each as a cell of its own."""
		name = self.name_of(doctype, short)
		for viewer, relations in RELATION.items():
			relation = relations.get(short)
			Cells.count += 1
			with self.subTest(doctype=doctype, about=short, state=state, viewer=viewer, relation=relation):
				check(viewer, relation, name)

	def may_read(self, doctype, state, relation):
		if relation == "own" and "own" in READS.get(doctype, {"own"}):
			return state not in HIDDEN_FROM_OWN.get(doctype, ())
		return relation in READS.get(doctype, {relation}) if relation else False

	def is_published(self, doctype, state, viewer, short):
		"""An agreed agreement is read by everybody in service in the agency, whatever he is to it."""
		same_agency = viewer not in NO_PEOPLE and (viewer in OTHERS_PEOPLE) == (short == "lain")
		return state in PUBLISHED.get(doctype, ()) and same_agency


class TestReading(MatrixCase):
	def test_read_list_count(self):
		for doctype, short, state in self.cells():
			with self.undone():
				self.bring_to(doctype, self.name_of(doctype, short), state)
				self.each_viewer(doctype, short, state, partial(self.check_reading, doctype, short, state))

	def check_reading(self, doctype, short, state, viewer, relation, name):
		user = self.user(viewer)
		expected = self.may_read(doctype, state, relation) or self.is_published(doctype, state, viewer, short)
		answer = self.client.get(resource(doctype, name), user=user)
		self.assertEqual(answer.status == 200, expected, answer)
		if expected:
			self.assertEqual(answer.data["name"], name)
			self.assertEqual(answer.data["workflow_state"], state)
		else:
			self.assertNotIn("employee_name", answer.text)
		filters = json.dumps([["name", "=", name]])
		answer = self.client.get(
			resource(doctype), user=user, filters=filters, fields='["name","employee_name"]'
		)
		rows = answer.data if answer.status == 200 else []
		self.assertEqual([row["name"] for row in rows or []], [name] if expected else [], answer)
		answer = self.client.call(
			"frappe.desk.reportview.get_count", user=user, doctype=doctype, filters=filters, distinct=False
		)
		self.assertEqual(int(answer.message or 0) if answer.ok else 0, int(expected), answer)

	def test_child_rows(self):
		tables = {
			"Work Plan": (
				"Work Plan Result",
				"Work Plan Indicator",
				"Work Plan Action",
				"Work Plan Behaviour",
				"Work Plan Annex",
			),
			"Work Plan Adjustment": ("Work Plan Result", "Work Plan Indicator"),
			"Periodic Report": ("Periodic Report Realisation",),
			"Performance Evaluation": (
				"Performance Evaluation Result",
				"Performance Evaluation Behaviour",
				"Performance Evaluation Change",
			),
			"Performance Agreement": (
				"Performance Agreement Objective",
				"Performance Agreement Indicator",
			),
			"Performance Agreement Adjustment": ("Performance Agreement Objective",),
			"Performance Agreement Realisation": ("Performance Agreement Realisation Row",),
			"Performance Objection": ("Performance Objection Evidence",),
			"Coaching Session": ("Coaching Action",),
		}
		for doctype, children in tables.items():
			for short in PEOPLE:
				state = COMMON_STATE[doctype]
				with self.undone():
					self.bring_to(doctype, self.name_of(doctype, short), state)
					self.each_viewer(doctype, short, state, partial(self.check_child_rows, doctype, children))

	def check_child_rows(self, doctype, children, viewer, relation, name):
		for child in children:
			answer = self.client.call(
				"frappe.client.get_list",
				user=self.user(viewer),
				doctype=child,
				parent=doctype,
				fields=["name", "parent"],
				filters={"parent": name, "parenttype": doctype},
			)
			rows = (answer.message or []) if answer.ok else []
			expected = relation in READS.get(doctype, {relation}) if relation else False
			self.assertEqual(bool(rows), expected, f"{child}: {answer}")

	def test_what_hangs_on_a_document(self):
		"""File, Comment, Version, Workflow Action, ToDo of Ani's plan are seen by its readers only."""
		name = self.name_of("Work Plan", "ani")
		made = self.make_traces(name)
		for viewer, relations in RELATION.items():
			relation = relations.get("ani")
			for doctype, trace in made.items():
				Cells.count += 1
				with self.subTest(viewer=viewer, trace=doctype):
					answer = self.client.get(resource(doctype, trace), user=self.user(viewer))
					if not relation:
						self.assertNotEqual(answer.status, 200, answer)
					answer = self.client.get(
						resource(doctype), user=self.user(viewer), filters=json.dumps([["name", "=", trace]])
					)
					rows = (answer.data or []) if answer.status == 200 else []
					if not relation:
						self.assertEqual(rows, [], answer)
					if relation and doctype == "File":
						self.assertEqual(len(rows), 1, answer)

	def make_traces(self, name):
		rows = {
			"File": {
				"file_name": "bukti.txt",
				"file_url": "/private/files/bukti-matriks.txt",
				"is_private": 1,
				"attached_to_doctype": "Work Plan",
				"attached_to_name": name,
			},
			"Comment": {
				"comment_type": "Comment",
				"content": "Catatan",
				"reference_doctype": "Work Plan",
				"reference_name": name,
			},
			"Version": {"ref_doctype": "Work Plan", "docname": name, "data": "{}"},
			"ToDo": {"description": "Periksa", "reference_type": "Work Plan", "reference_name": name},
			"Workflow Action": {
				"reference_doctype": "Work Plan",
				"reference_name": name,
				"workflow_state": "Plan Proposed",
				"status": "Open",
			},
		}
		return {
			doctype: factories.write(factories.new(doctype, frappe.generate_hash(length=10), **values)).name
			for doctype, values in rows.items()
			if not self.commit_for_server()
		}

	def test_print_and_export(self):
		for doctype in STATES:
			state = COMMON_STATE[doctype]
			for short in ("ani", "lain"):
				with self.undone():
					self.bring_to(doctype, self.name_of(doctype, short), state)
					self.each_viewer(doctype, short, state, partial(self.check_print_and_export, doctype))

	def check_print_and_export(self, doctype, viewer, relation, name):
		user = self.user(viewer)
		answer = self.client.get("/printview", user=user, doctype=doctype, name=name)
		about = frappe.db.get_value(doctype, name, "employee_name")
		readable = self.may_read(doctype, COMMON_STATE[doctype], relation)
		self.assertEqual(answer.status == 200 and about in answer.text, readable, answer)
		answer = self.client.post(
			"/api/method/frappe.desk.reportview.export_query",
			user=user,
			doctype=doctype,
			file_format_type="CSV",
			title=doctype,
			fields=json.dumps([f"`tab{doctype}`.`name`"]),
			filters=json.dumps([[doctype, "name", "=", name]]),
		)
		expected = readable and relation in EXPORTS
		self.assertEqual(answer.status == 200 and name in answer.text, expected, answer)


class TestWriting(MatrixCase):
	def test_fields(self):
		for doctype, short, state in self.cells():
			name = self.name_of(doctype, short)
			with self.undone():
				self.bring_to(doctype, name, state)
				before = self.stored(doctype, name)
				self.each_viewer(doctype, short, state, partial(self.check_writes, doctype, state, before))

	def check_writes(self, doctype, state, before, viewer, relation, name):
		"""A refused request is taken back by the framework: what is stored is compared once after all of them."""
		allowed = WRITES[doctype].get(state, {}).get(relation, set())
		for kind, change in FIELDS[doctype].items():
			if kind not in allowed:
				answer = self.write(doctype, name, viewer, change, before)
				self.assertTrue(answer is None or not answer.ok, f"{kind}: {answer}")
		self.assertEqual(self.stored(doctype, name), before, "something changed although refused")
		for kind in sorted(allowed):
			with self.undone():
				self.check_write(doctype, name, viewer, kind, FIELDS[doctype][kind], before)

	def write(self, doctype, name, viewer, change, before):
		Cells.count += 1
		values = change
		if isinstance(change, tuple):
			table, column, value = change
			if not before[table]:
				return None
			values = {table: [dict(row) for row in before[table]]}
			values[table][0][column] = value
		return self.client.put(resource(doctype, name), user=self.user(viewer), **values)

	def check_write(self, doctype, name, viewer, kind, change, before):
		answer = self.write(doctype, name, viewer, change, before)
		if answer is None:
			return
		self.assertEqual(answer.status, 200, f"{kind}: {answer}")
		after = self.stored(doctype, name)
		if isinstance(change, tuple):
			table, column, value = change
			self.assertEqual(after[table][0][column], value)
		else:
			self.assertEqual({key: after[key] for key in change}, change)

	def test_columns_that_decide_rights(self):
		"""Nobody, whatever he is to the document, writes the columns that decide rights, names or the course."""
		for doctype in STATES:
			for state in dict.fromkeys((STATES[doctype][0], COMMON_STATE[doctype])):
				name = self.name_of(doctype, "ani")
				with self.undone():
					self.bring_to(doctype, name, state)
					before = self.stored(doctype, name)
					self.each_viewer(
						doctype, "ani", state, partial(self.check_rights_columns, doctype, before)
					)

	def check_rights_columns(self, doctype, before, viewer, _relation, name):
		if viewer in ("guest", "system_manager"):
			return
		mine = self.agency.people[viewer].name
		decisive = (
			{"employee": mine},
			{"appraiser": mine, "appraiser_type": "Employee"},
			{"superior": mine},
			{"department": "Bidang B - PKC"},
			{"company": agencies.OTHER_AGENCY},
			{"employee_name": "Orang Lain"},
			{"recorded_by": "Saya"},
			{"owner": self.user(viewer)},
		)
		with self.undone():
			for values in decisive:
				Cells.count += 1
				self.client.put(resource(doctype, name), user=self.user(viewer), **values)
			after = self.stored(doctype, name)
			for key in ("workflow_state", "docstatus", *(key for values in decisive for key in values)):
				self.assertEqual(after.get(key), before.get(key), key)

	def test_steps(self):
		for doctype, short, state in self.cells():
			if short not in ("ani", "citra", "lain"):
				continue
			name = self.name_of(doctype, short)
			with self.undone():
				self.bring_to(doctype, name, state)
				before = self.stored(doctype, name)
				self.each_viewer(doctype, short, state, partial(self.check_steps, doctype, state, before))

	def check_steps(self, doctype, state, before, viewer, relation, name):
		steps = STEPS[doctype].get(state, {})
		for action, (relations, _target) in steps.items():
			if relation not in relations:
				answer = self.take(doctype, name, viewer, action)
				self.assertFalse(answer.ok, f"{action}: {answer}")
		self.assertEqual(self.stored(doctype, name), before, "something changed although refused")
		for action, (relations, target) in steps.items():
			if relation in relations:
				with self.undone():
					self.check_step(doctype, name, viewer, action, target)

	def take(self, doctype, name, viewer, action):
		Cells.count += 1
		return self.client.call(
			"kinerja_asn.api.steps.take",
			user=self.user(viewer),
			doctype=doctype,
			name=name,
			action=action,
			values=NOTE_OF.get(action, {}).get(doctype),
		)

	def check_step(self, doctype, name, viewer, action, target):
		answer = self.take(doctype, name, viewer, action)
		if action == "Propose" and "lain" in name:
			# the other agency's plan supports nobody's result yet: refused for what is missing, not for rights
			return
		self.assertEqual(answer.status, 200, f"{action}: {answer}")
		self.assertEqual(frappe.db.get_value(doctype, name, "workflow_state"), target, action)

	def test_writing_the_state_or_submitting(self):
		"""The state is no field to be written: only the step of the right person brings the document there."""
		for doctype, states in STATES.items():
			for state in states:
				name = self.name_of(doctype, "ani")
				with self.undone():
					self.bring_to(doctype, name, state)
					before = self.stored(doctype, name)
					if before["docstatus"] == 0:
						self.each_viewer(
							doctype, "ani", state, partial(self.check_submit, doctype, state, before)
						)

	def check_submit(self, doctype, state, before, viewer, relation, name):
		steps = STEPS[doctype].get(state, {}).values()
		may_submit = any(
			relation in relations and target == SUBMITTED[doctype] for relations, target in steps
		)
		for values in ({"docstatus": 1}, {"workflow_state": SUBMITTED[doctype], "docstatus": 1}):
			with self.undone():
				Cells.count += 1
				answer = self.client.put(resource(doctype, name), user=self.user(viewer), **values)
				after = self.stored(doctype, name)
				if may_submit and answer.ok:
					self.assertEqual((after["docstatus"], after["workflow_state"]), (1, SUBMITTED[doctype]))
				else:
					self.assertEqual(after, before, answer)
					self.assertLess(answer.status, 500, f"{answer} {answer.text[-1500:]}")

	def test_cancel_and_delete(self):
		for doctype, states in STATES.items():
			for state in (states[0], SUBMITTED[doctype] or states[-1]):
				name = self.name_of(doctype, "ani")
				with self.undone():
					self.bring_to(doctype, name, state)
					self.each_viewer(
						doctype, "ani", state, partial(self.check_cancel_and_delete, doctype, state)
					)

	def check_cancel_and_delete(self, doctype, state, viewer, relation, name):
		with self.undone():
			self.check_delete(doctype, name, state, viewer, relation)
		with self.undone():
			Cells.count += 1
			self.remove_dependents(doctype, name)
			answer = self.client.call(
				"frappe.client.cancel", user=self.user(viewer), doctype=doctype, name=name
			)
			# an agreed adjustment is part of the plan's history and is not even cancelled by HR
			expected = relation == "hr" and state == SUBMITTED[doctype] and "Adjustment" not in doctype
			self.assertEqual(frappe.db.get_value(doctype, name, "docstatus") == 2, expected, answer)

	def remove_dependents(self, doctype, name):
		"""What hangs on a plan would keep even HR from cancelling or deleting it."""
		if doctype == "Performance Agreement":
			for child in ("Performance Agreement Adjustment", "Performance Agreement Realisation"):
				frappe.db.delete(child, {"agreement": name})
			self.commit_for_server()
		if doctype != "Work Plan":
			return
		for child in ("Work Plan Adjustment", "Daily Work Log", "Periodic Report", "Performance Evaluation"):
			frappe.db.delete(child, {"work_plan": name})
		self.commit_for_server()

	def check_delete(self, doctype, name, state, viewer, relation):
		self.remove_dependents(doctype, name)
		answer = self.client.delete(resource(doctype, name), user=self.user(viewer))
		expected = relation == "hr" and state != SUBMITTED[doctype]
		if doctype == "Daily Work Log":
			expected = relation == "own" and state == "Recorded"
		if doctype in ("Performance Objection", "Coaching Session"):
			expected = False
		self.assertEqual(bool(answer.ok), expected, answer)
		self.assertEqual(bool(frappe.db.exists(doctype, name)), not expected)

	def test_create(self):
		for viewer, relations in RELATION.items():
			for short in PEOPLE:
				relation = relations.get(short)
				for doctype, values in self.new_documents(short).items():
					Cells.count += 1
					with self.subTest(viewer=viewer, about=short, doctype=doctype), self.undone():
						self.check_create(viewer, relation, short, doctype, values)

	def new_documents(self, short):
		plan, period = (
			self.agency.plan(short),
			self.agency.other_period if short == "lain" else self.agency.period,
		)
		return {
			"Work Plan": {"employee": self.agency.people[short].name, "performance_period": period.name},
			"Work Plan Adjustment": {"work_plan": plan, "cause": "Other", "reason": "Perlu"},
			"Daily Work Log": {"work_plan": plan, "activity": "Menyusun dokumen"},
			"Periodic Report": {"work_plan": plan, "performance_interval": f"{agencies.YEAR}-02"},
			"Performance Evaluation": {
				"work_plan": plan,
				"kind": "Periodic",
				"performance_interval": f"{agencies.YEAR}-Q2",
			},
			"Unit Performance Rating": {
				"employee": self.agency.people[short].name,
				"department": self.agency.people[short].department,
				"performance_period": period.name,
				"kind": "Annual",
			},
			**self.new_documents_of_a_unit(short, period),
			"Performance Objection": {
				"evaluation": f"{plan}-E-{agencies.YEAR}-Q1",
				"reasons": "Kurang tepat",
			},
			"Coaching Session": {
				"employee": self.agency.people[short].name,
				"work_plan": plan,
				"kind": "Coaching",
				"outcome": "Hasil",
			},
		}

	def new_documents_of_a_unit(self, short, period):
		agreement = f"PK-UJI-{short}"
		documents = {
			"Performance Agreement Adjustment": {"agreement": agreement, "cause": "Other", "reason": "Perlu"},
			"Performance Agreement Realisation": {
				"agreement": agreement,
				"performance_interval": f"{agencies.YEAR}-Q1",
			},
		}
		if short in HEADS:
			unit = self.agency.units[HEADS[short]].name
			documents["Performance Agreement"] = {"department": unit, "performance_period": period.name}
		return documents

	def check_create(self, viewer, relation, short, doctype, values):
		plan = self.agency.plan(short)
		if doctype == "Work Plan":
			self.remove_dependents(doctype, plan)
			frappe.db.delete("Work Plan", {"name": plan})
		elif doctype == "Work Plan Adjustment":
			frappe.db.delete("Work Plan Adjustment", {"work_plan": plan})
		elif doctype == "Performance Agreement":
			frappe.db.delete(doctype, {"department": values["department"]})
		elif doctype in ("Performance Agreement Adjustment", "Performance Agreement Realisation"):
			frappe.db.delete(doctype, {"agreement": values["agreement"]})
		self.commit_for_server()
		count = frappe.db.count(doctype)
		answer = self.client.post(resource(doctype), user=self.user(viewer), **values)
		expected = relation in CREATES[doctype]
		self.assertEqual(answer.status == 200, expected, answer)
		self.assertEqual(frappe.db.count(doctype), count + int(expected))
		if expected:
			self.assertEqual(answer.data["employee"], self.agency.people[short].name)
			self.assertEqual(answer.data["workflow_state"], STATES[doctype][0])

	def test_share_assign_comment_like_follow(self):
		"""Traces on a document: never a share; the others by its readers only."""
		name = self.name_of("Work Plan", "ani")
		calls = {
			"share": (
				"frappe.share.add",
				{"doctype": "Work Plan", "name": name, "user": self.user("budi"), "read": 1},
				"DocShare",
				{"share_doctype": "Work Plan"},
			),
			"comment": (
				"frappe.desk.form.utils.add_comment",
				{
					"reference_doctype": "Work Plan",
					"reference_name": name,
					"content": "Halo",
					"comment_email": "x@example.com",
					"comment_by": "X",
				},
				"Comment",
				{"reference_doctype": "Work Plan", "comment_type": "Comment"},
			),
			"assign": (
				"frappe.desk.form.assign_to.add",
				{"doctype": "Work Plan", "name": name, "assign_to": json.dumps([self.user("budi")])},
				"ToDo",
				{"reference_type": "Work Plan"},
			),
		}
		for viewer, relations in RELATION.items():
			relation = relations.get("ani")
			for kind, (method, values, doctype, filters) in calls.items():
				Cells.count += 1
				with self.subTest(viewer=viewer, kind=kind), self.undone():
					before = frappe.db.count(doctype, filters)
					answer = self.client.call(method, user=self.user(viewer), data=values)
					after = frappe.db.count(doctype, filters)
					if kind == "share" or not relation:
						self.assertEqual(after, before, answer)
					if kind == "share":
						self.assertEqual(frappe.db.count("DocShare", {"share_doctype": "Work Plan"}), 0)


#: person -> leader in whose matrix the person's cell stands, and the plan it belongs to
CELLS = {
	"ani": ("kabid", "kabid"),
	"sari": ("kabid", "kabid"),
	"kabid": ("kadis", "kadis"),
	"citra": ("kabid_b", "kabid_b"),
	"lain": ("heri", "lain"),
}


class TestRoleResults(RestTestCase):
	"""Cells of the role-result matrix: read by the person, the leader and who oversees the person; written through the
	matrix by the leader and his delegate only."""

	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		factories.make_user("system.manager@kinerja.test", roles=("System Manager",))
		cls.cells = {
			short: agencies.make_role_result(cls.agency, short, leader, cls.agency.plan(plan)).name
			for short, (leader, plan) in CELLS.items()
		}

	user = MatrixCase.user

	def each(self, check):
		for short in CELLS:
			for viewer, relations in RELATION.items():
				Cells.count += 1
				with self.subTest(about=short, viewer=viewer):
					check(short, viewer, self.user(viewer), relations.get(short))

	def test_reading_exporting_printing(self):
		self.each(self.check_reading)

	def check_reading(self, short, _viewer, user, relation):
		name = self.cells[short]
		answer = self.client.get(resource("Role Result", name), user=user)
		self.assertEqual(answer.status == 200, bool(relation), answer)
		filters = json.dumps([["name", "=", name]])
		answer = self.client.get(resource("Role Result"), user=user, filters=filters)
		rows = answer.data if answer.status == 200 else []
		self.assertEqual([row["name"] for row in rows or []], [name] if relation else [], answer)
		answer = self.client.call(
			"frappe.desk.reportview.get_count",
			user=user,
			doctype="Role Result",
			filters=filters,
			distinct=False,
		)
		self.assertEqual(int(answer.message or 0) if answer.ok else 0, int(bool(relation)), answer)
		answer = self.client.get("/printview", user=user, doctype="Role Result", name=name)
		self.assertEqual("Data tersusun" in answer.text, bool(relation), answer)
		answer = self.client.post(
			"/api/method/frappe.desk.reportview.export_query",
			user=user,
			doctype="Role Result",
			file_format_type="CSV",
			title="Role Result",
			fields=json.dumps(["`tabRole Result`.`name`"]),
			filters=json.dumps([["Role Result", "name", "=", name]]),
		)
		exported = answer.status == 200 and name in answer.text
		self.assertEqual(exported, relation in EXPORTS, answer)

	def test_writing(self):
		self.each(self.check_writing)

	def check_writing(self, short, viewer, user, relation):
		name, (leader, plan) = self.cells[short], CELLS[short]
		before = frappe.db.get_value("Role Result", name, "*", as_dict=True)
		for values in (
			{"expected_result": "Lain"},
			{"employee": self.agency.budi.name},
			{"appraiser": self.agency.budi.name},
			{"slot": None},
		):
			self.client.put(resource("Role Result", name), user=user, **values)
		self.client.delete(resource("Role Result", name), user=user)
		self.client.post(resource("Role Result"), user=user, employee=self.agency.budi.name)
		self.assertEqual(frappe.db.get_value("Role Result", name, "*", as_dict=True), before)
		self.assertEqual(frappe.db.count("Role Result"), len(CELLS))
		with self.undone():
			answer = self.client.call(
				"kinerja_asn.api.matrix.save_cell",
				user=user,
				leader_plan=self.agency.plan(plan),
				result_key=before.result_key,
				employee=self.agency.people[short].name,
				expected_result="Baru",
			)
			allowed = viewer == leader != "heri" or (relation == "appraiser" and viewer == "deli")
			self.assertEqual(answer.status == 200, allowed, answer)


class TestTalent(RestTestCase):
	"""Assessments of potential: written by HR of the agency, read by HR and the auditor, nobody has anything of his own."""

	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		factories.make_user("system.manager@kinerja.test", roles=("System Manager",))
		cls.names = {
			short: agencies.make_talent(cls.agency, short, note="Rahasia").name
			for short in (*PEOPLE, "hera", "audi")
		}

	user = MatrixCase.user

	def each(self, check):
		for short, name in self.names.items():
			for viewer, relations in RELATION.items():
				Cells.count += 1
				relation = relations.get(short)
				if short in ("hera", "audi"):
					# of the same agency, and of themselves nothing
					relation = {"hera": "hr", "audi": "auditor"}.get(viewer) if viewer != short else "own"
				with self.subTest(about=short, viewer=viewer):
					check(name, short, self.user(viewer), relation)

	def test_reading_exporting_printing(self):
		self.each(self.check_reading)

	def check_reading(self, name, _short, user, relation):
		doctype, reads = "Talent Assessment", relation in ("hr", "auditor")
		filters = json.dumps([["name", "=", name]])
		answer = self.client.get(resource(doctype, name), user=user)
		self.assertEqual(answer.status == 200, reads, answer)
		answer = self.client.get(resource(doctype), user=user, filters=filters)
		rows = answer.data if answer.status == 200 else []
		self.assertEqual([row["name"] for row in rows or []], [name] if reads else [], answer)
		for method in ("frappe.desk.reportview.get_count", "frappe.client.get_count"):
			answer = self.client.call(method, user=user, doctype=doctype, filters=filters)
			self.assertEqual(int(answer.message or 0) if answer.ok else 0, int(reads), f"{method}: {answer}")
		answer = self.client.get("/printview", user=user, doctype=doctype, name=name)
		self.assertEqual("Rahasia" in answer.text, reads, answer)
		answer = self.client.post(
			"/api/method/frappe.desk.reportview.export_query",
			user=user,
			doctype=doctype,
			file_format_type="CSV",
			title=doctype,
			fields=json.dumps(["`tabTalent Assessment`.`name`"]),
			filters=json.dumps([[doctype, "name", "=", name]]),
		)
		self.assertEqual(answer.status == 200 and name in answer.text, reads, answer)

	def test_writing(self):
		self.each(self.check_writing)

	def check_writing(self, name, short, user, relation):
		doctype, writes = "Talent Assessment", relation == "hr"
		before = frappe.db.get_value(doctype, name, "*", as_dict=True)
		count = frappe.db.count(doctype)
		new = {
			"employee": self.agency.people[short].name,
			"potential": "High",
			"assessed_on": frappe.utils.nowdate(),
			"source": "Tes",
			# what a client says of the person's place counts for nothing
			"company": frappe.db.get_value("Employee", {"user_id": user}, "company"),
		}
		with self.undone():
			answer = self.client.post(resource(doctype), user=user, **new)
			self.assertEqual(answer.status == 200, writes, answer)
			self.assertEqual(frappe.db.count(doctype), count + writes)
		with self.undone():
			answer = self.client.put(resource(doctype, name), user=user, note="Lain")
			self.assertEqual(answer.status == 200, writes, answer)
			if writes:
				self.assertEqual(frappe.db.get_value(doctype, name, "note"), "Lain")
		for values in ({"employee": self.agency.budi.name}, {"company": agencies.OTHER_AGENCY}):
			with self.undone():
				answer = self.client.put(resource(doctype, name), user=user, **values)
				if not answer.ok or "employee" in values:
					self.assertNotEqual(answer.status, 200, answer)
				after = frappe.db.get_value(doctype, name, ["employee", "company"], as_dict=True)
				self.assertEqual(after, {column: before[column] for column in after})
		self.assertFalse(self.client.delete(resource(doctype, name), user=user).ok)
		self.assertEqual(frappe.db.get_value(doctype, name, "*", as_dict=True), before)


class TestFeedback(RestTestCase):
	"""Feedback: no door of the framework for anybody; on the page the person, the giver and, where the giver wants it,
	the appraiser and who acts for him today."""

	GIVER = {"ani": "budi", "sari": "ani", "kabid": "kadis", "citra": "deli", "lain": "heri"}

	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		factories.make_user("system.manager@kinerja.test", roles=("System Manager",))
		cls.rows = {
			(short, visibility): agencies.make_feedback(
				cls.agency, short, giver, f"UB-{short}-{visibility}", visibility=visibility, text="Rahasia"
			).name
			for short, giver in cls.GIVER.items()
			for visibility in ("Person", "Person and Appraiser")
		}

	user = MatrixCase.user

	def each(self, check):
		for (short, visibility), name in self.rows.items():
			for viewer, relations in RELATION.items():
				Cells.count += 1
				relation = relations.get(short)
				with self.subTest(about=short, visibility=visibility, viewer=viewer, relation=relation):
					check(name, viewer, short, visibility, relation)

	def test_reading(self):
		self.each(self.check_reading)

	def check_reading(self, name, viewer, short, visibility, relation):
		user = self.user(viewer)
		reads = (
			relation == "own"
			or viewer == self.GIVER[short]
			or (relation == "appraiser" and visibility != "Person")
		)
		answer = self.client.get("/kinerja/feedback", user=user, name=name)
		self.assertEqual(answer.status == 200 and "Rahasia" in answer.text, reads, answer)
		doctype = "Performance Feedback"
		for answer in (
			self.client.get(resource(doctype, name), user=user),
			self.client.get(resource(doctype), user=user, fields='["name","text"]'),
			self.client.get("/printview", user=user, doctype=doctype, name=name),
		):
			self.assertNotIn("Rahasia", answer.text)

	def test_writing(self):
		before = frappe.get_all("Performance Feedback", fields=["*"], order_by="name asc")
		self.each(self.check_writing)
		self.assertEqual(frappe.get_all("Performance Feedback", fields=["*"], order_by="name asc"), before)

	def check_writing(self, name, viewer, short, visibility, relation):
		user, place = self.user(viewer), resource("Performance Feedback", name)
		self.assertFalse(self.client.put(place, user=user, text="Lain").ok)
		self.assertFalse(self.client.delete(place, user=user).ok)
		for call, allowed in (("withdraw", viewer == self.GIVER[short]), ("reply", relation == "own")):
			with self.undone():
				answer = self.client.call(f"kinerja_asn.api.feedback.{call}", user=user, name=name, text="x")
				self.assertEqual(answer.ok, allowed, f"{call}: {answer}")


#: viewer -> what he is to counselling of Ani that her appraiser asked for, once it took place
COUNSELLED = {
	"ani": "own",
	"kabid": "asker",
	"deli": "asker",
	"kadis": "superior",
	"hera": "hr",
	"audi": "auditor",
	"kons": "counsellor",
}
#: part -> state -> what of it a page shows: nothing, that it is there, or also what was agreed
SHOWN = {
	"own": {"Proposed": 1, "Planned": 1, "Held": 2},
	"asker": {"Proposed": 1, "Planned": 1, "Held": 1},
	"superior": {"Proposed": 0, "Planned": 0, "Held": 2},
	"hr": {"Proposed": 1, "Planned": 1, "Held": 2},
	"auditor": {"Proposed": 0, "Planned": 0, "Held": 2},
	"counsellor": {"Proposed": 1, "Planned": 1, "Held": 2},
}


class TestCounselling(RestTestCase):
	"""Counselling is read by fewer than coaching, and what is under seal by nobody through the framework."""

	@classmethod
	def build(cls):
		from kinerja_asn import bulk, coaching

		cls.agency = agencies.build()
		factories.make_user("system.manager@kinerja.test", roles=("System Manager",))
		cls.counsellor = agencies.make_counsellor(cls.agency).name
		agencies.make_counsellor(cls.agency, "kons2")
		cls.session = agencies.make_session(cls.agency.plan("ani"), "Held", "Counselling").name
		coaching.write_note(cls.session, cls.counsellor, {"note": "x"})
		content = coaching.seal({"answers": {}}, coaching.purpose_of("Coaching Response", cls.session))
		said = {"name": "jawaban", "session": cls.session, "content": content}
		bulk.insert_rows("Coaching Response", [said])

	user = MatrixCase.user

	def viewers(self):
		yield from ((viewer, COUNSELLED.get(viewer)) for viewer in (*RELATION, "kons", "kons2"))

	def bring_to(self, state):
		taken = {"counsellor": None if state == "Proposed" else self.counsellor}
		held = {"held_on": frappe.utils.nowdate() if state == "Held" else None}
		values = {"workflow_state": state, **taken, **held}
		frappe.db.set_value("Coaching Session", self.session, values, update_modified=False)
		frappe.clear_document_cache("Coaching Session", self.session)
		MatrixCase.commit_for_server(self)

	def test_reading(self):
		for state in ("Proposed", "Planned", "Held"):
			with self.undone():
				self.bring_to(state)
				for viewer, part in self.viewers():
					Cells.count += 1
					with self.subTest(viewer=viewer, state=state):
						self.check_reading(viewer, part, state)

	def check_reading(self, viewer, part, state):
		user = self.user(viewer)
		shown = SHOWN[part][state] if part else 0
		if viewer == "kons2" and state == "Proposed":
			shown = 1
		answer = self.client.get("/kinerja/coaching", user=user, name=self.session)
		page = answer.text if answer.status == 200 and viewer not in NO_PEOPLE else ""
		self.assertEqual(bool(page), bool(shown), answer.text[-1500:])
		self.assertEqual("Mengikuti pelatihan" in page, shown == 2)
		# through the framework: HR and auditor alone, and no more than the page
		in_desk = bool(shown) and part in ("hr", "auditor")
		answer = self.client.get(resource("Coaching Session", self.session), user=user)
		self.assertEqual(answer.status == 200, in_desk, answer)
		filters = json.dumps([["name", "=", self.session]])
		answer = self.client.get(resource("Coaching Session"), user=user, filters=filters)
		rows = answer.data if answer.status == 200 else []
		self.assertEqual(len(rows or []), int(in_desk), answer)

	def test_under_seal(self):
		"""Response and note: not read, listed, counted, printed, exported, written, made or deleted by anybody."""
		for doctype in ("Coaching Response", "Counselling Note"):
			name = frappe.db.get_value(doctype, {"session": self.session})
			for viewer in (*RELATION, "kons", "kons2"):
				Cells.count += 1
				with self.subTest(doctype=doctype, viewer=viewer):
					self.check_sealed(doctype, name, self.user(viewer))

	def check_sealed(self, doctype, name, user):
		stored = frappe.db.get_value(doctype, name, "*")
		filters = json.dumps([["name", "=", name]])
		for method, path, values in (
			("GET", resource(doctype, name), {}),
			("GET", f"/api/v2/document/{doctype}/{name}", {}),
			("GET", resource(doctype), {"filters": filters}),
			("GET", "/printview", {"doctype": doctype, "name": name}),
			("PUT", resource(doctype, name), {"content": "x"}),
			("DELETE", resource(doctype, name), {}),
			("POST", resource(doctype), {"session": self.session, "content": "x"}),
		):
			answer = self.client.request(method, path, user=user, data=values)
			self.assertFalse(answer.ok and answer.data, f"{method} {path}: {answer}")
			self.assertNotIn("gAAAA", answer.text)
		for method, values in (
			("frappe.desk.reportview.get", {"fields": json.dumps(["*"]), "filters": filters}),
			("frappe.desk.reportview.get_count", {"fields": "[]", "filters": filters, "distinct": "false"}),
			("frappe.client.get_count", {"filters": filters}),
			("frappe.client.get_value", {"fieldname": "content", "filters": filters}),
			(
				"frappe.desk.reportview.export_query",
				{"fields": json.dumps(["content"]), "file_format_type": "CSV"},
			),
			("frappe.desk.search.search_link", {"txt": name}),
			("frappe.desk.form.load.getdoc", {"name": name}),
		):
			answer = self.client.call(method, user=user, doctype=doctype, **values)
			self.assertNotIn("gAAAA", answer.text)
			self.assertFalse(answer.ok and answer.message, f"{method}: {answer}")
		self.assertEqual(frappe.db.get_value(doctype, name, "*"), stored)
		self.assertEqual(frappe.db.count(doctype), 1)


class TestAppraisals360(RestTestCase):
	"""Appraisals 360 and their campaigns: read on the desk by who oversees the person, written by nobody; the sealed parts
	by nobody at all."""

	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		factories.make_user("system.manager@kinerja.test", roles=("System Manager",))
		cls.campaign = three_sixty.make_campaign(cls.agency)
		other = three_sixty.make_campaign(cls.agency, company=agencies.OTHER_AGENCY)
		cls.names = {
			short: three_sixty.make_appraisal(
				cls.agency,
				other if short == "lain" else cls.campaign,
				short,
				{"Superior": ["kadis"], "Peer": ["budi"]},
			)
			for short in PEOPLE
		}

	user = MatrixCase.user

	def test_appraisals(self):
		for short, name in self.names.items():
			before = frappe.db.get_value("Appraisal 360", name, "*", as_dict=True)
			for viewer, relations in RELATION.items():
				Cells.count += 1
				user, expected = self.user(viewer), relations.get(short) in ("hr", "manager", "auditor")
				with self.subTest(about=short, viewer=viewer):
					answer = self.client.get(resource("Appraisal 360", name), user=user)
					self.assertEqual(answer.status == 200, expected, answer)
					filters = json.dumps([["name", "=", name]])
					answer = self.client.get(resource("Appraisal 360"), user=user, filters=filters)
					rows = answer.data if answer.status == 200 else []
					self.assertEqual([row["name"] for row in rows or []], [name] if expected else [], answer)
					for values in (
						{"overall": 5},
						{"workflow_state": "Released"},
						{"employee": self.agency.budi.name},
					):
						answer = self.client.put(resource("Appraisal 360", name), user=user, **values)
						self.assertNotEqual(answer.status, 200, answer)
					self.assertNotEqual(
						self.client.delete(resource("Appraisal 360", name), user=user).status, 202
					)
			self.assertEqual(frappe.db.get_value("Appraisal 360", name, "*", as_dict=True), before)

	def test_campaigns(self):
		"""Of the whole agency: HR and auditor of it, and the managers of its units, who do not run it."""
		readers = {"hera", "peni", "pono", "audi"}
		for viewer in RELATION:
			Cells.count += 1
			with self.subTest(viewer=viewer):
				answer = self.client.get(
					resource("Appraisal 360 Campaign", self.campaign), user=self.user(viewer)
				)
				self.assertEqual(answer.status == 200, viewer in readers, answer)

	def test_what_is_sealed(self):
		for doctype in ("Appraisal 360 Invitation", "Appraisal 360 Box"):
			row = frappe.db.get_value(doctype, {"campaign": self.campaign}, "*", as_dict=True)
			for viewer in RELATION:
				Cells.count += 1
				user = self.user(viewer)
				with self.subTest(doctype=doctype, viewer=viewer):
					self.assertNotEqual(self.client.get(resource(doctype, row.name), user=user).status, 200)
					answer = self.client.get(resource(doctype), user=user)
					self.assertEqual(answer.data if answer.status == 200 else [], [])
					self.client.put(resource(doctype, row.name), user=user, relation="Self")
					self.client.delete(resource(doctype, row.name), user=user)
			self.assertEqual(frappe.db.get_value(doctype, row.name, "*", as_dict=True), row)
