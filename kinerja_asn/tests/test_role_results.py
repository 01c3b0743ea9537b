"""The role-result matrix: who reads and writes it, picking from it, a second leader's, the sheet, bad input, its cost."""

import io
import json

import frappe
from openpyxl import load_workbook

from kinerja_asn import role_results
from kinerja_asn.permissions import CELL
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import rest
from kinerja_asn.tests.rest import RestTestCase, resource

test_ignore = ["Employee", "Work Plan"]

API = "kinerja_asn.api.matrix"
PLANS = "kinerja_asn.api.work_plans"


class MatrixCase(RestTestCase):
	@classmethod
	def build(cls):
		cls.agency = agencies.build()

	def call(self, who, method, **params):
		user = self.agency.user(who) if who != "guest" else "Guest"
		return self.client.call(f"{API}.{method}", user=user, **params)

	def ok(self, answer):
		self.assertEqual(answer.status, 200, answer)
		return answer.message

	def key(self, leader, at=0):
		return frappe.get_doc("Work Plan", self.agency.plan(leader)).results[at].row_key

	def put(self, who, about, text="Peta kebutuhan tersusun", leader="kabid", **more):
		return self.call(
			who,
			"save_cell",
			leader_plan=self.agency.plan(leader),
			result_key=more.pop("key", None) or self.key(leader),
			employee=self.agency.people[about].name,
			expected_result=text,
			**more,
		)

	def open(self, who, leader="kabid", **more):
		return self.call(who, "matrix", leader_plan=self.agency.plan(leader), **more)

	def names(self, matrix):
		return {row["employee"] for row in matrix["rows"]}

	def ids(self, *shorts):
		return {self.agency.people[short].name for short in shorts}


class TestReading(MatrixCase):
	def test_who_sees_which_rows(self):
		self.ok(self.put("kabid", "ani"))
		self.ok(self.put("kabid", "citra", text="Data Bidang B terpadu"))
		everybody = self.ids("ani", "budi", "sari", "citra")
		for who, rows in (
			("kabid", everybody),
			("deli", everybody),
			("kadis", everybody),
			("hera", everybody),
			("audi", everybody),
			("peni", everybody - self.ids("citra")),
			("ani", self.ids("ani")),
			("citra", self.ids("citra")),
		):
			with self.subTest(who):
				matrix = self.ok(self.open(who))
				self.assertEqual(self.names(matrix), rows)
				self.assertEqual(matrix["writes"], who in ("kabid", "deli"))
				self.assertEqual("supporters" in matrix["columns"][0], who not in ("ani", "citra"))

	def test_others_learn_nothing(self):
		self.ok(self.put("kabid", "ani", text="Kata rahasia"))
		for who in ("lama", "kabid_b", "lain", "heri", "guest", "pono"):
			with self.subTest(who):
				answer = self.open(who)
				self.assertNotEqual(answer.status, 200, answer)
				self.assertNotIn("rahasia", answer.text)
				missing = self.call(who, "matrix", leader_plan="SKP-0000-00000")
				self.assertEqual((answer.status, answer.messages), (missing.status, missing.messages))

	def test_the_list_of_matrices(self):
		parts = lambda who: {row["name"]: row["part"] for row in self.ok(self.call(who, "matrices"))}  # noqa: E731
		plan = self.agency.plan
		self.assertEqual(parts("kabid"), {plan("kabid"): "own", plan("kadis"): "member"})
		self.assertEqual(parts("ani"), {plan("kabid"): "member"})
		self.assertEqual(parts("deli")[plan("kabid")], "acting")
		self.assertEqual(
			parts("hera"), {plan("kadis"): "member", plan("kabid"): "reader", plan("kabid_b"): "reader"}
		)
		self.assertNotIn(plan("kabid"), parts("lain"))
		self.ok(self.put("kabid_b", "ani", leader="kabid_b"))
		self.assertEqual(parts("ani"), {plan("kabid"): "member", plan("kabid_b"): "member"})
		found = self.ok(self.call("hera", "matrices", text="Bidang B"))
		self.assertEqual([row["name"] for row in found], [plan("kabid_b")])

	def test_the_first_matrix_and_none(self):
		self.assertEqual(self.ok(self.call("kabid", "matrix"))["leader"]["plan"], self.agency.plan("kabid"))
		self.assertEqual(self.ok(self.call("lain", "matrix")), {"leader": None})

	def test_who_supports_is_told_of_readable_plans_only(self):
		frappe.db.set_value(
			"Work Plan Result",
			{"parent": self.agency.plan("citra")},
			{"superior_plan": self.agency.plan("kabid"), "superior_row_key": self.key("kabid")},
			update_modified=False,
		)
		self.ok(self.put("kabid", "citra"))
		row = lambda who: next(  # noqa: E731
			row for row in self.ok(self.open(who))["rows"] if row["employee"] == self.agency.citra.name
		)
		self.assertEqual(row("hera")["supports"], [self.key("kabid")])
		# a second leader reads that somebody supports the result, but not the person's plan
		self.assertEqual(row("kabid")["supports"], [])
		self.assertEqual(self.ok(self.open("kabid"))["columns"][0]["supporters"], 1)

	def test_pages_and_search_cost_the_same(self):
		self.ok(self.put("kabid", "ani"))
		with self.as_user(self.agency.user("kabid")):
			role_results.matrix(self.agency.plan("kabid"))
			with self.assertQueryCount(8) as few:
				role_results.matrix(self.agency.plan("kabid"))
			with self.assertQueryCount(len(few)):
				found = role_results.matrix(self.agency.plan("kabid"), page=2, rows_at_once=1)
		self.assertEqual((len(found["rows"]), found["total"], found["pages"]), (1, 3, 3))
		with self.as_user(self.agency.user("kabid")):
			self.assertEqual(
				self.names(role_results.matrix(self.agency.plan("kabid"), text="sari")), self.ids("sari")
			)


