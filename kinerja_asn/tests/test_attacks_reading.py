"""Attacks by reading: every way to other people's documents that a platform is known to leave open.

A door is one request. It is tried on each document by everybody who may not read it; nothing that is written in the
document, in its rows or in what hangs on it may come back. A door that answers with a yes or a number is tried with a
right and with a wrong guess: the two answers must be the same.
"""

import json
import re

import frappe

from kinerja_asn.tests import attacks
from kinerja_asn.tests.attacks import (
	CHILDREN,
	FIGURES,
	LIMITED,
	METHOD,
	YEAR,
	AttackCase,
	Doors,
	file_url,
	get,
	post,
	tables_of,
)
from kinerja_asn.tests.rest import resource

#: Who may read nothing of Ani's documents, and nothing of those of the other agency.
STRANGERS = {
	"ani": ("budi", "sari", "lama", "pono", "lain", "heri", "visitor", "guest"),
	"lain": ("ani", "kabid", "hera", "peni", "audi"),
}
#: Who reads Ani's other documents, but not her daily logs.
STRANGERS_TO_LOGS = ("kadis", "hera", "audi")
#: Who reads Ani's other documents, but not what she objects to.
STRANGERS_TO_OBJECTIONS = ("peni",)
#: Feedback is read by the person, the giver and the appraiser, whatever the roles of others.
STRANGERS_TO_FEEDBACK = ("kadis", "hera", "audi", "peni")
#: Potential is read by HR and the auditor, not by the person and those who appraise.
STRANGERS_TO_TALENT = ("ani", "kabid", "deli", "kadis", "peni")
#: Who reads Ani's other documents, but not what she was counselled on at her own wish.
STRANGERS_TO_COUNSELLING = ("kabid", "deli", "peni")
#: Framework DocTypes whose rows hang on a document: (column of the DocType, column of the name, a text of it).
TRACES = {
	"File": ("attached_to_doctype", "attached_to_name", "file_name"),
	"Comment": ("reference_doctype", "reference_name", "content"),
	"Communication": ("reference_doctype", "reference_name", "subject"),
	"Version": ("ref_doctype", "docname", "data"),
	"Workflow Action": ("reference_doctype", "reference_name", "workflow_state"),
	"ToDo": ("reference_type", "reference_name", "description"),
	"Notification Log": ("document_type", "document_name", "subject"),
	"View Log": ("reference_doctype", "reference_name", "viewed_by"),
	"Tag Link": ("document_type", "document_name", "tag"),
	"Deleted Document": ("deleted_doctype", "deleted_name", "data"),
}
TEXT_OF = {
	"Work Plan": "return_note",
	"Work Plan Adjustment": "reason",
	"Daily Work Log": "activity",
	"Periodic Report": "obstacles",
	"Performance Evaluation": "recommendation",
	"Performance Agreement": "return_note",
	"Performance Agreement Adjustment": "reason",
	"Performance Agreement Realisation": "obstacles",
	"Performance Objection": "reasons",
	"Coaching Session": "outcome",
	"Unit Performance Rating": "explanation",
	"Role Result": "expected_result",
	"Performance Feedback": "text",
	"Talent Assessment": "note",
}
PAGES = (
	"",
	"/plan",
	"/write",
	"/version",
	"/adjustment",
	"/team",
	"/matrix",
	"/line",
	"/logs",
	"/reports",
	"/report",
	"/evaluations",
	"/evaluation",
	"/objection",
	"/feedback",
	"/coaching",
	"/units",
	"/unit",
	"/notifications",
)


class ReadingCase(AttackCase):
	def leaks(self, answer, door, words, name):
		"""What of the document stands in the answer that did not stand in the question."""
		asked = json.dumps(door[1:], default=str).lower()
		text = (answer.text + json.dumps(dict(answer.headers))).lower()
		# one's own evaluation has no word to look for: its figure is of the same agency as Ani's
		figures = [FIGURES[word] for word in words or FIGURES]
		marks = [*words, *map(str, figures), *(f"{figure:,}" for figure in figures), name.lower()]
		marks += [f"{figure:,}".replace(".", ";").replace(",", ".").replace(";", ",") for figure in figures]
		return [mark for mark in marks if mark in text and mark not in asked]


