"""The tree of results, its gaps and the line of sight: what each person sees of them, and what they cost at size."""

import contextlib
import json

import frappe

from kinerja_asn import bulk, cascade, permissions, role_results
from kinerja_asn.permissions import CELL
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import factories
from kinerja_asn.tests.base import KinerjaTestCase
from kinerja_asn.tests.rest import RestTestCase

test_ignore = ["Employee", "Work Plan"]

API = "kinerja_asn.api.cascade"


def support(lower, upper, at=0):
	"""Let the first result of one plan support a result of another."""
	source = frappe.get_doc("Work Plan", upper).results[at]
	frappe.db.set_value(
		"Work Plan Result",
		{"parent": lower, "parenttype": "Work Plan"},
		{"superior_plan": upper, "superior_row_key": source.row_key, "superior_result": source.result},
		update_modified=False,
	)


class CascadeCase(RestTestCase):
	"""kadis > kabid > ani, sari; kadis > kabid_b > citra. Budi supports nothing."""

	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		for lower, upper in (
			("kabid", "kadis"),
			("kabid_b", "kadis"),
			("ani", "kabid"),
			("sari", "kabid"),
			("citra", "kabid_b"),
		):
			support(cls.agency.plan(lower), cls.agency.plan(upper))

	def call(self, who, method, **params):
		user = self.agency.user(who) if who != "guest" else "Guest"
		return self.client.call(f"{API}.{method}", user=user, **params)

	def ok(self, answer):
		self.assertEqual(answer.status, 200, answer)
		return answer.message

	def node(self, short):
		plan = self.agency.plan(short)
		return cascade.node_id(cascade.RESULT, plan, frappe.get_doc("Work Plan", plan).results[0].row_key)

	def owners(self, branch):
		return [row["owner"] for row in branch["rows"]]


class TestTree(CascadeCase):
	def test_where_the_tree_begins(self):
		for who, owners in (
			("hera", ["Kadis", "Hera"]),
			("kadis", ["Kadis"]),
			("kabid", ["Kabid"]),
			("peni", ["Kabid", "Peni"]),
			("pono", ["Kabid Be"]),
			("ani", ["Ani"]),
			("lain", ["Lain"]),
		):
			with self.subTest(who):
				begun = self.ok(self.call(who, "start"))
				found = self.owners(begun["roots"])
				self.assertEqual(found, owners)
				self.assertTrue(begun["period"])

	def test_a_level_and_others(self):
		def below(who, short):
			return self.ok(self.call(who, "branches", nodes=[self.node(short)]))[self.node(short)]

		branch = below("hera", "kadis")
		self.assertEqual(self.owners(branch), ["Kabid", "Kabid Be"])
		self.assertEqual([row["below"] for row in branch["rows"]], [2, 1])
		self.assertEqual((branch["others"], branch["more"]), (0, False))
		# the manager of Bidang A reads kabid's plan and what hangs there, of Bidang B nothing but a number
		support(self.agency.plan("citra"), self.agency.plan("kabid"))
		branch = below("peni", "kabid")
		self.assertEqual((self.owners(branch), branch["others"]), (["Ani", "Sari"], 1))
		self.assertEqual(self.owners(below("kadis", "kabid")), ["Ani", "Sari", "Citra"])

	def test_several_nodes_at_once(self):
		nodes = [self.node("kabid"), self.node("kabid_b"), self.node("citra")]
		found = self.ok(self.call("kadis", "branches", nodes=json.dumps(nodes)))
		self.assertEqual([self.owners(found[node]) for node in nodes], [["Ani", "Sari"], ["Citra"], []])

	def test_hidden_and_unknown_nodes_get_the_same_answer(self):
		missing = self.call("ani", "branches", nodes=["r|SKP-0000-00000|0000000000"])
		self.assertEqual(missing.status, 403, missing)
		for who, short in (("ani", "kabid"), ("budi", "ani"), ("lain", "kadis"), ("kabid", "kabid_b")):
			for answer in (
				self.call(who, "branches", nodes=[self.node(short)]),
				self.call(who, "start", node=self.node(short)),
			):
				self.assertEqual((answer.status, answer.messages), (missing.status, missing.messages))
		for bad in ([], ["x"], [None], [1], "x", "{}", [["a"]], ["r||"], ["r|a|"], ["o|a|b|c"]):
			with self.subTest(bad):
				self.assertIn(self.call("hera", "branches", nodes=json.dumps(bad)).status, (403, 417))
		self.assertNotEqual(self.call("guest", "start").status, 200)

	def test_one_node_with_the_way_above_it(self):
		begun = self.ok(self.call("hera", "start", node=self.node("ani")))
		self.assertEqual([step["owner"] for step in begun["path"]], ["Kadis", "Kabid"])
		begun = self.ok(self.call("kabid", "start", node=self.node("ani")))
		self.assertEqual([step["owner"] for step in begun["path"]], ["Kabid"])

	def test_a_unit_s_tree(self):
		unit = self.agency.units["b"].name
		self.assertEqual(
			self.owners(self.ok(self.call("hera", "start", department=unit))["roots"]), ["Kabid Be"]
		)
		self.assertEqual(self.ok(self.call("kabid", "start", department=unit))["roots"]["rows"], [])

	def test_search_finds_what_one_may_read(self):
		period = self.agency.period.name
		find = lambda who, text: [  # noqa: E731
			row["owner"] for row in self.ok(self.call(who, "search", text=text, period=period))
		]
		self.assertEqual(find("hera", "citra"), ["Citra"])
		self.assertEqual(find("kabid", "Layanan"), ["Ani", "Budi", "Kabid", "Sari"])
		self.assertEqual(find("ani", "Layanan"), ["Ani"])
		self.assertEqual(find("kabid", "citra"), [])
		self.assertEqual(find("hera", "c"), [])
		self.assertEqual(find("hera", "%' or 1=1 --"), [])

	def test_colours_from_the_newest_accepted_report(self):
		year = agencies.YEAR
		agencies.make_report(self.agency.plan("ani"), f"{year}-01", "Report Accepted", 2)
		agencies.make_report(self.agency.plan("ani"), f"{year}-02", "Report Accepted", 1)
		agencies.make_report(self.agency.plan("ani"), f"{year}-03", "Report Sent", 9)
		agencies.make_report(self.agency.plan("sari"), f"{year}-01", "Report Accepted", 3)
		node = self.node("kabid")
		rows = self.ok(self.call("kabid", "branches", nodes=[node]))[node]["rows"]
		self.assertEqual([(row["percent"], row["tone"]) for row in rows], [(75, "near"), (100, "reached")])
		self.assertEqual(self.ok(self.call("kabid", "start"))["roots"]["rows"][0]["tone"], "none")