class TestPage(MatrixCase):
	def open_page(self, who, leader="kabid"):
		return self.client.get(f"/kinerja/matrix?plan={self.agency.plan(leader)}", user=self.agency.user(who))

	def test_the_portal_s_page(self):
		self.ok(self.put("kabid", "ani", text="Kata rahasia"))
		for who, seen in (("kabid", True), ("ani", True), ("sari", False), ("lama", None), ("lain", None)):
			with self.subTest(who):
				answer = self.open_page(who)
				self.assertEqual(answer.status, 404 if seen is None else 200)
				self.assertEqual("rahasia" in answer.text, bool(seen))
		answer = self.client.get("/kinerja/matrix", user=self.agency.user("ani"))
		self.assertIn(self.agency.plan("kabid"), answer.text)

	def test_what_the_page_costs(self):
		self.open_page("kabid")
		with self.count_queries() as few:
			self.open_page("kabid")
		for short in ("ani", "budi", "sari"):
			self.ok(self.put("kabid", short))
		with self.count_queries() as many:
			self.open_page("kabid")
		self.assertEqual(len(many), len(few), many.statements)
		self.assertLessEqual(len(few), 24)

	def test_the_first_of_one_s_own_leaders_comes_first(self):
		self.ok(self.put("kabid_b", "ani", leader="kabid_b"))
		rows = self.ok(self.call("ani", "matrices"))
		self.assertEqual([row["employee_name"] for row in rows], ["Kabid", "Kabid Be"])