class TestReading(ReadingCase):
	def targets(self):
		for short, word in (("ani", "kanari"), ("lain", "nuri")):
			for doctype, names in self.marked[short].items():
				# of the evaluations the one that the appraiser is still rating
				yield short, word, doctype, names[min(1, len(names) - 1)]

	def strangers(self, short, doctype):
		more = {
			("ani", "Daily Work Log"): STRANGERS_TO_LOGS,
			("ani", "Performance Objection"): STRANGERS_TO_OBJECTIONS,
			("ani", "Performance Feedback"): STRANGERS_TO_FEEDBACK,
			("ani", "Talent Assessment"): STRANGERS_TO_TALENT,
			# of the two sessions the second one is tried
			("ani", "Coaching Session"): STRANGERS_TO_COUNSELLING,
		}
		return (*STRANGERS[short], *more.get((short, doctype), ()))

	def test_doors_of_a_document(self):
		live = set()
		for short, word, doctype, name in self.targets():
			for label, door in doors_of(doctype, name, word):
				for who in self.strangers(short, doctype):
					self.check(label, door, who, name, word)
				if short == "ani" and doctype in ("Work Plan", "Periodic Report") and label not in SLOW:
					live.update(self.live(label, door, word, name))
		for who, word, documents in self.hidden():
			for label, door in doors_of_lists_of_traces(documents):
				self.check(label, door, who, documents[0][1], word)
		for label, door in doors_of_lists_of_traces(
			[(doctype, name) for *_, doctype, name in self.targets()]
		):
			live.update(self.live(label, door, "nuri", name))
		# a door through which nobody ever sees anything would prove nothing
		self.assertGreaterEqual(len(live), 30, sorted(live))

	def live(self, label, door, word, name):
		"""The label, where a door does show what is written to one who sees everything."""
		answer = self.client.request(door[0], door[1], user="Administrator", data=door[2])
		return [label] if self.leaks(answer, door, [word], name) else []

	def hidden(self):
		"""Each stranger with the documents that he may not read: with one of them, then with all."""
		documents = {}
		for short, word, doctype, name in self.targets():
			for who in self.strangers(short, doctype):
				documents.setdefault((who, word), []).append((doctype, name))
		for (who, word), theirs in documents.items():
			yield who, word, theirs[:1]
			if theirs[1:]:
				yield who, word, theirs

	def test_own_evaluation_while_the_appraiser_thinks(self):
		# the one that was handed over is hers to read: its figures are no leak of the others
		for name in self.marked["ani"]["Performance Evaluation"]:
			if name.endswith("-Q1"):
				fields = frappe.get_meta("Performance Evaluation").get("fields", {"fieldtype": "Float"})
				plain = dict.fromkeys((df.fieldname for df in fields), 1)
				frappe.db.set_value("Performance Evaluation", name, plain, update_modified=False)
		self.commit_for_server()
		for name in self.marked["ani"]["Performance Evaluation"]:
			if name.endswith("-Q1"):
				continue
			doctype = "Performance Evaluation"
			doors = (*doors_of(doctype, name, "kanari"), *doors_of_lists_of_traces([(doctype, name)]))
			for label, door in doors:
				self.check(label, door, "ani", name, None)

	def check(self, label, door, who, name, word):
		answer = self.ask(label, who, door)
		words = [word] if word else []
		with self.subTest(door=label, who=who, name=name):
			self.assertEqual(
				self.leaks(answer, door, words, name), [], f"{door} {answer} {answer.text[:1500]}"
			)

	def test_doors_of_the_whole(self):
		"""Lists and searches that name no document."""
		for short, word in (("ani", "kanari"), ("lain", "nuri")):
			for label, door in doors_of_all(word):
				for who in STRANGERS[short]:
					answer = self.ask(label, who, door)
					with self.subTest(door=label, who=who):
						found = self.leaks(answer, door, [word], self.agency.plan(short))
						self.assertEqual(found, [], f"{door} {answer} {answer.text[:1500]}")

	def test_guessing(self):
		for short, word, doctype, name in self.targets():
			for label, make in guesses_of(doctype, name, self):
				for who in self.strangers(short, doctype):
					self.check_guess(label, make, who, word, name)
		own = self.agency.plan("budi")
		for who, word, documents in self.hidden():
			names = [name for _doctype, name in documents]
			for label, make in guesses_of_traces(names, own):
				self.check_guess(label, make, who, word, names)
		# asked for many, each kind of question tells one who sees everything what it tells him of one
		names = [name for short, *_, name in self.targets() if short == "ani"]
		telling = [set(self.telling(some, own)) for some in (names[:1], names)]
		self.assertEqual(*telling)
		self.assertIn("count of Comment", telling[1])

	def telling(self, names, own):
		guesses = ("kanari", "xanari")
		for label, make in guesses_of_traces(names, own):
			right, wrong = (self.told(label, make(guess), "Administrator", guesses) for guess in guesses)
			if right != wrong:
				yield label

	def test_guessing_one_s_own_evaluation(self):
		for name in self.marked["ani"]["Performance Evaluation"]:
			if name.endswith("-Q1"):
				continue
			guesses = (
				*guesses_of("Performance Evaluation", name, self),
				*guesses_of_traces([name], self.agency.plan("budi")),
			)
			for label, make in guesses:
				self.check_guess(label, make, "ani", "kanari", name)

	def check_guess(self, label, make, who, word, name):
		wrong = "x" + word[1:]
		right_door, wrong_door = make(word), make(wrong)
		told = [self.told(label, door, who, (word, wrong)) for door in (right_door, wrong_door)]
		with self.subTest(guess=label, who=who, name=name):
			self.assertEqual(told[0], told[1], right_door)

	def told(self, label, door, who, guesses):
		answer = self.ask(label, who, door)
		return answer.status, plain(answer.text, guesses)

	def test_people_behind_the_links(self):
		"""What a dotted field would bring from the row that a column points to."""
		doors = []
		for doctype in (
			*LIMITED,
			*CHILDREN,
			"Performance Period",
			"External Appraiser",
			"Performance Indicator",
		):
			meta = frappe.get_meta(doctype)
			for df in meta.fields:
				if df.fieldtype not in ("Link", "Dynamic Link"):
					continue
				targets = [df.options] if df.fieldtype == "Link" else ["Employee", "External Appraiser"]
				for target in targets:
					if target in ("Workflow State", "DocType", "UOM") or not frappe.db.exists(
						"DocType", target
					):
						continue
					columns = ["bank_ac_no", "ctc"] if target == "Employee" else some_texts(target)
					for column in columns:
						doors.append((doctype, f"{df.fieldname}.{column}"))
		for doctype, dotted in doors:
			parent = {"parent": CHILDREN[doctype][0]} if doctype in CHILDREN else {}
			door = get(
				"frappe.client.get_list",
				doctype=doctype,
				fields=json.dumps(["name", dotted]),
				limit_page_length=0,
				**parent,
			)
			for who in ("budi", "sari", "lama", "pono", "lain"):
				answer = self.ask("dotted field", who, door)
				with self.subTest(doctype=doctype, dotted=dotted, who=who):
					self.assertEqual(
						self.leaks(answer, door, ["kanari"], self.agency.plan("ani")), [], answer.text[:800]
					)

	def test_a_file_of_one_s_own_that_points_to_a_hidden_one(self):
		url = file_url(self.agency.plan("ani"), "kanari")
		for who in ("budi", "sari", "lama", "pono", "lain"):
			user = self.user(who)
			for values in (
				{"file_url": url, "is_private": 1},
				{"file_url": url, "is_private": 0},
				{"file_url": url, "is_private": 1, "file_name": "milik-saya.txt"},
				{
					"file_url": url,
					"is_private": 1,
					"attached_to_doctype": "Employee",
					"attached_to_name": self.agency.people[who].name,
				},
			):
				with self.undone(), self.subTest(who=who, values=values):
					Doors.try_one("file pointing to a file")
					self.client.post(resource("File"), user=user, data=values)
					self.client.call(
						"upload_file",
						user=user,
						data={
							**values,
							"docname": values.get("attached_to_name"),
							"doctype": values.get("attached_to_doctype"),
						},
					)
					for path in (url, f"{METHOD}download_file?file_url={url}"):
						answer = self.client.get(path, user=user)
						self.assertNotIn("isi berkas", answer.text, answer)
			with self.undone(), self.subTest(who=who, by="attachments of a message"):
				Doors.try_one("file as attachment of a message")
				mine = self.agency.people[who].name
				self.client.call(
					"frappe.core.doctype.communication.email.make",
					user=user,
					data={
						"doctype": "Employee",
						"name": mine,
						"content": "x",
						"attachments": [f"file-{self.agency.plan('ani')}"],
						"recipients": "x@kinerja.test",
					},
				)
				answer = self.client.get(url, user=user)
				self.assertNotIn("isi berkas", answer.text, answer)

	def test_a_document_of_one_s_own_making_is_not_filled_with_another_s(self):
		"""Print and methods take a whole document from the client: it must not draw on a stranger's plan."""
		plan = self.agency.plan("budi")
		own = attacks.agencies.make_evaluation(plan, state="Handed Over").name
		self.commit_for_server()
		hidden = self.agency.plan("ani")
		doc = {"doctype": "Performance Evaluation", "name": own, "work_plan": hidden, "kind": "Annual"}
		print_formats = [
			"Standard",
			*frappe.get_all("Print Format", {"doc_type": "Performance Evaluation"}, pluck="name"),
		]
		for print_format in print_formats:
			door = post(
				"frappe.www.printview.get_html_and_style",
				doc=json.dumps(
					{
						**doc,
						"results": [
							{
								"doctype": "Performance Evaluation Result",
								"result_key": self.key_of(hidden),
								"indicator_key": self.key_of(hidden, "indicators"),
							}
						],
					}
				),
				print_format=print_format,
			)
			answer = self.ask("print of a made document", "budi", door)
			self.assertEqual(self.leaks(answer, door, ["kanari"], hidden), [], answer.text[:1500])
		for method in ("get_title", "validate", "gather", "derive_predicate", "copy_from_plan", "as_dict"):
			door = post("run_doc_method", method=method, docs=json.dumps(doc))
			answer = self.ask("method of a made document", "budi", door)
			self.assertEqual(self.leaks(answer, door, ["kanari"], hidden), [], answer.text[:1500])

	def test_what_hangs_on_a_published_agreement(self):
		"""Everybody in the agency reads the agreement, and nothing of what its parties attach to it or say about it."""
		doctype, parties = "Performance Agreement", ("kabid", "kadis", "hera")
		name = attacks.agencies.make_agreement(self.agency, "kabid").name
		attacks.make_traces(doctype, name, "kanari", self.agency)
		self.commit_for_server()
		user = self.user("budi")
		self.assertEqual(self.client.get(resource(doctype, name), user=user).status, 200)
		for label, door in doors_of_traces(doctype, name):
			for who in ("budi", "sari", "lama", "lain", "visitor"):
				answer = self.ask(label, who, door)
				text = answer.text.replace(file_url(name, "kanari").rpartition("/")[2], "")
				with self.subTest(door=label, who=who):
					self.assertNotIn("kanari", text.replace("kanari-label", ""), f"{door} {answer}")
		url = file_url(name, "kanari")
		for who in parties:
			self.assertIn("isi berkas", self.client.get(url, user=self.user(who)).text, who)
		for who in ("budi", "sari", "lain"):
			for values in ({"file_url": url, "is_private": 1}, {"file_url": url, "is_private": 0}):
				with self.undone(), self.subTest(who=who, values=values):
					user = self.user(who)
					self.client.post(resource("File"), user=user, data=values)
					self.client.call("upload_file", user=user, data=values)
					self.assertNotIn("isi berkas", self.client.get(url, user=user).text)

	def test_mails_do_not_stand_in_the_columns_of_a_published_agreement(self):
		"""Frappe copies the beginning of each comment and mail into a column of the document itself."""
		doctype = "Performance Agreement"
		name = attacks.agencies.make_agreement(self.agency, "kabid").name
		self.commit_for_server()
		with self.undone():
			for method, params in (
				(
					"frappe.desk.form.utils.add_comment",
					{
						"reference_doctype": doctype,
						"reference_name": name,
						"comment_email": self.user("hera"),
						"comment_by": "Hera",
					},
				),
				("frappe.core.doctype.communication.email.make", {"recipients": "x@kinerja.test"}),
			):
				answer = self.client.call(
					method,
					user=self.user("hera"),
					data={"doctype": doctype, "name": name, "content": "kanari surat", **params},
				)
				self.assertTrue(answer.ok, answer)
			for label, door in (
				("read", ("GET", resource(doctype, name), {})),
				("list", ("GET", resource(doctype), {"fields": json.dumps(["*"]), "limit_page_length": 0})),
				("column", ("GET", resource(doctype), {"fields": json.dumps(["name", "_comments"])})),
			):
				for who in ("budi", "sari", "lama"):
					answer = self.ask(label, who, door)
					with self.subTest(door=label, who=who):
						self.assertTrue(answer.ok, answer)
						self.assertNotIn("kanari surat", answer.text)

	def key_of(self, plan, table="results"):
		return frappe.get_doc("Work Plan", plan).get(table)[0].row_key

	def test_functions_of_the_app(self):
		"""What the app's own functions and pages answer to strangers."""
		for short, word in (("ani", "kanari"), ("lain", "nuri")):
			for label, door in doors_of_the_app(self, short):
				for who in STRANGERS[short]:
					answer = self.ask(label, who, door)
					with self.subTest(door=label, who=who):
						found = self.leaks(answer, door, [word], self.agency.plan(short))
						self.assertEqual(found, [], f"{door} {answer} {answer.text[:1500]}")