class TestGapsAndLines(CascadeCase):
	def test_gaps(self):
		period = self.agency.period.name
		found = lambda who, kind, **more: [  # noqa: E731
			row["owner"] for row in self.ok(self.call(who, "gaps", period=period, kind=kind, **more))["rows"]
		]
		self.assertEqual(found("hera", "unsupported"), [])
		frappe.db.set_value(
			"Work Plan Result", {"parent": self.agency.plan("citra")}, "closed_on", "2026-02-01"
		)
		self.assertEqual(found("hera", "unsupported"), ["Kabid Be"])
		self.assertEqual(found("kabid", "unsupported"), [])
		self.assertEqual(found("kabid", "unconnected"), ["Budi"])
		self.assertEqual(found("hera", "unconnected"), ["Budi", "Deli", "Hera", "Peni"])
		self.assertEqual(found("hera", "unconnected", department=self.agency.units["a"].name), ["Budi"])
		self.assertEqual(found("ani", "unconnected"), [])
		self.assertEqual(self.call("hera", "gaps", period=period, kind="x").status, 417)

	def test_the_line_of_sight(self):
		plan = self.agency.plan("ani")
		(line,) = self.ok(self.call("ani", "line_of_sight", work_plan=plan))
		self.assertEqual([step["owner"] for step in line["line"]], ["Kabid", "Kadis"])
		for who in ("budi", "lain", "guest"):
			self.assertNotEqual(self.call(who, "line_of_sight", work_plan=plan).status, 200)
		page = lambda who: self.client.get(f"/kinerja/line?name={plan}", user=self.agency.user(who))  # noqa: E731
		for who, found in (("ani", 200), ("kabid", 200), ("budi", 404), ("lain", 404)):
			answer = page(who)
			self.assertEqual(answer.status, found, who)
			self.assertEqual("Layanan kadis terlaksana" in answer.text, found == 200, who)
		# a leader's words are shown once his plan is proposed
		frappe.db.set_value(
			"Work Plan", self.agency.plan("kadis"), {"workflow_state": "Draft", "docstatus": 0}
		)
		(line,) = self.ok(self.call("ani", "line_of_sight", work_plan=plan))
		self.assertEqual([step["owner"] for step in line["line"]], ["Kabid"])