class TestWriting(MatrixCase):
	def test_leader_and_delegate_write_others_do_not(self):
		self.assertEqual(self.ok(self.put("kabid", "ani", text=" Peta "))["text"], "Peta")
		self.ok(self.put("deli", "ani", text="Peta tersusun", before="Peta"))
		stored = frappe.get_doc(CELL, {"employee": self.agency.ani.name})
		self.assertEqual(
			(stored.appraiser, stored.department, stored.expected_result, stored.performance_period),
			(
				self.agency.kabid.name,
				self.agency.ani.department,
				"Peta tersusun",
				self.agency.period.name,
			),
		)
		for who in ("ani", "budi", "kadis", "hera", "peni", "audi", "lama", "kabid_b", "lain", "guest"):
			with self.subTest(who):
				answer = self.put(who, "ani", text="Lain")
				self.assertNotEqual(answer.status, 200, answer)
		self.assertEqual(
			frappe.db.get_value(CELL, stored.name, "expected_result", cache=False), "Peta tersusun"
		)

	def test_a_delegate_of_one_unit_writes_its_rows_and_nobody_his_own(self):
		delegation = frappe.db.get_value("Appraiser Delegation", {"delegate": self.agency.deli.name})
		frappe.db.set_value("Appraiser Delegation", delegation, "department", self.agency.units["a"].name)
		self.ok(self.put("deli", "ani"))
		self.ok(self.put("kabid", "citra"))
		self.assertNotEqual(self.put("deli", "citra", text="x").status, 200)
		self.ok(self.put("kabid", "deli"))
		self.assertNotEqual(self.put("deli", "deli", text="x").status, 200)

	def test_a_blank_text_takes_the_cell_away(self):
		self.ok(self.put("kabid", "ani"))
		self.assertEqual(self.ok(self.put("kabid", "ani", text="  "))["text"], "")
		self.assertFalse(frappe.db.exists(CELL, {"employee": self.agency.ani.name}))
		self.ok(self.put("kabid", "ani", text=""))

	def test_who_is_quicker(self):
		self.ok(self.put("kabid", "ani", text="Pertama", before=""))
		answer = self.put("deli", "ani", text="Kedua", before="")
		self.assertEqual(answer.exc_type, "TimestampMismatchError", answer)
		self.assertIn("Pertama", "".join(answer.messages))
		# the same words twice are no conflict
		self.ok(self.put("deli", "ani", text="Pertama", before=""))

	def test_only_while_the_plan_runs(self):
		for state, docstatus in (("Draft", 0), ("Plan Proposed", 0), ("Closed", 1)):
			with self.subTest(state), self.undone():
				frappe.db.set_value(
					"Work Plan",
					self.agency.plan("kabid"),
					{"workflow_state": state, "docstatus": docstatus},
				)
				self.assertNotEqual(self.put("kabid", "ani").status, 200)
				matrix = self.ok(self.open("kabid"))
				self.assertFalse(matrix["writes"])
				self.assertTrue(matrix["why_not"])

	def test_bad_input(self):
		own, key = self.agency.plan("kabid"), self.key("kabid")
		cases = {
			"unknown key": {"result_key": "0000000000"},
			"key of another plan": {"result_key": self.key("kadis")},
			"no key": {"result_key": ""},
			"unknown person": {"employee": "HR-EMP-99999"},
			"oneself": {"employee": self.agency.kabid.name},
			"one's own leader": {"employee": self.agency.kadis.name},
			"somebody of another agency": {"employee": self.agency.lain.name},
			"somebody without a plan": {"employee": self.agency.pono.name},
			"a long text": {"expected_result": "x" * 5001},
			"an unknown plan": {"leader_plan": "SKP-0000-00000"},
		}
		good = {
			"leader_plan": own,
			"result_key": key,
			"employee": self.agency.ani.name,
			"expected_result": "Peta",
		}
		for label, bad in cases.items():
			with self.subTest(label):
				answer = self.call("kabid", "save_cell", **(good | bad))
				self.assertIn(answer.status, (403, 404, 417), answer)
				self.assertTrue(answer.messages)
		self.assertEqual(frappe.db.count(CELL), 0)
		frappe.db.set_value(
			"Work Plan Result", {"row_key": key, "parenttype": "Work Plan"}, "closed_on", "2026-01-31"
		)
		answer = self.call("kabid", "save_cell", **good)
		self.assertEqual(answer.status, 417, answer)
		self.assertEqual(self.ok(self.open("kabid"))["columns"], [])

	def test_people_to_add(self):
		find = lambda who, text: self.call(  # noqa: E731
			who, "people", leader_plan=self.agency.plan("kabid"), text=text
		)
		self.assertEqual([row["name"] for row in self.ok(find("kabid", "citra"))], ["Citra"])
		self.assertEqual(self.ok(find("kabid", "c")), [])
		# already there, the leader's own leader, another agency
		for text in ("Ani", "Kadis", "Lain"):
			self.assertEqual(self.ok(find("kabid", text)), [], text)
		for who in ("ani", "hera", "kabid_b", "lain"):
			self.assertNotEqual(find(who, "citra").status, 200, who)

	def test_a_renamed_person_keeps_his_cell(self):
		self.ok(self.put("kabid", "ani", text="Pertama"))
		frappe.rename_doc("Employee", self.agency.ani.name, "BARU-1", force=True, show_alert=False)
		answer = self.call(
			"kabid",
			"save_cell",
			leader_plan=self.agency.plan("kabid"),
			result_key=self.key("kabid"),
			employee="BARU-1",
			expected_result="Kedua",
		)
		self.ok(answer)
		self.assertEqual(frappe.get_all(CELL, pluck="expected_result"), ["Kedua"])

	def test_a_cancelled_plan_takes_its_matrix_along(self):
		self.ok(self.put("kabid", "ani"))
		frappe.get_doc("Work Plan", self.agency.plan("kabid")).cancel()
		self.assertEqual(frappe.db.count(CELL), 0)