#: Doors that lay out pages; strangers never get that far.
SLOW = ("pdf", "many pdfs", "mail", "print page", "website page")


def plain(text, guesses):
	for guess in guesses:
		text = re.sub(guess, "?", text, flags=re.IGNORECASE)
	# Frappe draws a new build version at each page where the desk was never built
	text = re.sub(r'_version_number = "\w+"', "#", text)
	# names of error snapshots and times differ from answer to answer
	return re.sub(r"[0-9a-f]{8,}|\d\d:\d\d:\d\d(\.\d+)?|0x[0-9a-f]+", "#", text)


def some_texts(doctype):
	meta = frappe.get_meta(doctype)
	names = [df.fieldname for df in meta.fields if df.fieldtype in attacks.TEXTS and not df.get("is_virtual")]
	return names[:3]


def doors_of_traces(doctype, name):
	"""Requests for the files, comments, mails, tasks and praise of a document."""
	url = file_url(name, "kanari")
	yield "private file", ("GET", url, {})
	yield (
		"private file, named in capitals",
		("GET", url.upper().replace("/PRIVATE/FILES", "/private/files"), {}),
	)
	yield "private file by its row", ("GET", url, {"fid": f"file-{name}"})
	for method in (
		"download_file",
		"frappe.handler.download_file",
		"frappe.core.doctype.file.file.download_file",
	):
		yield f"private file by {method}", get(method, file_url=url)
	yield "private file by cmd", ("POST", "/", {"cmd": "download_file", "file_url": url})
	yield "private file by v2", ("GET", "/api/v2/method/download_file", {"file_url": url})
	yield "mails", get("frappe.desk.form.load.get_communications", doctype=doctype, name=name)
	yield (
		"mails by cmd",
		("POST", "/", {"cmd": "frappe.desk.form.load.get_communications", "doctype": doctype, "name": name}),
	)
	yield "docinfo", get("frappe.desk.form.load.get_docinfo", doctype=doctype, name=name)
	yield "hrms attachments", get("hrms.api.get_attachments", dt=doctype, dn=name)
	yield (
		"open activities",
		get("erpnext.crm.utils.get_open_activities", ref_doctype=doctype, ref_docname=name),
	)
	yield (
		"reviews",
		get(
			"frappe.social.doctype.energy_point_log.energy_point_log.get_reviews",
			doctype=doctype,
			docname=name,
		),
	)
	yield "images", post("frappe.core.api.file.get_attached_images", doctype=doctype, names=[name])
	for trace in TRACES:
		yield (
			f"list of {trace}",
			("GET", resource(trace), {"fields": json.dumps(["*"]), "limit_page_length": 0}),
		)
		yield f"one {trace}", ("GET", resource(trace, attacks.trace_name(trace, name)), {})


