"""Frappe's Data Import brings ASN data of employees, indicators and work plans: real imports of good and bad rows."""

import csv
import io
import json
from pathlib import Path
from unittest.mock import patch

import frappe
from frappe.core.doctype.data_import import importer
from frappe.core.doctype.data_import.data_import import start_import
from frappe.core.doctype.data_import.importer import build_fields_dict_for_column_matching
from frappe.utils.xlsxutils import make_xlsx, read_xlsx_file_from_attached_file

from kinerja_asn.tests import agency, factories
from kinerja_asn.tests.base import KinerjaTestCase

original_log = importer.create_import_log
TEMPLATES = Path(frappe.get_app_path("kinerja_asn")).parent / "docs" / "import"
INSERT, UPDATE = "Insert New Records", "Update Existing Records"
IMPORTER = "impor@kinerja.test"
MANAGER = "impor.unit@kinerja.test"


def text_of(message):
	message = json.loads(message) if isinstance(message, str) and message.startswith("{") else message
	return message.get("message", "") if isinstance(message, dict) else str(message)


def lasting_log(*args, **kwargs):
	"""On MariaDB the table of the log knows no transactions: a row's failure outlives the rollback of the next."""
	original_log(*args, **kwargs)
	frappe.db.commit()


class ImportCase(KinerjaTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.agency = agency.build(with_plans=False)
		factories.make_user(IMPORTER, ("System Manager", "HR Manager"))
		cls.transaction.commit()

	def import_rows(self, doctype, rows, kind=INSERT, xlsx=True, user=IMPORTER):
		"""Run a real Data Import as HR; the log rows, by the number of their first row in the file."""
		self.enterContext_(self.as_user(user))
		if xlsx:
			content, name = make_xlsx(rows, "Impor").getvalue(), "impor-uji.xlsx"
		else:
			text = io.StringIO()
			csv.writer(text).writerows(rows)
			content, name = text.getvalue(), "impor-uji.csv"
		file = frappe.get_doc(
			{"doctype": "File", "file_name": name, "content": content, "is_private": 1}
		).insert()
		self.addCleanup(file._delete_file_on_disk)
		data_import = frappe.get_doc(
			{
				"doctype": "Data Import",
				"reference_doctype": doctype,
				"import_type": kind,
				"import_file": file.file_url,
				"mute_emails": 1,
			}
		).insert()
		# as the form does before it starts: a failed row rolls back to here
		frappe.db.commit()
		with patch.object(importer, "create_import_log", lasting_log):
			start_import(data_import.name)
		data_import.reload()
		self.import_status = data_import.status
		self.assertFalse(json.loads(data_import.template_warnings or "[]"), data_import.template_warnings)
		log = {}
		for row in frappe.get_all(
			"Data Import Log",
			filters={"data_import": data_import.name},
			fields=["success", "docname", "messages", "exception", "row_indexes"],
		):
			told = " ".join(text_of(message) for message in json.loads(row.messages or "[]"))
			log[json.loads(row.row_indexes)[0]] = frappe._dict(row, told=told)
		return log

	def assertRows(self, log, good, bad):
		"""good: first rows that arrived; bad: {first row: a part of the reason}."""
		self.assertEqual(sorted(row for row in log if log[row].success), sorted(good), log)
		for row, reason in bad.items():
			self.assertFalse(log[row].success, log[row])
			self.assertIn(reason, log[row].told)


class TestEmployeeImport(ImportCase):
	HEADER = (
		"name",
		"asn_status",
		"asn_nip",
		"asn_rank",
		"asn_position_type",
		"asn_appraiser_type",
		"asn_appraiser",
	)

	def test_good_rows_arrive_and_bad_ones_are_told(self):
		a = self.agency
		rows = [
			self.HEADER,
			(a.ani.name, "PNS", "19850317 201001 2 901", "III/b", "Functional", "Employee", a.kabid_b.name),
			(a.budi.name, "PNS", "19850317201001290", "III/b", "Implementer", "Employee", a.kabid.name),
			(a.citra.name, "PNS", "198503172010012901", "III/c", "Implementer", "Employee", a.kabid.name),
			(a.sari.name, "PPPK", "198503172023212903", "IX", "Functional", "Employee", a.sari.name),
			(
				a.deli.name,
				"PPPK",
				"198503172023212904",
				"IX",
				"Functional",
				"External Appraiser",
				a.external.name,
			),
		]
		before = {
			person: frappe.get_doc("Employee", person.name).as_dict() for person in (a.budi, a.citra, a.sari)
		}
		log = self.import_rows("Employee", rows, UPDATE)
		self.assertRows(log, [2, 6], {3: "17", 4: a.ani.name, 5: ""})
		self.assertTrue(log[5].told)
		self.assertEqual(self.import_status, "Partial Success")
		ani = frappe.get_doc("Employee", a.ani.name)
		self.assertEqual(
			(ani.asn_nip, ani.asn_rank, ani.asn_appraiser), ("198503172010012901", "III/b", a.kabid_b.name)
		)
		self.assertEqual(frappe.db.get_value("Employee", a.deli.name, "asn_appraiser"), a.external.name)
		for person, stored in before.items():
			now = frappe.get_doc("Employee", person.name)
			for field in self.HEADER[1:]:
				self.assertEqual(now.get(field), stored.get(field), f"{person.name} {field}")


class TestIndicatorImport(ImportCase):
	HEADER = ("indicator_name", "aspect", "uom", "direction", "adds_up", "highest_possible_target", "formula")

	def test_good_rows_arrive_and_bad_ones_are_told(self):
		rows = [
			self.HEADER,
			(
				"Jumlah layanan uji impor",
				"Quantity",
				"Layanan",
				"Higher Is Better",
				"Sum",
				0,
				"Cacah layanan",
			),
			("JUMLAH layanan uji  impor", "Quantity", "Layanan", "Higher Is Better", "Sum", 0, ""),
			("Waktu layanan uji impor", "Time", "Menit", "Lower Is Better", "Average", 1, ""),
			("Panjang " + "x" * 400, "Quantity", "Layanan", "Higher Is Better", "Sum", 0, ""),
			("Mutu layanan uji impor", "Quality", "Persen", "Higher Is Better", "Last", 1, "Persentase"),
		]
		count = frappe.db.count("Performance Indicator")
		log = self.import_rows("Performance Indicator", rows, xlsx=False)
		self.assertRows(log, [2, 6], {3: "IKI-", 4: "", 5: "300"})
		self.assertTrue(log[4].told)
		self.assertEqual(frappe.db.count("Performance Indicator"), count + 2)


class TestWorkPlanImport(ImportCase):
	HEADER = (
		"employee",
		"performance_period",
		"approach",
		"results.short_code",
		"results.kind",
		"results.result",
		"indicators.result_code",
		"indicators.indicator",
		"indicators.aspect",
		"indicators.direction",
		"indicators.target",
		"indicators.uom",
		"annex.kind",
		"annex.description",
	)

	def plan_rows(self, employee, code="1", result="Layanan terlaksana", target=240, period=None):
		return [
			(
				employee,
				period or self.agency.period.name,
				"Quantitative",
				"1",
				"Main",
				result,
				code,
				"Jumlah kunjungan",
				"Quantity",
				"Higher Is Better",
				target,
				"Kunjungan",
				"Resources",
				"Alat dan bahan",
			),
			(
				*("",) * 3,
				"2",
				"Main",
				"Laporan tersusun",
				"2",
				"Jumlah laporan",
				"Quantity",
				"Higher Is Better",
				12,
				"Laporan",
				"Consequences",
				"Penghargaan",
			),
			(*("",) * 12, "Accountability Scheme", "Laporan bulanan"),
		]

	def test_good_plans_arrive_whole_and_bad_ones_leave_nothing(self):
		a = self.agency
		rows = [
			self.HEADER,
			*self.plan_rows(a.ani.name),
			*self.plan_rows(a.budi.name, code="9"),
			*self.plan_rows(a.citra.name, result="y" * 10000),
			*self.plan_rows(a.lain.name),
			*self.plan_rows("TIDAK-ADA"),
			*self.plan_rows(a.deli.name, target=-5),
			*self.plan_rows(a.kabid.name),
			*self.plan_rows(a.ani.name),
		]
		log = self.import_rows("Work Plan", rows)
		self.assertRows(log, [2, 20], {5: "9", 8: "10000", 11: "", 14: "TIDAK-ADA", 17: "", 23: ""})
		for row in (11, 17, 23):
			self.assertTrue(log[row].told)
		plans = frappe.get_all("Work Plan", filters={"docstatus": ["<", 2]}, fields=["name", "employee"])
		self.assertEqual(sorted(plan.employee for plan in plans), sorted([a.ani.name, a.kabid.name]))
		for table in ("Work Plan Result", "Work Plan Indicator", "Work Plan Annex", "Work Plan Behaviour"):
			parents = set(frappe.get_all(table, filters={"parenttype": "Work Plan"}, pluck="parent"))
			self.assertEqual(parents, {plan.name for plan in plans}, table)
		plan = frappe.get_doc("Work Plan", {"employee": a.ani.name})
		self.assertEqual(plan.workflow_state, "Draft")
		self.assertEqual([row.short_code for row in plan.results], ["1", "2"])
		self.assertEqual(
			[row.result_key for row in plan.indicators],
			[row.row_key for row in plan.results],
			"rows are linked",
		)
		self.assertEqual(len(plan.behaviours), 7)
		self.assertEqual(len(plan.annex), 3)
		self.assertEqual(plan.appraiser, a.kabid.name)
		self.assertEqual(plan.position, "Staf Contoh")

	def test_a_state_or_an_appraiser_in_the_file_does_not_count(self):
		a = self.agency
		rows = [
			("employee", "performance_period", "workflow_state", "appraiser", "agreed_by", "results.result"),
			(a.budi.name, a.period.name, "Plan Agreed", a.citra.name, "Saya", "Layanan terlaksana"),
			(a.ani.name, a.period.name, "", a.citra.name, "Saya", "Layanan terlaksana"),
		]
		log = self.import_rows("Work Plan", rows)
		self.assertFalse(log[2].success)
		self.assertTrue(log[3].success, log[3])
		plan = frappe.get_doc("Work Plan", {"employee": a.ani.name})
		self.assertEqual(plan.appraiser, a.kabid.name)
		self.assertFalse(plan.agreed_by)


class TestLogImport(ImportCase):
	HEADER = ("employee", "log_date", "activity", "result_key", "indicator_key", "quantity")

	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		factories.make_user(MANAGER, ("System Manager", "ASN Performance Manager"))
		factories.allow(MANAGER, "Department", cls.agency.units["a"].name)
		for short in ("ani", "budi", "citra"):
			cls.agency.plans[short] = agency.make_plan(cls.agency, short).name
		cls.agency.plans["sari"] = agency.make_plan(cls.agency, "sari", state="Draft").name
		cls.transaction.commit()

	def test_the_manager_brings_his_unit_s_logs(self):
		a, day = self.agency, f"{agency.YEAR}-01-05"
		rows = [
			self.HEADER,
			(a.ani.name, day, "Menyusun dokumen", "1", "Jumlah dokumen ani", 2),
			(a.ani.name, day, "Rapat", "", "", ""),
			(a.budi.name, day, "Menyusun dokumen", "1", "", ""),
			(a.citra.name, day, "Unit lain", "1", "", ""),
			(a.sari.name, day, "SKP belum ditetapkan", "1", "", ""),
			(a.ani.name, f"{agency.YEAR + 1}-01-05", "Masa depan", "1", "", ""),
			(a.ani.name, day, "Indikator orang lain", "", "Jumlah dokumen budi", 2),
			(a.ani.name, day, "Negatif", "1", "Jumlah dokumen ani", -2),
			(a.ani.name, day, "", "1", "", ""),
		]
		log = self.import_rows("Daily Work Log", rows, user=MANAGER)
		self.assertRows(log, [2, 3, 4], {5: "", 6: "", 7: "", 8: "", 9: "", 10: ""})
		for row in (6, 7, 8, 9):
			self.assertTrue(log[row].told, row)
		found = frappe.get_all(
			"Daily Work Log",
			fields=["employee", "activity", "indicator", "quantity", "recorded_by", "workflow_state"],
			order_by="creation",
		)
		self.assertEqual([row.employee for row in found], [a.ani.name, a.ani.name, a.budi.name])
		self.assertEqual((found[0].indicator, found[0].quantity), ("Jumlah dokumen ani", 2))
		self.assertEqual({row.workflow_state for row in found}, {"Recorded"})
		self.assertTrue(all(row.recorded_by for row in found))


class TestAgreementImport(ImportCase):
	HEADER = (
		"department",
		"performance_period",
		"objectives.short_code",
		"objectives.objective",
		"indicators.result_code",
		"indicators.indicator",
		"indicators.target",
		"indicators.uom",
		"workflow_state",
	)

	def test_drafts_of_units_with_a_head_arrive(self):
		units, period = self.agency.units, self.agency.period.name
		agency.make_uom()
		rows = [
			self.HEADER,
			(units["a"].name, period, "1", "Layanan cepat", "1", "Izin tepat waktu", 90, "Dokumen", ""),
			("", "", "2", "Anggaran terserap", "2", "Serapan", 95, "Dokumen", ""),
			# no head, the same unit again, a target below zero, a state of one's own
			(units["dinas"].name, period, "1", "Tanpa kepala", "1", "x", 1, "Dokumen", ""),
			(units["a"].name, period, "1", "Kedua", "1", "x", 1, "Dokumen", ""),
			(units["b"].name, period, "1", "Negatif", "1", "x", -1, "Dokumen", ""),
			(units["b"].name, period, "1", "Ditetapkan", "1", "x", 1, "Dokumen", "Agreement Agreed"),
		]
		log = self.import_rows("Performance Agreement", rows)
		self.assertRows(log, [2], {4: "Dinas Contoh", 5: "Bidang A", 6: "", 7: ""})
		doc = frappe.get_doc("Performance Agreement", log[2].docname)
		self.assertEqual(
			(doc.workflow_state, doc.employee, doc.indicators[1].result_key),
			("Draft", self.agency.kabid.name, doc.objectives[1].row_key),
		)


class TestTemplates(KinerjaTestCase):
	def headers(self):
		for doctype, name in (
			("Employee", "pegawai"),
			("Performance Indicator", "indikator"),
			("Work Plan", "skp"),
			("Performance Agreement", "perjanjian"),
			("Daily Work Log", "progres"),
			("Talent Assessment", "asesmen"),
		):
			with open(TEMPLATES / f"{name}.csv", encoding="utf-8", newline="") as file:
				rows = list(csv.reader(file))
			yield doctype, name, rows

	def setUp(self):
		super().setUp()
		if not TEMPLATES.is_dir():
			self.fail("the templates stand in docs/import beside the package")

	def test_every_column_of_a_template_is_a_field(self):
		for doctype, name, rows in self.headers():
			known = build_fields_dict_for_column_matching(doctype)
			self.assertEqual([column for column in rows[0] if column not in known], [], name)

	def test_xlsx_and_csv_say_the_same_and_numbers_are_text(self):
		for _doctype, name, rows in self.headers():
			content = (TEMPLATES / f"{name}.xlsx").read_bytes()
			sheet = read_xlsx_file_from_attached_file(fcontent=content)
			self.assertEqual([[str(v or "") for v in row] for row in sheet], rows, name)
			if "asn_nip" in rows[0]:
				self.assertIsInstance(sheet[1][rows[0].index("asn_nip")], str)

	def test_every_column_is_explained(self):
		page = (TEMPLATES.parent / "impor.md").read_text(encoding="utf-8")
		for _doctype, name, rows in self.headers():
			for column in rows[0]:
				self.assertIn(f"`{column}`", page, name)