class TestPicking(MatrixCase):
	def results(self, who, **more):
		answer = self.client.call(
			f"{PLANS}.superior_results",
			user=self.agency.user(who),
			work_plan=self.agency.plan("ani"),
			**more,
		)
		return self.ok(answer)

	def save(self, key, plan=None):
		name = self.agency.plan("ani")
		frappe.db.set_value("Work Plan", name, {"workflow_state": "Draft", "docstatus": 0})
		doc = frappe.get_doc("Work Plan", name)
		rows = [
			{"name": row.name, "short_code": row.short_code, "kind": row.kind, "result": row.result}
			for row in doc.results
		]
		rows[0]["superior_row_key"] = key
		return self.client.call(
			f"{PLANS}.save",
			user=self.agency.user("ani"),
			name=name,
			content=json.dumps({"results": rows}),
			modified=str(doc.modified),
		)

	def test_cells_of_both_leaders_are_offered(self):
		self.ok(self.put("kabid", "ani", text="Peta tersusun"))
		self.ok(self.put("kabid_b", "ani", leader="kabid_b", text="Data terpadu"))
		cells = self.results("ani")["cells"]
		self.assertEqual(
			{(cell["owner"], cell["expected_result"]) for cell in cells},
			{("Kabid", "Peta tersusun"), ("Kabid Be", "Data terpadu")},
		)
		self.assertEqual(len(self.results("ani", leader=self.agency.kabid_b.name)["cells"]), 1)
		# what another leader has written about the person is not the appraiser's deputy's to see
		self.assertEqual(len(self.results("kabid")["cells"]), 2)
		self.assertEqual([cell["owner"] for cell in self.results("deli")["cells"]], ["Kabid"])

	def test_a_leader_without_people_of_his_own(self):
		self.agency.plans["lama"] = agencies.make_plan(self.agency, "lama").name
		key = self.key("lama")
		self.assertEqual(self.save(key).status, 417)
		with self.undone():
			doc = frappe.new_doc(CELL)
			doc.update(
				{
					"employee": self.agency.ani.name,
					"appraiser": self.agency.lama.name,
					"leader_plan": self.agency.plan("lama"),
					"result_key": key,
					"performance_period": self.agency.period.name,
					"expected_result": "Data",
				}
			)
			doc.flags.by_server = True
			doc.insert(ignore_permissions=True)
			self.ok(self.save(key))
			row = frappe.get_doc("Work Plan", self.agency.plan("ani")).results[0]
			self.assertEqual((row.superior_plan, row.superior_owner_name), (self.agency.plan("lama"), "Lama"))

	def test_a_closed_result_is_not_picked_anew_but_kept(self):
		key = self.key("kabid")
		closed = {"row_key": key, "parenttype": "Work Plan"}
		frappe.db.set_value("Work Plan Result", closed, "closed_on", "2026-01-31")
		self.assertEqual(self.save(key).status, 417)
		frappe.db.set_value("Work Plan Result", closed, "closed_on", None)
		self.ok(self.save(key))
		frappe.db.set_value("Work Plan Result", closed, "closed_on", "2026-01-31")
		self.ok(self.save(key))

	def test_a_circle_is_refused(self):
		"""kadis's result is supported by kabid's, kabid's by ani's: kadis cannot support ani's, nor kabid's."""
		Result = frappe.qb.DocType("Work Plan Result")
		for lower, upper in (("ani", "kabid"), ("kabid", "kadis")):
			(
				frappe.qb.update(Result)
				.set(Result.superior_plan, self.agency.plan(upper))
				.set(Result.superior_row_key, self.key(upper))
				.where((Result.parent == self.agency.plan(lower)) & (Result.parenttype == "Work Plan"))
			).run()
		doc = frappe.get_doc("Work Plan", self.agency.plan("kadis"))
		doc.flags.by_server = True
		frappe.db.set_value("Work Plan", doc.name, {"workflow_state": "Draft", "docstatus": 0})
		for below in ("kabid",):
			doc.reload()
			doc.flags.by_server = True
			doc.results[0].superior_row_key = self.key(below)
			with self.assertThrowsMessage("supports your own plan"):
				doc.save()