def doors_of(doctype, name, word):
	"""Requests that name a document; label -> door."""
	text = TEXT_OF[doctype]
	filters = json.dumps([["name", "=", name]])
	table = f"`tab{doctype}`"
	yield "read", ("GET", resource(doctype, name), {})
	yield "read by v2", ("GET", f"/api/v2/document/{doctype}/{name}", {})
	yield "list", ("GET", resource(doctype), {"filters": filters, "fields": json.dumps(["*"])})
	yield (
		"list by v2",
		("GET", f"/api/v2/document/{doctype}", {"filters": filters, "fields": json.dumps(["name", text])}),
	)
	yield "client.get", get("frappe.client.get", doctype=doctype, name=name)
	yield (
		"client.get by filters",
		get("frappe.client.get", doctype=doctype, filters=json.dumps({text: ["like", "%"], "name": name})),
	)
	yield (
		"client.get_list",
		post("frappe.client.get_list", doctype=doctype, fields=["name", text], filters={"name": name}),
	)
	yield (
		"client.get_value",
		get(
			"frappe.client.get_value",
			doctype=doctype,
			fieldname=json.dumps([text, "employee_name"]),
			filters=json.dumps({"name": name}),
		),
	)
	yield (
		"client.validate_link",
		get("frappe.client.validate_link", doctype=doctype, docname=name, fields=json.dumps([text])),
	)
	yield (
		"roster.get_values",
		post("hrms.api.roster.get_values", doctype=doctype, name=name, fields=[text, "employee_name"]),
	)
	yield (
		"get_all_nodes to roster",
		post(
			"frappe.desk.treeview.get_all_nodes",
			doctype=doctype,
			label="x",
			parent=name,
			tree_method="hrms.api.roster.get_values",
			fields=[text],
		),
	)
	yield (
		"reportview.get",
		post("frappe.desk.reportview.get", doctype=doctype, fields=json.dumps(["*"]), filters=filters),
	)
	yield (
		"reportview.get_list",
		post(
			"frappe.desk.reportview.get_list",
			doctype=doctype,
			fields=json.dumps([f"{table}.`{text}`"]),
			filters=filters,
		),
	)
	yield (
		"reportview, grouped",
		post(
			"frappe.desk.reportview.get",
			doctype=doctype,
			fields=json.dumps([f"max({table}.`{text}`) as largest", f"{table}.`employee_name`"]),
			filters=filters,
			group_by=f"{table}.`employee_name`",
			order_by=f"{table}.`{text}` desc",
		),
	)
	yield (
		"reportview with rows",
		post(
			"frappe.desk.reportview.get",
			doctype=doctype,
			fields=json.dumps(
				[
					f"{table}.`name`",
					*(f"`tab{child}`.`name` as n{i}" for i, child in enumerate(tables_of(doctype))),
				]
			),
			filters=filters,
		),
	)
	yield (
		"export",
		post(
			"frappe.desk.reportview.export_query",
			doctype=doctype,
			file_format_type="CSV",
			title=doctype,
			fields=json.dumps([f"{table}.`name`", f"{table}.`{text}`"]),
			filters=json.dumps([[doctype, "name", "=", name]]),
		),
	)
	yield (
		"data export",
		post(
			"frappe.core.doctype.data_export.exporter.export_data",
			doctype=doctype,
			select_columns=json.dumps({doctype: ["name", text]}),
			filters=json.dumps([[doctype, "name", "=", name]]),
			with_data=1,
			file_type="CSV",
			template=1,
		),
	)
	yield (
		"import template",
		post(
			"frappe.core.doctype.data_import.data_import.download_template",
			doctype=doctype,
			export_fields=json.dumps({doctype: ["name", text]}),
			export_records="all",
			export_filters=json.dumps([[doctype, "name", "=", name]]),
			file_type="CSV",
		),
	)
	yield (
		"group_by_count",
		post("frappe.desk.listview.get_group_by_count", doctype=doctype, current_filters=filters, field=text),
	)
	yield (
		"group_by_count of assignments",
		post(
			"frappe.desk.listview.get_group_by_count",
			doctype=doctype,
			current_filters="[]",
			field="assigned_to",
		),
	)
	yield (
		"workflow_state_count",
		post(
			"frappe.workflow.doctype.workflow.workflow.get_workflow_state_count",
			doctype=doctype,
			workflow_state_field=text,
			states=json.dumps(["x"]),
		),
	)
	yield (
		"sidebar stats",
		post(
			"frappe.desk.reportview.get_sidebar_stats",
			doctype=doctype,
			stats=json.dumps([text, "_user_tags"]),
			filters=filters,
		),
	)
	yield (
		"stats",
		post("frappe.desk.reportview.get_stats", doctype=doctype, stats=json.dumps([text]), filters=filters),
	)
	yield (
		"filter dashboard",
		post(
			"frappe.desk.reportview.get_filter_dashboard_data",
			doctype=doctype,
			stats=json.dumps([{"name": text, "type": "Data"}]),
			filters=filters,
		),
	)
	yield "getdoc", get("frappe.desk.form.load.getdoc", doctype=doctype, name=name)
	yield "docinfo", get("frappe.desk.form.load.get_docinfo", doctype=doctype, name=name)
	yield (
		"docinfo of a made document",
		post("frappe.desk.form.load.get_docinfo", doc={"doctype": doctype, "name": name}),
	)
	yield "communications", get("frappe.desk.form.load.get_communications", doctype=doctype, name=name)
	yield "linked", get("frappe.desk.form.linked_with.get", doctype=doctype, docname=name)
	yield (
		"linked submitted",
		get("frappe.desk.form.linked_with.get_submitted_linked_docs", doctype=doctype, name=name),
	)
	yield (
		"open count",
		get(
			"frappe.desk.notifications.get_open_count",
			doctype=doctype,
			name=name,
			items=json.dumps(list(TEXT_OF)),
		),
	)
	yield "preview", get("frappe.desk.link_preview.get_preview_data", doctype=doctype, docname=name)
	yield "link title", get("frappe.desk.search.get_link_title", doctype=doctype, docname=name)
	yield (
		"calendar",
		get(
			"frappe.desk.calendar.get_events",
			doctype=doctype,
			start="2000-01-01",
			end="2100-01-01",
			field_map=json.dumps({"start": "creation", "end": "modified", "title": text}),
			filters=json.dumps([[doctype, "name", "=", name]]),
		),
	)
	yield (
		"custom report field",
		post(
			"frappe.desk.query_report.get_data_for_custom_field",
			doctype=doctype,
			field=text,
			names=json.dumps([name]),
		),
	)
	yield (
		"website list",
		get("frappe.www.list.get_list_data", doctype=doctype, name=name, fields=json.dumps(["*"])),
	)
	yield "website list as rows", get("frappe.www.list.get", doctype=doctype, name=name)
	yield (
		"web form",
		get(
			"frappe.website.doctype.web_form.web_form.get_form_data",
			doctype=doctype,
			docname=name,
			web_form_name="job-application",
		),
	)
	yield "print page", ("GET", "/printview", {"doctype": doctype, "name": name})
	yield "print html", get("frappe.www.printview.get_html_and_style", doc=doctype, name=name)
	yield "raw print", get("frappe.www.printview.get_rendered_raw_commands", doc=doctype, name=name)
	yield "pdf", get("frappe.utils.print_format.download_pdf", doctype=doctype, name=name, format="Standard")
	yield (
		"many pdfs",
		get(
			"frappe.utils.print_format.download_multi_pdf",
			doctype=doctype,
			name=json.dumps([name]),
			format="Standard",
		),
	)
	yield "website page", ("GET", f"/{doctype.lower().replace(' ', '-')}/{name}", {})
	yield (
		"transitions",
		post(
			"frappe.model.workflow.get_transitions",
			doc=json.dumps({"doctype": doctype, "name": name, "workflow_state": "Draft"}),
		),
	)
	yield "document permissions", get("frappe.client.get_doc_permissions", doctype=doctype, docname=name)
	yield "is amended", get("frappe.client.is_document_amended", doctype=doctype, docname=name)
	yield "shares", get("frappe.share.get_users", doctype=doctype, name=name)
	yield (
		"followers",
		get("frappe.desk.form.document_follow.get_follow_users", doctype=doctype, doc_name=name),
	)
	yield (
		"latest submissions",
		get(
			"frappe.core.doctype.submission_queue.submission_queue.get_latest_submissions",
			doctype=doctype,
			docname=name,
		),
	)
	yield (
		"images",
		post("frappe.core.api.file.get_attached_images", doctype=doctype, names=json.dumps([name])),
	)
	yield "hrms attachments", get("hrms.api.get_attachments", dt=doctype, dn=name)
	yield "tagged", get("frappe.desk.doctype.tag.tag.get_tagged_docs", doctype=doctype, tag=f"%{word}%")
	yield "private file", ("GET", file_url(name, word), {})
	yield "private file by method", get("download_file", file_url=file_url(name, word))
	yield (
		"zip of files",
		post("frappe.core.api.file.zip_files", files=json.dumps([{"name": f"file-{name}"[:140]}])),
	)
	yield "assignees", post("frappe.desk.form.assign_to.add", doctype=doctype, name=name, assign_to="[]")
	yield (
		"assignees without rights",
		post(
			"frappe.desk.form.assign_to.add", doctype=doctype, name=name, assign_to="[]", ignore_permissions=1
		),
	)
	yield (
		"assignees by another name",
		post(
			"erpnext.crm.doctype.appointment.appointment.add_assignment",
			doctype=doctype,
			name=name,
			assign_to="[]",
		),
	)
	yield (
		"open activities",
		get("erpnext.crm.utils.get_open_activities", ref_doctype=doctype, ref_docname=name),
	)
	yield (
		"version list",
		get(
			"frappe.utils.diff.version_query",
			doctype="Version",
			txt="",
			searchfield="name",
			start=0,
			page_len=20,
			filters=json.dumps({"docname": name, "ref_doctype": doctype}),
		),
	)
	yield (
		"mail",
		post(
			"frappe.core.doctype.communication.email.make",
			doctype=doctype,
			name=name,
			content="x",
			recipients="x@kinerja.test",
			print_format="Standard",
		),
	)
	yield (
		"message preview",
		post(
			"frappe.automation.doctype.auto_repeat.auto_repeat.generate_message_preview",
			reference_dt=doctype,
			reference_doc=name,
			message="{{ doc.as_json() }}",
		),
	)
	yield (
		"goal",
		post(
			"frappe.utils.goal.get_monthly_goal_graph_data",
			title="x",
			doctype=doctype,
			docname=name,
			goal_value_field=text,
			goal_total_field=text,
			goal_history_field=text,
			goal_doctype=doctype,
			goal_doctype_link="name",
			goal_field="name",
			date_field="creation",
			filter_str="",
			aggregation="count",
		),
	)
	yield from doors_by_another_name(doctype, name, text, word)
	if frappe.db.exists("DocType", "Energy Point Log"):
		yield (
			"reviews",
			get(
				"frappe.social.doctype.energy_point_log.energy_point_log.get_reviews",
				doctype=doctype,
				docname=name,
			),
		)
	yield "unpacked file", post("frappe.core.api.file.unzip_file", name=f"file-{name}"[:140])
	for kind, child in enumerate(tables_of(doctype)):
		columns = some_texts(child) or ["name"]
		rows = {"parent": name, "parenttype": doctype}
		yield (
			"rows",
			post(
				"frappe.client.get_list",
				doctype=child,
				parent=doctype,
				fields=["name", "parent", *columns],
				filters=rows,
			),
		)
		yield "one row", get("frappe.client.get", doctype=child, parent=doctype, filters=json.dumps(rows))
		yield (
			"value of a row",
			get(
				"frappe.client.get_value",
				doctype=child,
				parent=doctype,
				fieldname=json.dumps(columns),
				filters=json.dumps(rows),
			),
		)
		yield (
			"rows by reportview",
			post(
				"frappe.desk.reportview.get",
				doctype=child,
				parent=doctype,
				parent_doctype=doctype,
				fields=json.dumps(["*"]),
				filters=json.dumps(rows),
			),
		)
		yield (
			"rows by resource",
			(
				"GET",
				resource(child),
				{"parent": doctype, "fields": json.dumps(["*"]), "filters": json.dumps(rows)},
			),
		)
		yield (
			"rows through another parent",
			post(
				"frappe.client.get_list",
				doctype=child,
				parent=other_parent(child, doctype),
				fields=["name", *columns],
				filters=rows,
			),
		)
		if not kind:
			yield (
				"rows in a list of something else",
				post(
					"frappe.client.get_list",
					doctype="Tag",
					fields=["name", f"`tab{child}`.`{columns[0]}`"],
					filters=[["Tag", "name", "=", name]],
				),
			)
	for trace in TRACES:
		if trace != "Version":
			yield (
				f"{trace} by name",
				(
					"GET",
					resource(trace, attacks.trace_name(trace, name) if trace != "File" else f"file-{name}"),
					{},
				),
			)


