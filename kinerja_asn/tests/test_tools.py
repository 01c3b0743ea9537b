"""The test tools themselves: isolation, requests as users, background jobs, the factories' rows."""

import frappe

from kinerja_asn.tests import factories
from kinerja_asn.tests.base import KinerjaTestCase
from kinerja_asn.tests.rest import RestTestCase, resource

test_ignore = ["Employee", "Company", "Department", "Designation", "User"]

COMPANY = "Pemerintah Kota Alat Uji"


def note_title(text):
	"""A background job: leaves a ToDo of the user it runs as."""
	return (
		frappe.get_doc({"doctype": "ToDo", "description": text, "allocated_to": frappe.session.user})
		.insert()
		.name
	)


class TestIsolation(KinerjaTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.of_class = frappe.get_doc({"doctype": "ToDo", "description": "of the class"}).insert().name

	def test_first_writes_and_commits(self):
		frappe.get_doc({"doctype": "ToDo", "description": "left by a test"}).insert()
		frappe.db.commit()
		self.assertEqual(1, frappe.db.count("ToDo", {"description": "left by a test"}))

	def test_second_finds_nothing_of_it_but_the_class(self):
		self.assertFalse(frappe.db.exists("ToDo", {"description": "left by a test"}))
		self.assertTrue(frappe.db.exists("ToDo", self.of_class))

	def test_rollback_goes_back_to_the_last_commit(self):
		kept = frappe.get_doc({"doctype": "ToDo", "description": "kept"}).insert().name
		frappe.db.commit()
		lost = frappe.get_doc({"doctype": "ToDo", "description": "lost"}).insert().name
		frappe.db.rollback()
		self.assertTrue(frappe.db.exists("ToDo", kept))
		self.assertFalse(frappe.db.exists("ToDo", lost))

	def test_rollback_passes_what_was_undone(self):
		lost = frappe.get_doc({"doctype": "ToDo", "description": "lost"}).insert().name
		with self.undone():
			frappe.db.commit()
		frappe.db.rollback()
		self.assertFalse(frappe.db.exists("ToDo", lost))

	def test_commit_runs_its_callbacks(self):
		seen = []
		frappe.db.after_commit.add(lambda: seen.append("commit"))
		frappe.db.commit()
		self.assertEqual(["commit"], seen)

	def test_undone_takes_back_what_was_committed_inside(self):
		with self.undone():
			name = frappe.get_doc({"doctype": "ToDo", "description": "inside"}).insert().name
			frappe.db.commit()
		self.assertFalse(frappe.db.exists("ToDo", name))
		self.assertIsNone(frappe.db.get_value("ToDo", name, "description", cache=True))

	def test_counts_statements(self):
		with self.count_queries() as queries:
			frappe.db.savepoint("not_counted")
			frappe.db.get_value("User", "Guest", "enabled")
			frappe.db.get_value("User", "Administrator", "enabled")
		self.assertEqual(2, len(queries), queries.statements)
		self.assertIn("User", queries.statements[0])

	def test_messages_of_a_refusal(self):
		with self.assertThrowsMessage("Mobile", "wrong"):
			frappe.throw("Mobile number is <b>wrong</b>")

	def test_jobs_run_as_who_queued_them(self):
		frappe.enqueue(f"{__name__}.note_title", text="later", enqueue_after_commit=True)
		self.assertEqual([], self.run_jobs())
		frappe.enqueue(f"{__name__}.note_title", text="before commit", enqueue_after_commit=True)
		frappe.db.commit()
		with self.as_user("Guest"):
			names = self.run_jobs()
			self.assertEqual("Guest", frappe.session.user)
		self.assertEqual(
			["Administrator"] * len(names), [frappe.db.get_value("ToDo", name, "owner") for name in names]
		)

	def test_a_job_is_queued_once(self):
		for _ in range(2):
			frappe.enqueue(f"{__name__}.note_title", text="once", job_id="once", deduplicate=True)
		self.assertEqual(1, len(self.run_jobs()))
		frappe.enqueue(f"{__name__}.note_title", text="again", job_id="once", deduplicate=True)
		self.assertEqual(1, len(self.run_jobs()))

	def test_a_failing_job_leaves_nothing(self):
		frappe.enqueue(f"{__name__}.fail_after_writing")
		with self.assertRaises(ValueError):
			self.run_jobs()
		self.assertFalse(frappe.db.exists("ToDo", {"description": "of a failing job"}))


def fail_after_writing():
	note_title("of a failing job")
	raise ValueError


class TestRequests(RestTestCase):
	@classmethod
	def build(cls):
		company = factories.make_company(COMPANY, "PKAU")
		unit = factories.make_department("Dinas Uji", company)
		cls.head = factories.make_employee("Kepala Uji", company, unit, "Kepala Dinas")
		cls.ani = factories.make_employee("Ani Uji", company, unit, "Perawat", cls.head, cell_number="0812")
		cls.budi = factories.make_employee("Budi Uji", company, unit, "Perawat", cls.head)
		cls.self_service = factories.make_employee(
			"Sela Uji", company, unit, "Perawat", cls.head, self_service=True
		)
		cls.webless = factories.make_employee("Wati Uji", company, unit, "Perawat", cls.head, desk=False)
		cls.hr = factories.make_user("hr.uji@kinerja.test", ("HR Manager",))

	def employee_path(self, employee):
		return resource("Employee", employee.name)

	def test_each_user_has_his_own_rights(self):
		ani, budi = self.client.as_user(self.ani.user_id), self.client.as_user(self.budi.user_id)
		self.assertEqual(200, ani.get(self.employee_path(self.ani)).status)
		self.assertEqual(403, budi.get(self.employee_path(self.ani)).status)
		self.assertEqual(200, budi.get(self.employee_path(self.budi)).status)
		listed = {row["name"] for row in ani.get(resource("Employee"), fields=["name"]).data}
		self.assertEqual({self.ani.name}, listed)
		below_head = {row["name"] for row in self.client.get(resource("Employee"), self.head.user_id).data}
		self.assertEqual(
			{self.head.name, self.ani.name, self.budi.name, self.self_service.name, self.webless.name},
			below_head,
		)

	def test_the_process_keeps_its_own_state(self):
		frappe.local.response["mine"] = 1
		frappe.flags.mine = 1
		self.client.get(self.employee_path(self.ani), self.ani.user_id)
		self.assertEqual("Administrator", frappe.session.user)
		self.assertEqual((1, 1), (frappe.local.response.pop("mine"), frappe.flags.mine))

	def test_a_refused_request_leaves_nothing(self):
		before = frappe.db.get_value("Employee", self.ani.name, ["bio", "modified"])
		answer = self.client.put(self.employee_path(self.ani), self.budi.user_id, bio="taken")
		self.assertEqual((403, "PermissionError"), (answer.status, answer.exc_type))
		self.assertEqual(before, frappe.db.get_value("Employee", self.ani.name, ["bio", "modified"]))
		count = frappe.db.count("Employee")
		answer = self.client.post(resource("Employee"), self.hr.name, first_name="Nobody")
		self.assertFalse(answer.ok, answer)
		self.assertEqual(count, frappe.db.count("Employee"))

	def test_an_error_after_writing_leaves_nothing(self):
		answer = self.client.call(
			"frappe.client.insert_many",
			"Administrator",
			docs=[
				{"doctype": "Designation", "designation_name": "Jabatan Uji"},
				{"doctype": "Designation", "designation_name": ""},
			],
		)
		self.assertFalse(answer.ok, answer)
		self.assertFalse(frappe.db.exists("Designation", "Jabatan Uji"))

	def test_a_write_is_kept_until_undone(self):
		with self.undone():
			answer = self.client.put(self.employee_path(self.ani), self.hr.name, bio="Perawat sejak 2010")
			self.assertEqual(200, answer.status, answer)
			self.assertEqual("Perawat sejak 2010", frappe.db.get_value("Employee", self.ani.name, "bio"))
			again = self.client.get(self.employee_path(self.ani), self.ani.user_id)
			self.assertEqual("Perawat sejak 2010", again.data["bio"])
		self.assertFalse(frappe.db.get_value("Employee", self.ani.name, "bio"))
		self.assertFalse(self.client.get(self.employee_path(self.ani), self.ani.user_id).data.get("bio"))

	def test_undoing_is_nested(self):
		def bio():
			return frappe.db.get_value("Employee", self.budi.name, "bio")

		with self.undone():
			frappe.db.set_value("Employee", self.budi.name, "bio", "outer")
			with self.undone():
				answer = self.client.put(self.employee_path(self.budi), self.hr.name, bio="inner")
				self.assertEqual(("inner", "inner"), (answer.data["bio"], bio()))
			self.assertEqual("outer", bio())
			self.assertEqual(
				"outer", self.client.get(self.employee_path(self.budi), self.hr.name).data["bio"]
			)
		self.assertFalse(bio())

	def test_a_get_cannot_write(self):
		answer = self.client.get(
			"/api/method/frappe.client.set_value",
			self.hr.name,
			data={"doctype": "Employee", "name": self.ani.name, "fieldname": "bio", "value": "by GET"},
		)
		self.assertFalse(answer.ok, answer)
		self.assertFalse(frappe.db.get_value("Employee", self.ani.name, "bio"))

	def test_self_service_writes_his_own_record_only(self):
		with self.undone():
			own = self.client.put(
				self.employee_path(self.self_service), self.self_service.user_id, bio="saya"
			)
			self.assertEqual(200, own.status, own)
			self.assertEqual("saya", own.data["bio"])
		other = self.client.put(self.employee_path(self.ani), self.self_service.user_id, bio="saya")
		self.assertEqual(403, other.status, other)

	def test_guest_and_unknown_paths(self):
		self.assertEqual(403, self.client.get(self.employee_path(self.ani)).status)
		self.assertEqual(404, self.client.get(resource("Employee", "nobody"), "Administrator").status)
		self.assertEqual("pong", self.client.get("/api/method/ping").message)

	def test_website_page(self):
		page = self.client.get("/login")
		self.assertEqual(200, page.status, page)
		self.assertIn("<html", page.text.lower())
		self.assertEqual(404, self.client.get("/no-such-page-of-ours").status)

	def test_upload(self):
		with self.undone():
			answer = self.client.post(
				"/api/method/upload_file",
				self.hr.name,
				files={"file": ("bukti.txt", b"isi bukti")},
				is_private=1,
				doctype="Employee",
				docname=self.ani.name,
			)
			self.assertEqual(200, answer.status, answer)
			name = answer.message["name"]
			self.assertEqual(self.ani.name, frappe.db.get_value("File", name, "attached_to_name"))
			content = self.client.get(answer.message["file_url"], self.hr.name)
			self.assertEqual((200, b"isi bukti"), (content.status, content.content))
		self.assertFalse(frappe.db.exists("File", name))

	def test_second_version_of_the_api(self):
		answer = self.client.get(f"/api/v2/document/Employee/{self.ani.name}", self.ani.user_id)
		self.assertEqual((200, "Ani Uji"), (answer.status, answer.data["employee_name"]), answer)

	def test_local_rows_are_seen_by_a_request(self):
		self.client.get("/api/method/ping", self.hr.name)
		frappe.db.set_value("Employee", self.ani.name, "bio", "ditulis uji")
		self.assertEqual(
			"ditulis uji", self.client.get(self.employee_path(self.ani), self.hr.name).data["bio"]
		)


class TestFactories(KinerjaTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.company = factories.make_company(COMPANY, "PKAU")
		cls.unit = factories.make_department("Dinas Uji", cls.company)
		cls.head = factories.make_employee("Kepala Uji", cls.company, cls.unit, "Kepala Dinas")

	def test_find_what_is_there(self):
		again = factories.make_employee("Kepala Uji", self.company, self.unit)
		self.assertEqual(self.head.name, again.name)
		self.assertEqual(self.unit.name, factories.make_department("Dinas Uji", COMPANY).name)

	def test_units_stand_in_the_tree(self):
		part = factories.make_department("Bidang Uji", self.company, self.unit)
		self.unit.reload()
		self.assertTrue(self.unit.lft < part.lft < part.rgt < self.unit.rgt)

	def test_an_employee_costs_few_statements(self):
		factories.make_employee("Pertama Uji", self.company, self.unit, "Perawat", self.head)
		with self.assertQueryCount(60):
			factories.make_employee("Kedua Uji", self.company, self.unit, "Perawat", self.head)

	def test_rows_equal_those_of_the_forms(self):
		# A site's first system user would be made System Manager by his form.
		factories.make_user("pengelola.uji@kinerja.test", ("System Manager",))
		for kind in ({}, {"roles": ("HR User",)}, {"self_service": True}, {"desk": False}):
			made = []
			for first_name, by_form in (("Formulir Uji", True), ("Cepat Uji", False)):
				with self.undone():
					employee = factories.make_employee(
						first_name, self.company, self.unit, "Perawat", self.head, by_form=by_form, **kind
					)
					made.append((self.rights_of(employee), self.columns_of(employee, first_name.split()[0])))
			with self.subTest(kind):
				self.assertEqual(*made)

	def rights_of(self, employee):
		user = employee.user_id
		permissions = frappe.get_all(
			"User Permission",
			filters={"user": user},
			fields=["allow", "for_value", "apply_to_all_doctypes", "is_default", "hide_descendants"],
			order_by="allow",
		)
		for row in permissions:
			row.for_value = "himself" if row.for_value == employee.name else row.for_value
		return {
			"type": frappe.db.get_value("User", user, "user_type"),
			"roles": sorted(frappe.get_all("Has Role", filters={"parent": user}, pluck="role")),
			"permissions": permissions,
		}

	def columns_of(self, employee, own_word):
		"""The row without what tells it from its twin."""
		row = frappe.db.get_value("Employee", employee.name, "*", as_dict=True)
		own = (
			"name",
			"employee",
			"user_id",
			"lft",
			"rgt",
			"creation",
			"modified",
			"idx",
			"asn_nip",
			"file_number",
		)
		return {
			key: value.replace(own_word, "") if isinstance(value, str) else value or None
			for key, value in row.items()
			if key not in own
		}