class TestSheet(MatrixCase):
	def sheet(self, who):
		answer = self.call(who, "export", leader_plan=self.agency.plan("kabid"))
		if answer.status != 200:
			return None
		return [list(row) for row in load_workbook(io.BytesIO(answer.content)).active.values]

	def test_the_sheet_and_formulas(self):
		for text in ("=1+1", "+1", "-1", "@SUM(A1)", "Peta"):
			self.ok(self.put("kabid", "ani", text=text))
			rows = self.sheet("kabid")
			cells = [value for row in rows for value in row if isinstance(value, str)]
			self.assertIn(text if text == "Peta" else f"'{text}", cells)
		book = load_workbook(
			io.BytesIO(self.call("kabid", "export", leader_plan=self.agency.plan("kabid")).content)
		)
		self.assertNotIn("f", {cell.data_type for row in book.active.iter_rows() for cell in row})
		self.assertIn("Ani", [row[1] for row in self.sheet("kabid")])

	def test_no_formula_comes_out_of_markup_or_hidden_signs(self):
		"""What the site would strip from a text on its way into a sheet must not uncover a formula."""
		cell = None
		for text in (
			"<span>=1+1</span>",
			"<p>=1+1</p>",
			"<a href='x'>=1+1</a>",
			"&lt;span&gt;=1+1&lt;/span&gt; <b></b>",
			"\x01=1+1",
			"\x0b\x02@SUM(A1)",
		):
			if not cell:
				self.ok(self.put("kabid", "ani", text="Peta"))
				cell = frappe.db.get_value(CELL, {"employee": self.agency.ani.name})
			# as it is after an import by hand, past what a form takes away
			frappe.db.set_value(CELL, cell, "expected_result", text)
			if rest.HTTP:
				rest.commit_pending()
			answer = self.call("kabid", "export", leader_plan=self.agency.plan("kabid"))
			rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows())
			with self.subTest(text):
				self.assertNotIn("f", {cell.data_type for row in rows for cell in row})
				texts = [cell.value for row in rows for cell in row if isinstance(cell.value, str)]
				self.assertEqual([one for one in texts if one.lstrip().startswith(("=", "@"))], [])

	def test_rows_of_the_sheet_are_those_of_the_screen(self):
		self.ok(self.put("kabid", "ani", text="Kata rahasia"))
		self.assertNotIn("Budi", [row[1] for row in self.sheet("ani")])
		self.assertIsNone(self.sheet("kabid_b"))
		self.assertIsNone(self.sheet("lain"))