def doors_of_lists_of_traces(documents):
	"""Requests for what hangs on documents: (DocType, name) of one or of many. No row is left out of the answer to many
	that the answer to one would show: each row is limited by itself, and the lists have no end.
	"""
	doctypes, names = [doctype for doctype, _name in documents], [name for _doctype, name in documents]
	on = names[0] if len(names) == 1 else ["in", names]
	operator = ["=", on] if on is names[0] else on
	for trace, (type_column, name_column, column) in TRACES.items():
		rows = json.dumps([[type_column, "in", doctypes], [name_column, *operator]])
		yield (
			f"list of {trace}",
			(
				"GET",
				resource(trace),
				{
					"filters": rows,
					"fields": json.dumps(["name", column, name_column]),
					"limit_page_length": 0,
				},
			),
		)
		yield (
			f"search in {trace}",
			post(
				"frappe.desk.search.search_widget",
				doctype=trace,
				txt="",
				filters=json.dumps({name_column: on}),
				filter_fields=json.dumps([column, name_column]),
				page_length=500,
				ignore_user_permissions=1,
				as_dict=1,
			),
		)
		yield (
			f"search in {trace} through a tree",
			post(
				"frappe.desk.treeview.get_all_nodes",
				doctype=trace,
				label="x",
				parent="",
				tree_method="frappe.desk.search.search_widget",
				filters=json.dumps({name_column: on}),
				filter_fields=json.dumps([column, name_column]),
				page_length=500,
				ignore_user_permissions=1,
				as_dict=1,
			),
		)


