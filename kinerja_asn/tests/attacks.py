"""What the attack suites have in common: an agency whose hidden texts carry a mark, and a count of the doors tried.

Every text of Ani's documents, and of what hangs on them, holds the word "kanari", every figure 7357.25; the documents of
the other agency hold "nuri" and 8462.75. Whoever may not read the documents must never get one of these marks back.
"""

import json
import os
from collections import Counter

import frappe
from frappe.utils import add_days, nowdate

from kinerja_asn import bulk, coaching, permissions
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import factories, rest

FIGURES = {"kanari": 7357.25, "nuri": 8462.75}
TEXTS = ("Data", "Small Text", "Text", "Long Text", "Text Editor")
#: Texts that the app itself reads as keys.
KEYS = {
	"row_key",
	"result_key",
	"indicator_key",
	"short_code",
	"result_code",
	"superior_plan",
	"superior_row_key",
	"slot",
	"snapshot",
	"asn_status",
	"position_type",
	"source_plan",
	"adjustment",
	"parent_row_key",
	"objective_key",
	"leader_plan",
	"evaluation",
	"work_plan",
	"unit_rating_from",
	"periodic_report",
	"counsellor",
	"sealed",
}
YEAR = agencies.YEAR
METHOD = "/api/method/"


def get(method, /, **params):
	return "GET", METHOD + method, params


def post(method, /, **params):
	return "POST", METHOD + method, params


class Doors:
	"""How many doors were tried, and how often; printed by `make test-bench`."""

	count = 0
	tried = Counter()

	@classmethod
	def try_one(cls, label):
		cls.count += 1
		cls.tried[label] += 1