class TestRestOfCells(MatrixCase):
	def test_read_by_right_and_written_by_nobody(self):
		self.ok(self.put("kabid", "ani", text="Kata rahasia"))
		name = frappe.db.get_value(CELL, {"employee": self.agency.ani.name})
		readers = {"kabid", "deli", "kadis", "hera", "audi", "peni", "ani"}
		others = {"budi", "sari", "kabid_b", "lama", "pono", "lain", "heri", "citra"}
		for who in sorted(readers | others):
			with self.subTest(who):
				user = self.agency.user(who)
				answer = self.client.get(resource(CELL, name), user=user)
				self.assertEqual(answer.status == 200, who in readers, answer)
				rows = self.client.get(resource(CELL), user=user, fields='["name","expected_result"]')
				self.assertEqual("rahasia" in rows.text, who in readers, rows)
				self.assertNotEqual(
					self.client.put(resource(CELL, name), user=user, expected_result="x").status, 200
				)
				self.assertNotEqual(self.client.delete(resource(CELL, name), user=user).status, 202)
				self.assertNotEqual(
					self.client.post(resource(CELL), user=user, employee=self.agency.ani.name).status, 200
				)
		self.assertEqual(frappe.db.get_value(CELL, name, "expected_result"), "Kata rahasia")

	def test_no_other_way_to_write(self):
		"""The leader himself, and HR, write cells through the matrix only."""
		self.ok(self.put("kabid", "ani", text="Kata rahasia"))
		name = frappe.db.get_value(CELL, {"employee": self.agency.ani.name})
		row = {"doctype": CELL, "name": name}
		mine = {"employee": self.agency.budi.name, "expected_result": "x"}
		doors = {
			"frappe.client.set_value": {
				"doctype": CELL,
				"name": name,
				"fieldname": "expected_result",
				"value": "x",
			},
			"frappe.client.save": {"doc": json.dumps(row | mine)},
			"frappe.client.insert": {"doc": json.dumps({"doctype": CELL} | mine)},
			"frappe.client.bulk_update": {"docs": json.dumps([{**row, "docname": name, **mine}])},
			"frappe.client.delete": {"doctype": CELL, "name": name},
			"frappe.client.rename_doc": {"doctype": CELL, "old_name": name, "new_name": "baru"},
			"frappe.desk.form.save.savedocs": {"doc": json.dumps(row | mine), "action": "Save"},
			"frappe.desk.reportview.delete_items": {"items": json.dumps([name]), "doctype": CELL},
			"frappe.share.add": {
				"doctype": CELL,
				"name": name,
				"user": self.agency.user("budi"),
				"read": 1,
			},
		}
		before = frappe.db.get_value(CELL, name, "*", as_dict=True)
		for who in ("kabid", "deli", "ani", "budi", "hera", "peni", "audi"):
			for method, values in doors.items():
				with self.subTest(who=who, door=method):
					self.client.call(method, user=self.agency.user(who), data=values)
					self.assertEqual(frappe.db.get_value(CELL, name, "*", as_dict=True), before)
					self.assertEqual(frappe.db.count(CELL), 1)
		self.assertEqual(frappe.db.count("DocShare", {"share_doctype": CELL}), 0)