def doors_by_another_name(doctype, name, text, word):
	"""Functions of Frappe that call another one, which the client names."""

	def mapped(label, method, *more):
		return label, post(
			"frappe.model.mapper.map_docs",
			method=method,
			source_names=json.dumps([doctype]),
			target_doc=more[0],
			**({"args": json.dumps(more[1])} if more[1:] else {}),
		)

	yield mapped("mapped to roster", "hrms.api.roster.get_values", name, [text, "employee_name"])
	yield mapped("mapped to attachments", "hrms.api.get_attachments", name)
	yield mapped("mapped to open activities", "erpnext.crm.utils.get_open_activities", name)
	yield mapped("mapped to tags", "frappe.desk.doctype.tag.tag.get_tagged_docs", f"%{word}%")
	yield mapped("mapped to link title", "frappe.desk.search.get_link_title", name)
	yield (
		"upload that asks for assignees",
		post(
			"upload_file",
			method="frappe.desk.form.assign_to.add",
			doctype=doctype,
			name=name,
			assign_to="[]",
			ignore_permissions=1,
		),
	)


def other_parent(child, doctype):
	return next((parent for parent in CHILDREN.get(child, ()) if parent != doctype), "ToDo")


def doors_of_all(word):
	"""Requests that name no document; label -> door."""
	for doctype in (
		*LIMITED,
		"Employee",
		"File",
		"Comment",
		"Version",
		"ToDo",
		"Notification Log",
		"Workflow Action",
		"Tag Link",
		"Communication",
		"View Log",
		"DocShare",
		"Deleted Document",
		"Prepared Report",
		"Auto Email Report",
		"Email Queue",
		"Activity Log",
		"Access Log",
		"Error Log",
	):
		texts = some_texts(doctype)
		yield (
			f"whole list of {doctype}",
			("GET", resource(doctype), {"fields": json.dumps(["name", *texts]), "limit_page_length": 0}),
		)
		yield (
			f"all columns of {doctype}",
			post("frappe.desk.reportview.get", doctype=doctype, fields=json.dumps(["*"]), page_length=500),
		)
		for search in ("search_link", "search_widget"):
			for query in (
				None,
				"frappe.desk.reportview.get",
				"erpnext.controllers.queries.employee_query",
				"frappe.contacts.doctype.contact.contact.contact_query",
			):
				yield (
					f"{search} in {doctype}",
					post(
						f"frappe.desk.search.{search}",
						doctype=doctype,
						txt=word[:3],
						page_length=100,
						ignore_user_permissions=1,
						reference_doctype=doctype,
						**({"query": query} if query else {}),
						**(
							{"filter_fields": json.dumps(["name", *texts]), "as_dict": 1}
							if search == "search_widget"
							else {}
						),
					),
				)
		yield (
			f"chart of {doctype}",
			post(
				"frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
				chart=json.dumps(
					{
						"name": f"x {doctype} {word}",
						"chart_type": "Group By",
						"document_type": doctype,
						"group_by_type": "Count",
						"group_by_based_on": (texts or ["name"])[0],
						"filters_json": "[]",
					}
				),
				no_cache=1,
			),
		)
		yield f"tree of {doctype}", get("frappe.desk.treeview.get_children", doctype=doctype)
	for child, parents in CHILDREN.items():
		for parent in (*parents, "ToDo", "Employee"):
			yield (
				f"all rows of {child}",
				post(
					"frappe.client.get_list",
					doctype=child,
					parent=parent,
					fields=["name", "parent", *some_texts(child)],
					limit_page_length=0,
				),
			)
	yield (
		"energy points",
		get(
			"frappe.desk.page.user_profile.user_profile.get_energy_points_list",
			start=0,
			limit=99,
			user="ani.pkc@kinerja.test",
		),
	)
	yield (
		"a column of an employee",
		get(
			"hrms.hr.utils.get_employee_field_property",
			employee=frappe.db.get_value("Employee", {"user_id": "ani.pkc@kinerja.test"}),
			fieldname="bank_ac_no",
		),
	)
	yield "global search", get("frappe.utils.global_search.search", text=word, limit=100)
	yield "web search", get("frappe.utils.global_search.web_search", text=word)
	yield (
		"files of a folder",
		get("frappe.core.api.file.get_files_in_folder", folder="Home/Attachments", page_length=500),
	)
	yield "files by text", get("frappe.core.api.file.get_files_by_search_text", text=word[:4])
	yield "documents of a tag", get("frappe.desk.doctype.tag.tag.get_documents_for_tag", tag=f"{word}-label")
	yield "tags", get("frappe.desk.doctype.tag.tag.get_tags", doctype="Work Plan", txt="")
	yield (
		"notifications",
		get("frappe.desk.doctype.notification_log.notification_log.get_notification_logs", limit=200),
	)
	yield "open notifications", get("frappe.desk.notifications.get_notifications")
	yield "start of the desk", ("GET", "/app", {})
	yield "start of the desk (16)", ("GET", "/desk", {})
	yield "employees of hrms", get("hrms.api.get_all_employees")
	yield "feed", get("frappe.desk.page.activity.activity.get_feed", start=0, page_length=200)