class TestAgreements(CascadeCase):
	"""An agreement of the Dinas, one of Bidang A below it, and plans that hang on them."""

	@classmethod
	def build(cls):
		super().build()
		units, plan = cls.agency.units, cls.agency.plan
		cls.agree("PK-D", units["dinas"], "kadis", {"d000000001": ("Layanan publik prima", None)})
		cls.agree("PK-A", units["a"], "kabid", {"a000000001": ("Perizinan cepat", "d000000001")}, "PK-D")
		for short, agreement, key in (("kadis", "PK-D", "d000000001"), ("kabid", "PK-A", "a000000001")):
			frappe.db.set_value(
				"Work Plan Result",
				{"parent": plan(short), "parenttype": "Work Plan"},
				{"agreement": agreement, "agreement_row_key": key},
				update_modified=False,
			)

	@classmethod
	def agree(cls, name, unit, head, objectives, above=None, state="Agreement Agreed"):
		person = cls.agency.people[head]
		doc = frappe.new_doc("Performance Agreement")
		doc.update(
			{
				"title": name,
				"department": unit.name,
				"department_name": unit.department_name,
				"company": person.company,
				"performance_period": cls.agency.period.name,
				"employee_type": "Employee",
				"employee": person.name,
				"employee_name": person.employee_name,
				"parent_agreement": above,
				"workflow_state": state,
				"docstatus": 1,
			}
		)
		for key, (words, parent) in objectives.items():
			doc.append(
				"objectives",
				{"row_key": key, "short_code": "S1", "objective": words, "parent_row_key": parent},
			)
		doc.name = name
		factories.write(doc)

	def below(self, who, node):
		branch = self.ok(self.call(who, "branches", nodes=[node]))[node]
		return [row["text"] for row in branch["rows"]], branch["others"]

	def test_from_the_agency_s_objective_down(self):
		top, middle = "o|PK-D|d000000001", "o|PK-A|a000000001"
		roots = self.ok(self.call("hera", "start"))["roots"]["rows"]
		self.assertEqual(roots[0]["id"], top)
		self.assertEqual([row["owner"] for row in roots], ["Dinas Contoh", "Hera"])
		self.assertEqual(roots[0]["below"], 2)
		words = "Layanan {} terlaksana sesuai standar"
		self.assertEqual(self.below("hera", top), (["Perizinan cepat", words.format("kadis")][::-1], 0))
		self.assertEqual(self.below("hera", middle), ([words.format("kabid")], 0))
		# agreements are published, the plans that hang on them are not
		self.assertEqual(self.below("ani", top), (["Perizinan cepat"], 1))
		self.assertEqual(self.below("ani", middle), ([], 1))
		self.assertEqual(self.call("lain", "branches", nodes=[top]).status, 403)

	def test_an_agreement_that_is_not_agreed_is_nobody_else_s(self):
		frappe.db.set_value(
			"Performance Agreement",
			"PK-A",
			{"workflow_state": "Draft", "docstatus": 0},
			update_modified=False,
		)
		top, middle = "o|PK-D|d000000001", "o|PK-A|a000000001"
		self.assertEqual(self.below("ani", top), ([], 2))
		for who in ("ani", "citra"):
			self.assertEqual(self.call(who, "branches", nodes=[middle]).status, 403)
		(line,) = self.ok(self.call("ani", "line_of_sight", work_plan=self.agency.plan("ani")))
		self.assertNotIn("Perizinan cepat", [step["text"] for step in line["line"]])

	def test_objectives_that_nothing_takes_up(self):
		period, unit = self.agency.period.name, self.agency.units["b"]
		found = lambda who, **more: [  # noqa: E731
			(row["id"], row["owner"])
			for row in self.ok(self.call(who, "gaps", period=period, kind="unserved", **more))["rows"]
		]
		self.assertEqual(found("hera"), [])
		self.agree("PK-B", unit, "kabid_b", {"b000000001": ("Pengawasan tuntas", "d000000001")}, "PK-D")
		alone = ("o|PK-B|b000000001", unit.department_name)
		# agreements in force are published: everybody in the agency sees where they are not taken up
		for who in ("hera", "ani", "kabid_b"):
			self.assertEqual(found(who), [alone], who)
		self.assertEqual(found("hera", department=unit.name), [alone])
		self.assertEqual(found("hera", department=self.agency.units["a"].name), [])
		self.assertEqual(found("lain"), [])
		with self.undone():
			# one plan that goes leaves the objective to the agreements below, and these to nothing
			rows = {"agreement": ["in", ("PK-A", "PK-D")], "parenttype": "Work Plan"}
			frappe.db.set_value("Work Plan Result", rows, "closed_on", f"{agencies.YEAR}-02-01")
			self.assertEqual(
				found("hera"), [("o|PK-A|a000000001", self.agency.units["a"].department_name), alone]
			)
		with self.undone():
			frappe.db.set_value("Performance Agreement", "PK-B", "workflow_state", "Closed")
			self.assertEqual(found("hera"), [])
		with self.as_user(self.agency.user("hera")):
			permissions.viewer()
			with self.assertQueryCount(2):
				self.assertEqual(cascade.gaps(period, kind=cascade.UNSERVED)["total"], 1)
		begun = self.ok(self.call("hera", "start", node=alone[0]))
		self.assertEqual([row["text"] for row in begun["roots"]["rows"]], ["Pengawasan tuntas"])

	def test_the_line_ends_at_the_agency_s_objective(self):
		(line,) = self.ok(self.call("ani", "line_of_sight", work_plan=self.agency.plan("ani")))
		self.assertEqual([step["owner"] for step in line["line"]], ["Kabid", "Kadis", "Dinas Contoh"])
		begun = self.ok(self.call("hera", "start", node=self.node("ani")))
		self.assertEqual([step["owner"] for step in begun["path"]], ["Dinas Contoh", "Kadis", "Kabid"])

	def test_a_realisation_colours_for_those_who_read_it(self):
		doc = frappe.new_doc("Performance Agreement Realisation")
		kabid = self.agency.kabid
		doc.update(
			{
				"agreement": "PK-A",
				"performance_interval": f"{agencies.YEAR}-Q1",
				"performance_period": self.agency.period.name,
				"employee": kabid.name,
				"department": kabid.department,
				"company": kabid.company,
				"workflow_state": "Realisation Sent",
				"docstatus": 1,
			}
		)
		doc.append(
			"realisations",
			{
				"objective_key": "a000000001",
				"indicator_key": "a000000002",
				"indicator": "Hari",
				"reported": 1,
				"cumulative_achievement": 85,
				"has_cumulative": 1,
			},
		)
		doc.name = "PK-A-Q1"
		factories.write(doc)
		indicator = factories.new("Performance Agreement Indicator", "pk-a-1")
		indicator.update(
			{
				"parent": "PK-A",
				"parenttype": "Performance Agreement",
				"parentfield": "indicators",
				"docstatus": 1,
				"row_key": "a000000002",
				"result_key": "a000000001",
				"indicator": "Hari",
				"direction": "Higher Is Better",
				"adds_up": "Sum",
				"target": 10,
			}
		)
		factories.write(indicator)
		node = "o|PK-D|d000000001"
		for who, expected in (("hera", (85, "near")), ("kabid", (85, "near")), ("citra", (None, "none"))):
			with self.subTest(who):
				rows = self.ok(self.call(who, "branches", nodes=[node]))[node]["rows"]
				row = next(row for row in rows if row["text"] == "Perizinan cepat")
				self.assertEqual((row["percent"], row["tone"]), expected)

	def test_both_kinds_together_cost_a_fixed_number(self):
		nodes = ["o|PK-D|d000000001", "o|PK-A|a000000001", self.node("kadis"), self.node("kabid")]
		with self.as_user(self.agency.user("hera")):
			permissions.viewer()
			cascade.branches(nodes)
			with self.assertQueryCount(20):
				found = cascade.branches(nodes)
			self.assertEqual(len(found), 4)
			with self.assertQueryCount(12):
				cascade.start()