class AttackCase(rest.RestTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		cls.addClassCleanup(remove_files)

	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		cls.visitor = factories.make_user("tamu@kinerja.test").name
		cls.marked = {"ani": cls.mark("ani", "kanari"), "lain": cls.mark("lain", "nuri")}
		cls.mark_surroundings()

	@classmethod
	def mark(cls, short, word):
		"""Documents of every kind for one person, with the mark in every text; returns doctype -> names."""
		plan = cls.agency.plan(short)
		names = {
			"Work Plan": [plan],
			"Work Plan Adjustment": [agencies.make_adjustment(plan, "Adjustment Proposed").name],
			# of long ago: what one's own pages show of today's own work is no leak
			"Daily Work Log": [agencies.make_log(plan, log_date=add_days(nowdate(), -40)).name],
			"Periodic Report": [agencies.make_report(plan, state="Report Sent").name],
			"Performance Evaluation": [
				cls.make_evaluation(plan, "Handed Over", f"{YEAR}-Q1"),
				cls.make_evaluation(plan, "Rated", f"{YEAR}-Q2"),
				cls.make_evaluation(plan, "Self Assessed", f"{YEAR}-Q3"),
			],
			# as if this person led the unit
			"Unit Performance Rating": [
				agencies.make_unit_rating(cls.agency, "a" if short == "ani" else "lain", head=short).name
			],
		}
		agreement = agencies.make_agreement(cls.agency, short, "Agreement Proposed").name
		names["Performance Agreement"] = [agreement]
		names["Performance Agreement Adjustment"] = [
			agencies.make_agreement_adjustment(agreement, "Adjustment Proposed").name
		]
		names["Performance Agreement Realisation"] = [agencies.make_realisation(agreement).name]
		leader = {"ani": ("kabid", None), "lain": ("heri", plan)}[short]
		names["Role Result"] = [agencies.make_role_result(cls.agency, short, *leader).name]
		names["Performance Objection"] = [agencies.make_objection(names["Performance Evaluation"][0]).name]
		giver = {"ani": "kabid", "lain": "heri"}[short]
		names["Performance Feedback"] = [agencies.make_feedback(cls.agency, short, giver).name]
		names["Talent Assessment"] = [agencies.make_talent(cls.agency, short).name]
		names["Coaching Session"] = [
			agencies.make_session(plan).name,
			agencies.make_session(plan, "Held", "Counselling", asked_by="Employee").name,
		]
		cls.mark_sealed(names["Coaching Session"], word)
		for doctype, documents in names.items():
			for name in documents:
				write_mark(doctype, {"name": name}, word)
				for df in frappe.get_meta(doctype).get_table_fields():
					write_mark(df.options, {"parent": name, "parenttype": doctype}, word)
				make_traces(doctype, name, word, cls.agency)
		return names

	@classmethod
	def mark_sealed(cls, sessions, word):
		"""What was said, the evaluation of it and the counsellor's notes, under seal."""
		counsellor = agencies.make_counsellor(cls.agency).name
		held, counselled = sessions
		said = coaching.seal(dict.fromkeys(coaching.PRIVATE, f"{word} rahasia"))
		for name in sessions:
			frappe.db.set_value("Coaching Session", name, "sealed", said, update_modified=False)
		taken = {"counsellor": counsellor, "counsellor_name": "Konselor"}
		frappe.db.set_value("Coaching Session", counselled, taken, update_modified=False)
		answers = {key: "No" for key, _group in coaching.rules.STATEMENTS}
		content = coaching.seal(
			{"answers": answers, "comment": f"{word} rahasia"},
			coaching.purpose_of("Coaching Response", held),
		)
		bulk.insert_rows("Coaching Response", [{"name": f"B18-{held}", "session": held, "content": content}])
		coaching.write_note(counselled, counsellor, {"note": f"{word} rahasia"})

	@classmethod
	def make_evaluation(cls, plan, state, interval):
		rated = {"result_rating": "Below Expectation", "behaviour_rating": "Below Expectation"}
		return agencies.make_evaluation(plan, state=state, interval=interval, **rated).name

	@classmethod
	def mark_surroundings(cls):
		"""What else is told about Ani: her record, the delegation of her head, the results of a bulk run."""
		employee = cls.agency.ani.name
		write_mark("Appraiser Delegation", {"delegate": cls.agency.deli.name}, "kanari")
		frappe.db.set_value("Employee", employee, "bank_ac_no", "kanari-rekening", update_modified=False)
		company, department = cls.agency.ani.company, cls.agency.ani.department
		run = factories.new("Bulk Run", "RUN-UJI")
		run.update(
			{
				"work": "Open Period",
				"company": company,
				"status": "Finished",
				"performance_period": cls.agency.period.name,
			}
		)
		factories.write(run)
		row = factories.new("Bulk Run Row", "RUN-UJI-ani")
		row.update({"bulk_run": run.name, "employee": employee, "company": company, "department": department})
		factories.write(row)
		# the run itself is read by every manager of the agency, its results by those of the unit
		write_mark("Bulk Run Row", {"name": row.name}, "kanari")
		place = {"company": company, "department": department}
		calibration = factories.new("Rating Calibration", "KAL-UJI", **place, status="Open")
		factories.write(calibration)
		row = factories.new("Rating Calibration Row", "KAL-UJI-ani", **place)
		row.update({"calibration": calibration.name, "employee": employee, "evaluation": "KAL-UJI-E"})
		factories.write(row)
		write_mark("Rating Calibration Row", {"name": row.name}, "kanari")

	def ask(self, label, who, door, files=None):
		"""Try a door: method, path and parameters of a request."""
		method, path, params = door
		Doors.try_one(label)
		return self.client.request(method, path, user=self.user(who), data=params, files=files)

	def user(self, who):
		if who == "guest":
			return "Guest"
		return {"visitor": self.visitor, "Administrator": who}.get(who) or self.agency.user(who)

	def stored(self, doctype, name):
		if not frappe.db.exists(doctype, name):
			return None
		doc = frappe.get_doc(doctype, name).as_dict(no_default_fields=False)
		return json.loads(json.dumps(doc, default=str, sort_keys=True))

	def commit_for_server(self):
		if rest.HTTP:
			rest.commit_pending()


def write_mark(doctype, filters, word):
	"""Put the word into every text and the figure into every figure of some rows."""
	meta = frappe.get_meta(doctype)
	rows = frappe.get_all(doctype, filters=filters, pluck="name")
	values = {}
	for df in meta.fields:
		if df.fieldname in KEYS or df.get("is_virtual") or df.fieldname.endswith("_type"):
			continue
		if df.fieldtype in TEXTS:
			values[df.fieldname] = f"{word} {df.fieldname}"
		elif df.fieldtype == "Float":
			values[df.fieldname] = FIGURES[word]
		elif df.fieldtype == "Attach":
			values[df.fieldname] = f"/private/files/{word}-{df.fieldname}.txt"
	for row in rows:
		frappe.db.set_value(doctype, row, values, update_modified=False)


def make_traces(doctype, name, word, agency):
	"""What hangs on a document: a private file with content, comments, versions, tasks, mails, news of it."""
	on = {"reference_doctype": doctype, "reference_name": name}
	note = f"{word} catatan"
	for kind, values in (
		("Comment", {**on, "comment_type": "Comment", "content": note, "comment_email": "x@kinerja.test"}),
		(
			"Version",
			{"ref_doctype": doctype, "docname": name, "data": json.dumps({"changed": [["x", note, ""]]})},
		),
		(
			"ToDo",
			{
				"description": note,
				"reference_type": doctype,
				"reference_name": name,
				"status": "Open",
				"allocated_to": agency.user("kabid"),
			},
		),
		("Workflow Action", {**on, "workflow_state": "Plan Proposed", "status": "Open"}),
		(
			"Notification Log",
			{
				"subject": note,
				"document_type": doctype,
				"document_name": name,
				"for_user": agency.user("kabid" if word == "kanari" else "heri"),
				"type": "Alert",
			},
		),
		("Communication", {**on, "subject": note, "content": note, "communication_type": "Communication"}),
		(
			"Tag Link",
			{"document_type": doctype, "document_name": name, "tag": f"{word}-label", "title": note},
		),
		("View Log", {**on, "viewed_by": agency.user("kabid")}),
		(
			"Deleted Document",
			{"deleted_doctype": doctype, "deleted_name": name, "data": json.dumps({"x": note})},
		),
	):
		factories.write(factories.new(kind, trace_name(kind, name), **values))
	if frappe.db.exists("DocType", "Energy Point Log"):
		row = factories.new("Energy Point Log", trace_name("Energy Point Log", name), **on)
		row.update({"user": agency.user("ani"), "type": "Appreciation", "points": 1, "reason": note})
		factories.write(row)
	frappe.db.set_value(doctype, name, "_user_tags", f",{word}-label", update_modified=False)
	make_file(doctype, name, word)


def trace_name(kind, name):
	return f"{frappe.scrub(kind)}-{name}"[:140] if kind != "Version" else frappe.generate_hash(length=10)


def file_url(name, word):
	return f"/private/files/{word}-{name}.txt".lower()


def make_file(doctype, name, word):
	url = file_url(name, word)
	values = {
		"file_name": os.path.basename(url),
		"file_url": url,
		"is_private": 1,
		"attached_to_doctype": doctype,
		"attached_to_name": name,
		"folder": "Home/Attachments",
	}
	factories.write(factories.new("File", f"file-{name}"[:140], **values))
	path = frappe.get_site_path(url.lstrip("/"))
	os.makedirs(os.path.dirname(path), exist_ok=True)
	with open(path, "w") as stream:
		stream.write(f"{word} isi berkas")


def remove_files():
	for word in ("kanari", "nuri"):
		folder = frappe.get_site_path("private", "files")
		for name in os.listdir(folder) if os.path.isdir(folder) else ():
			if name.startswith((f"{word}-skp-", f"{word}-pk-", f"{word}-tal-")):
				os.remove(os.path.join(folder, name))


def tables_of(doctype):
	return [df.options for df in frappe.get_meta(doctype).get_table_fields()]


LIMITED = permissions.LIMITED
CHILDREN = permissions.CHILD_PARENTS