def guesses_of(doctype, name, case):
	"""Requests whose answer tells whether a guess is right; label -> function of the guess."""
	text = TEXT_OF[doctype]
	like = lambda guess: [["name", "=", name], [text, "like", f"{guess}%"]]  # noqa: E731
	pairs = lambda guess: {"name": name, text: ["like", f"{guess}%"]}  # noqa: E731
	yield (
		"client.get_count",
		lambda guess: get("frappe.client.get_count", doctype=doctype, filters=json.dumps(pairs(guess))),
	)
	yield (
		"reportview.get_count",
		lambda guess: post(
			"frappe.desk.reportview.get_count",
			doctype=doctype,
			filters=json.dumps([[doctype, *row] for row in like(guess)]),
			fields="[]",
			distinct="false",
		),
	)
	yield (
		"count by v2",
		lambda guess: ("GET", f"/api/v2/doctype/{doctype}/count", {"filters": json.dumps(like(guess))}),
	)
	yield "list", lambda guess: ("GET", resource(doctype), {"filters": json.dumps(like(guess))})
	yield (
		"or_filters",
		lambda guess: post(
			"frappe.client.get_list",
			doctype=doctype,
			filters={"name": name},
			or_filters=[[text, "like", f"{guess}%"]],
		),
	)
	yield (
		"search_link",
		lambda guess: post(
			"frappe.desk.search.search_link",
			doctype=doctype,
			txt="",
			filters=json.dumps(pairs(guess)),
			ignore_user_permissions=1,
		),
	)
	yield (
		"get_next",
		lambda guess: get(
			"frappe.desk.form.utils.get_next",
			doctype=doctype,
			value=name,
			prev=0,
			filters=json.dumps([[doctype, text, "like", f"{guess}%"]]),
		),
	)
	yield (
		"number card",
		lambda guess: post(
			"frappe.desk.doctype.number_card.number_card.get_result",
			doc=json.dumps({"name": "x", "document_type": doctype, "function": "Count"}),
			filters=json.dumps([[doctype, *row] for row in like(guess)]),
		),
	)
	yield (
		"mapped to count",
		lambda guess: post(
			"frappe.model.mapper.map_docs",
			method="frappe.client.get_count",
			source_names=json.dumps([doctype]),
			target_doc=pairs(guess),
		),
	)
	yield (
		"heatmap",
		lambda guess: post(
			"frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
			chart=json.dumps(
				{
					"name": "x",
					"chart_type": "Count",
					"type": "Heatmap",
					"document_type": doctype,
					"based_on": "creation",
					"filters_json": "[]",
				}
			),
			filters=json.dumps([[doctype, *row] for row in like(guess)]),
			no_cache=1,
			heatmap_year=str(YEAR),
		),
	)
	own = case.agency.plan("budi")
	yield (
		"goal",
		lambda guess: post(
			"frappe.utils.goal.get_monthly_goal_graph_data",
			title="x",
			doctype="Work Plan",
			docname=own,
			goal_value_field="version",
			goal_total_field="version",
			goal_history_field="slot",
			goal_doctype=doctype,
			goal_doctype_link="work_plan",
			goal_field="name",
			date_field="creation",
			filter_str="",
			aggregation="count",
			filters=json.dumps(pairs(guess)),
		),
	)
	yield (
		"goal of the session's user",
		lambda guess: post(
			"frappe.utils.goal.get_monthly_goal_graph_data",
			title="x",
			doctype="Company",
			docname=case.agency.ani.company,
			goal_value_field="abbr",
			goal_total_field="abbr",
			goal_history_field="abbr",
			goal_doctype=doctype,
			goal_doctype_link="company",
			goal_field="name",
			date_field="creation",
			filter_str="",
			aggregation="count",
			filters=json.dumps(pairs(guess)),
		),
	)
	for child in tables_of(doctype):
		column = (some_texts(child) or ["name"])[-1]
		rows = lambda guess, column=column: {"parent": name, column: ["like", f"{guess}%"]}  # noqa: E731
		yield (
			"count of rows",
			lambda guess, child=child, rows=rows: get(
				"frappe.client.get_count", doctype=child, filters=json.dumps(rows(guess))
			),
		)
		yield (
			"list filtered by rows",
			lambda guess, child=child, column=column: post(
				"frappe.client.get_list",
				doctype=doctype,
				filters=[["name", "=", name], [child, column, "like", f"{guess}%"]],
			),
		)
		yield (
			"list of rows",
			lambda guess, child=child, rows=rows: post(
				"frappe.client.get_list", doctype=child, parent=doctype, filters=rows(guess)
			),
		)
		yield (
			"tags filtered by rows",
			lambda guess, child=child, column=column: post(
				"frappe.client.get_list",
				doctype="Tag",
				filters=[["Tag", "name", "=", name], [child, column, "like", f"{guess}%"]],
			),
		)


def guesses_of_traces(names, own):
	"""Guesses at what hangs on documents; `names` of one document or of many.

	What is counted are the rows of a trace, limited by a condition on each row: of many documents at once the number is
	the sum, so a single row that was let through tells right from wrong as it does in a question for its document.
	"""
	on = names[0] if len(names) == 1 else ["in", names]
	operator = ["=", on] if on is names[0] else on
	for trace, (_type_column, name_column, column) in TRACES.items():
		yield (
			f"heatmap of {trace}",
			lambda guess, trace=trace, name_column=name_column, column=column: post(
				"frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
				chart=json.dumps(
					{
						"name": "x",
						"chart_type": "Count",
						"type": "Heatmap",
						"document_type": trace,
						"based_on": "creation",
						"filters_json": "[]",
					}
				),
				filters=json.dumps([[trace, name_column, *operator], [trace, column, "like", f"%{guess}%"]]),
				no_cache=1,
				heatmap_year=str(YEAR),
			),
		)
		yield (
			f"count of {trace}",
			lambda guess, trace=trace, name_column=name_column, column=column: get(
				"frappe.client.get_count",
				doctype=trace,
				filters=json.dumps({name_column: on, column: ["like", f"%{guess}%"]}),
			),
		)
		yield (
			f"count of {trace} by reportview",
			lambda guess, trace=trace, name_column=name_column, column=column: post(
				"frappe.desk.reportview.get_count",
				doctype=trace,
				filters=json.dumps([[trace, name_column, *operator], [trace, column, "like", f"%{guess}%"]]),
				fields="[]",
				distinct="false",
			),
		)
		yield (
			f"goal of {trace}",
			lambda guess, trace=trace, name_column=name_column, column=column: post(
				"frappe.utils.goal.get_monthly_goal_graph_data",
				title="x",
				doctype="Work Plan",
				docname=own,
				goal_value_field="version",
				goal_total_field="version",
				goal_history_field="slot",
				goal_doctype=trace,
				goal_doctype_link=name_column,
				goal_field="name",
				date_field="creation",
				filter_str="",
				aggregation="count",
				filters=json.dumps({name_column: on, column: ["like", f"%{guess}%"]}),
			),
		)


def doors_of_the_cascade(case, api, short):
	plan, leader = case.agency.plan(short), case.agency.plan("kabid" if short == "ani" else "lain")
	person = case.agency.people[short]
	period = case.agency.period.name if short == "ani" else case.agency.other_period.name
	for holder in (plan, leader):
		key = frappe.db.get_value(
			"Work Plan Result", {"parent": holder, "parenttype": "Work Plan"}, "row_key"
		)
		node = f"r|{holder}|{key}"
		yield "cascade.start", get(f"{api}cascade.start", node=node, period=period)
		yield "cascade.branches", get(f"{api}cascade.branches", nodes=json.dumps([node]))
		for call in ("matrix", "people", "export"):
			yield f"matrix.{call}", get(f"{api}matrix.{call}", leader_plan=holder, text=person.employee_name)
		yield (
			"matrix.save_cell",
			post(
				f"{api}matrix.save_cell",
				leader_plan=holder,
				result_key=key,
				employee=person.name,
				expected_result="x",
				before="y",
			),
		)
		yield "portal page of a matrix", ("GET", "/kinerja/matrix", {"plan": holder, "q": "kan"})
	yield "cascade.start of a unit", get(f"{api}cascade.start", department=person.department, period=period)
	yield "cascade.roots", get(f"{api}cascade.roots", department=person.department, period=period)
	for text in ("kan", "nur", person.employee_name):
		yield "cascade.search", get(f"{api}cascade.search", text=text, period=period)
		yield "matrix.matrices", get(f"{api}matrix.matrices", text=text, period=period)
	for kind in ("unsupported", "unconnected", "unserved"):
		yield "cascade.gaps", get(f"{api}cascade.gaps", period=period, kind=kind)
	yield "cascade.line_of_sight", get(f"{api}cascade.line_of_sight", work_plan=plan)