class TestSize(KinerjaTestCase):
	"""A cascade of seven levels, four below each, and a leader of a thousand: bounded statements, one level at a time."""

	LEVELS, WIDTH, MANY = 7, 4, 1000

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.agency = agencies.build(with_plans=False)
		cls.grow()

	@classmethod
	def grow(cls):
		agency = cls.agency
		frappe.db.delete("Work Plan", {"performance_period": agency.period.name})
		people, plans, results = [], [], []
		count = cls.number = 0
		base = frappe.db.sql("select max(rgt) from tabEmployee")[0][0] or 0
		place = {"at": base}

		def person(level, above):
			nonlocal count
			count += 1
			name, plan, key = f"BSR-{count:05d}", f"SKP-B-{count:05d}", f"b{count:09d}"
			lft = place["at"] = place["at"] + 1
			own = (name, plan, key)
			below = cls.MANY if level == 1 and above and count == 2 else cls.WIDTH
			if level + 1 < cls.LEVELS and not (below == cls.MANY and level > 1):
				for _each in range(below):
					person(cls.LEVELS - 1 if below == cls.MANY else level + 1, own)
			rgt = place["at"] = place["at"] + 1
			people.append(
				{
					"name": name,
					"employee": name,
					"employee_name": f"Pegawai {name}",
					"first_name": name,
					"company": agency.period.company,
					"department": agency.units["dinas"].name,
					"status": "Active",
					"lft": lft,
					"rgt": rgt,
					"reports_to": above[0] if above else None,
				}
			)
			plans.append(
				{
					"name": plan,
					"employee": name,
					"employee_type": "Employee",
					"employee_name": f"Pegawai {name}",
					"position": f"Jabatan {level}",
					"plan_model": "JPT" if not above else "JA/JF",
					"department": agency.units["dinas"].name,
					"department_name": "Dinas Contoh",
					"company": agency.period.company,
					"performance_period": agency.period.name,
					"appraiser_type": "Employee",
					"appraiser": above[0] if above else None,
					"workflow_state": "Plan Agreed",
					"docstatus": 1,
					"from_date": agency.period.from_date,
					"to_date": agency.period.to_date,
					"slot": plan,
				}
			)
			results.append(
				{
					"parent": plan,
					"parenttype": "Work Plan",
					"parentfield": "results",
					"idx": 1,
					"docstatus": 1,
					"row_key": key,
					"short_code": "1",
					"kind": "Main",
					"result": f"Hasil {name}",
					"superior_plan": above[1] if above else None,
					"superior_row_key": above[2] if above else None,
				}
			)

		person(0, None)
		for doctype, rows in (("Employee", people), ("Work Plan", plans), ("Work Plan Result", results)):
			bulk.insert_rows(doctype, factories.with_own_numbers(doctype, rows))
		bulk.insert_rows(
			CELL,
			[
				{
					"name": f"cell-{row['name']}",
					"employee": row["name"],
					"employee_name": row["employee_name"],
					"appraiser": "BSR-00002",
					"leader_plan": "SKP-B-00002",
					"result_key": "b000000002",
					"performance_period": agency.period.name,
					"company": agency.period.company,
					"department": row["department"],
					"expected_result": "Data tersusun",
					"slot": f"cell-{row['name']}",
				}
				for row in people
				if row["reports_to"] == "BSR-00002"
			],
		)
		cls.people = len(people)
		cls.top = cascade.node_id(cascade.RESULT, "SKP-B-00001", "b000000001")

	@contextlib.contextmanager
	def as_hr(self):
		"""With her rights read already, as they are in a request before the page asks anything."""
		with self.as_user(self.agency.user("hera")):
			permissions.viewer()
			yield

	def test_every_level_costs_the_same(self):
		self.assertGreater(self.people, 4000)
		with self.as_hr():
			with self.assertQueryCount(10):
				begun = cascade.start()
			self.assertEqual([row["id"] for row in begun["roots"]["rows"]], [self.top])
			level, levels = [self.top], 1
			while level:
				with self.assertQueryCount(8):
					found = cascade.branches(level[: cascade.NODES_AT_ONCE])
				level = [row["id"] for branch in found.values() for row in branch["rows"] if row["below"]]
				levels += any(branch["rows"] for branch in found.values())
			self.assertEqual(levels, self.LEVELS)
			with self.assertQueryCount(2):
				gaps = cascade.gaps(self.agency.period.name)
			self.assertEqual(gaps["total"], 0)
			with self.assertQueryCount(2):
				cascade.search("Pegawai BSR-03", self.agency.period.name)
			deepest = frappe.get_doc("Work Plan", f"SKP-B-{self.MANY + 10:05d}")
			with self.assertQueryCount(self.LEVELS + 1):
				(line,) = cascade.line_of_sight(deepest)
			self.assertEqual(len(line["line"]), self.LEVELS - 1)

	def test_a_node_with_a_thousand_below_is_read_by_pages(self):
		node = cascade.node_id(cascade.RESULT, "SKP-B-00002", "b000000002")
		with self.as_hr():
			seen = set()
			for page in (1, 2, 17):
				with self.assertQueryCount(8):
					branch = cascade.branches([node], page)[node]
				seen |= {row["id"] for row in branch["rows"]}
			self.assertFalse(branch["more"])
			self.assertEqual(len(seen), 2 * cascade.ROWS_AT_ONCE + self.MANY % cascade.ROWS_AT_ONCE)

	def test_a_matrix_of_a_thousand(self):
		with self.as_hr():
			with self.assertQueryCount(9):
				matrix = role_results.matrix("SKP-B-00002")
			self.assertEqual((len(matrix["rows"]), matrix["total"]), (role_results.ROWS_AT_ONCE, self.MANY))
			self.assertEqual(matrix["columns"][0]["cells"], self.MANY)
			with self.assertQueryCount(9):
				_title, rows = role_results.sheet("SKP-B-00002")
			self.assertEqual(len(rows), self.MANY + 5)