def doors_of_agreements(api, names):
	agreement, adjustment = names["Performance Agreement"][0], names["Performance Agreement Adjustment"][0]
	realisation = names["Performance Agreement Realisation"][0]
	for call in ("parents", "parent_objectives"):
		yield f"agreements.{call}", get(f"{api}agreements.{call}", agreement=agreement)
	yield (
		"agreements.parent_objectives of an adjustment",
		get(
			f"{api}agreements.parent_objectives",
			agreement=adjustment,
			doctype="Performance Agreement Adjustment",
		),
	)
	yield "agreements.version", get(f"{api}agreements.version", agreement=agreement, number=1)
	yield (
		"agreements.start_realisation",
		post(f"{api}agreements.start_realisation", agreement=agreement, interval=f"{YEAR}-Q1"),
	)
	yield "agreements.draft_plan", post(f"{api}agreements.draft_plan", agreement=agreement)
	yield (
		"agreements.save_realisation",
		post(f"{api}agreements.save_realisation", name=realisation, content={}, modified=""),
	)
	yield (
		"comparison of agreements",
		get(
			"kinerja_asn.kinerja_asn.doctype.performance_agreement_adjustment."
			"performance_agreement_adjustment.comparison",
			adjustment=adjustment,
		),
	)
	for name in (agreement, realisation):
		yield "portal page of an agreement", ("GET", "/kinerja/agreement", {"name": name, "agreement": name})


def doors_of_sessions(api, sessions, employee, plan):
	for name in sessions:
		for call, more in (
			("plan", {"planned_on": "2026-12-01"}),
			("give_back", {}),
			("drop", {"reason": "x"}),
			("hold", {"outcome": "x"}),
			("done", {"action": "x"}),
			("complete", {}),
			("evaluate", {"secret": {"answers": {}}}),
			("write_note", {"secret": {"note": "x"}}),
		):
			yield f"coaching.{call}", post(f"{api}coaching.{call}", name=name, **more)
		yield "portal page of a session", ("GET", "/kinerja/coaching", {"name": name})
	for kind in ("Coaching", "Counselling"):
		for whom in ({"employee": employee}, {"work_plan": plan}):
			yield "coaching.ask", post(f"{api}coaching.ask", kind=kind, secret={"request": "x"}, **whom)


def doors_of_the_app(case, short):
	plan = case.agency.plan(short)
	names = case.marked[short]
	api = "kinerja_asn.api."
	for doctype, documents in names.items():
		for name in documents:
			yield "forms.writable_fields", get(f"{api}forms.writable_fields", doctype=doctype, name=name)
			yield "forms.about", get(f"{api}forms.about", doctype=doctype, name=name)
			yield "steps.take", post(f"{api}steps.take", doctype=doctype, name=name, action="Return")
	for call in ("superior_results", "leaders", "proposed_actions", "copy_sources"):
		yield f"work_plans.{call}", get(f"{api}work_plans.{call}", work_plan=plan)
		yield (
			f"work_plans.{call} of an adjustment",
			get(f"{api}work_plans.{call}", work_plan=f"{plan}-P01", doctype="Work Plan Adjustment"),
		)
	yield "work_plans.version", get(f"{api}work_plans.version", work_plan=plan, number=1)
	# from one's own plan, as if the other were a leader
	for who in ("budi", "sari", "citra", "lain"):
		if who != short:
			yield (
				"work_plans.superior_results of a colleague",
				get(
					f"{api}work_plans.superior_results",
					work_plan=case.agency.plan(who),
					leader=case.agency.people[short].name,
				),
			)
	yield "work_plans.start", post(f"{api}work_plans.start", employee=case.agency.people[short].name)
	yield "logs.choices", get(f"{api}logs.choices", work_plan=plan)
	for log in names["Daily Work Log"]:
		for call, more in (("save", {"values": {}}), ("remove", {}), ("comment", {"text": "x"})):
			yield f"logs.{call}", post(f"{api}logs.{call}", name=log, **more)
		yield "portal page of a log", ("GET", "/kinerja/logs", {"name": log})
	yield "reports.start", post(f"{api}reports.start", work_plan=plan, interval=f"{YEAR}-01")
	yield (
		"evaluations.start",
		post(f"{api}evaluations.start", work_plan=plan, kind="Periodic", interval=f"{YEAR}-Q1"),
	)
	for report in names["Periodic Report"]:
		yield "reports.refill", post(f"{api}reports.refill", name=report)
	for evaluation in names["Performance Evaluation"]:
		yield "evaluations.gather", post(f"{api}evaluations.gather", name=evaluation)
	for objection in names["Performance Objection"]:
		for call, more in (
			("save", {"reasons": "x"}),
			("withdraw", {}),
			("clarify", {"text": "x"}),
			("decide", {"granted": False, "reason": "x"}),
		):
			yield f"objections.{call}", post(f"{api}objections.{call}", name=objection, **more)
		row = frappe.db.get_value("Performance Objection Evidence", {"parent": objection})
		yield "objections.evidence", get(f"{api}objections.evidence", name=objection, row=row)
		yield "portal page of an objection", ("GET", "/kinerja/objection", {"name": objection})
		evaluation = objection.removeprefix("KB-")
		yield "portal page to object", ("GET", "/kinerja/objection", {"evaluation": evaluation})
		yield "objections.file", post(f"{api}objections.file", evaluation=evaluation, reasons="x")
	for name in names["Performance Feedback"]:
		for call, more in (
			("answer", {"text": "x"}),
			("decline", {}),
			("withdraw", {}),
			("reply", {"text": "x"}),
			("mark_read", {"names": [name]}),
		):
			yield f"feedback.{call}", post(f"{api}feedback.{call}", **{"name": name} | more)
		yield "portal page of feedback", ("GET", "/kinerja/feedback", {"name": name})
	yield "feedback.choices", get(f"{api}feedback.choices", employee=case.agency.people[short].name)
	yield from doors_of_sessions(api, names["Coaching Session"], case.agency.people[short].name, plan)
	for rating in names["Unit Performance Rating"]:
		yield "unit_ratings.save", post(f"{api}unit_ratings.save", name=rating, content={}, modified="")
		yield "portal page of a unit", ("GET", "/kinerja/unit", {"name": rating})
	yield (
		"unit_ratings.start",
		post(
			f"{api}unit_ratings.start",
			department=case.agency.people[short].department,
			period=(case.agency.period if short == "ani" else case.agency.other_period).name,
			kind="Periodic",
			interval=f"{YEAR}-Q1",
		),
	)
	yield "portal.plan_content", get(f"{api}portal.plan_content", name=plan)
	yield (
		"portal.plan_content of an adjustment",
		get(f"{api}portal.plan_content", name=f"{plan}-P01", doctype="Work Plan Adjustment"),
	)
	yield (
		"comparison",
		get(
			"kinerja_asn.kinerja_asn.doctype.work_plan_adjustment.work_plan_adjustment.comparison",
			adjustment=f"{plan}-P01",
		),
	)
	yield from doors_of_agreements(api, names)
	yield from doors_of_the_cascade(case, api, short)
	period = case.agency.period.name if short == "ani" else case.agency.other_period.name
	yield "periods.run_state", get(f"{api}periods.run_state", run="RUN-UJI")
	yield "periods.results", get(f"{api}periods.results", run="RUN-UJI", search="")
	yield "periods.results by text", get(f"{api}periods.results", run="RUN-UJI", search="kanari")
	if short == "ani":
		yield "periods.overview", get(f"{api}periods.overview", period=period)
	for page in PAGES:
		yield (
			"portal page",
			(
				"GET",
				f"/kinerja{page}",
				{
					"name": plan,
					"plan": plan,
					"employee": case.agency.people[short].name,
					"q": "kanari",
					"version": 1,
				},
			),
		)
