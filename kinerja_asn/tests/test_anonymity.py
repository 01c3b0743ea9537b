"""Attacks on the anonymity of the 360-degree appraisal, through every door that is known.

Ani is rated by herself, her superior Kabid, the peers Budi, Sari, Citra and Staf1, and the subordinates Staf2 and Staf3,
who are too few to be shown. Every open answer holds the word "zkenariz", every hidden one "zrahasiaz". Nobody may read
an answer, tell who gave it, or tell what an answer changed; a System Manager sees who has answered and that a
box changed, no more.
"""

import itertools
import json
import re
from unittest.mock import patch

import frappe
from frappe.query_builder import DocType
from frappe.utils import cstr, nowdate

from kinerja_asn import appraisal_360_box as box
from kinerja_asn import appraisal_360_results as results
from kinerja_asn import permissions, sealed
from kinerja_asn.overrides import doors as our_doors
from kinerja_asn.rules import appraisal_360 as rules
from kinerja_asn.tests import agency as agencies
from kinerja_asn.tests import factories, test_attacks_reading, three_sixty
from kinerja_asn.tests.attacks import get, post
from kinerja_asn.tests.base import site_tables
from kinerja_asn.tests.rest import resource
from kinerja_asn.tests.test_appraisal_360 import API, CampaignTestCase, close, values
from kinerja_asn.tests.three_sixty import answers, give, invitation, make_appraisal, make_campaign

SEALED = permissions.SEALED
RATERS = {
	"Self": ["ani"],
	"Superior": ["kabid"],
	"Peer": ["budi", "sari", "citra", "staf1"],
	"Subordinate": ["staf2", "staf3"],
}
SYSMAN = "sysman@kinerja.test"
#: Everybody who might want to know: the person, a rater, the appraiser, his superior, HR, manager, auditor, administrator.
CURIOUS = ("ani", "budi", "kabid", "kadis", "hera", "peni", "audi", "deli", "lain")
VOLATILE = ("tabSessions", "tabSingles", "tabDefaultValue", "__UserSettings", "tabRoute History")


def everything() -> dict[str, list]:
	"""Every row of the database, as somebody sees it who has all of it."""
	return {
		table: frappe.db.sql(f"select * from `{table}`", as_dict=True)
		for table in site_tables()
		if table not in VOLATILE
	}


def as_text(rows) -> str:
	return json.dumps(rows, default=cstr, ensure_ascii=False)


def differences(before: dict, after: dict) -> list[tuple]:
	"""(table, name, column) of what has changed; (table, name, "+" or "-") of rows that came or went."""
	found = []
	for table in before.keys() | after.keys():
		old, new = (
			{cstr(row.get("name") or as_text(row)): row for row in rows.get(table, [])}
			for rows in (before, after)
		)
		found += [(table, name, "+") for name in new.keys() - old.keys()]
		found += [(table, name, "-") for name in old.keys() - new.keys()]
		for name in new.keys() & old.keys():
			found += [(table, name, column) for column in new[name] if new[name][column] != old[name][column]]
	return found


class AnonymityCase(CampaignTestCase):
	@classmethod
	def build(cls):
		cls.agency = agencies.build()
		cls.staff = agencies.hire_more(cls.agency, 3)
		agencies.speak_english(cls.agency)
		cls.sysman = factories.make_user(SYSMAN, ("System Manager",)).name
		cls.campaign = make_campaign(cls.agency)
		cls.ani = make_appraisal(cls.agency, cls.campaign, "ani", RATERS)

	def answer_all(self, but=()):
		for relation, people in RATERS.items():
			for number, short in enumerate(people):
				if short not in but:
					word = "zrahasiaz" if relation == "Subordinate" else "zkenariz"
					give(self.agency, self.ani, short, 1 + number, f"{word} {relation} {number}")

	def users(self):
		return {**{short: self.user(short) for short in CURIOUS}, "sysman": self.sysman, "guest": "Guest"}

	def rows_of(self, doctype):
		return values(doctype, "name", campaign=self.campaign)


class TestDatabase(AnonymityCase):
	"""What somebody sees who has the whole database, without the key."""

	def test_one_answer_changes_a_mark_and_a_box_and_nothing_else(self):
		give(self.agency, self.ani, "citra", 3, "zkenariz")
		for short in ("budi", "staf2", "ani", "kabid"):
			request = invitation(self.agency, self.ani, short)
			before = everything()
			self.assertEqual(self.send(short, given=answers(2, "zkenariz " + short)).status, 200)
			after = everything()
			changed = sorted((table, column) for table, _name, column in differences(before, after))
			with self.subTest(rater=short):
				self.assertEqual(
					changed,
					[("tabAppraisal 360 Box", "content"), ("tabAppraisal 360 Invitation", "answered")],
				)
				self.assertIn(
					("tabAppraisal 360 Invitation", request, "answered"), differences(before, after)
				)
				self.assertFalse("zkenariz" in as_text(after))

	def test_no_time_no_user_no_order(self):
		self.answer_all()
		for doctype in (box.INVITATION, box.BOX):
			rows = values(
				doctype, "owner", "modified_by", "creation", "modified", "idx", campaign=self.campaign
			)
			self.assertEqual(len({as_text(row) for row in rows}), 1, doctype)
			self.assertEqual(rows[0].owner, "Administrator")
			self.assertEqual(cstr(rows[0].modified)[:19], three_sixty.MOMENT)
		columns = {df.fieldname for df in frappe.get_meta(box.INVITATION).fields}
		for df in frappe.get_meta(box.INVITATION).fields:
			self.assertNotIn(df.fieldtype, ("Date", "Datetime", "Time"), columns)
		close(self.campaign)
		for doctype in (results.RESULT, results.COMMENT):
			rows = values(
				doctype, "owner", "modified_by", "creation", "modified", "idx", campaign=self.campaign
			)
			self.assertEqual(len({as_text(row) for row in rows}), 1, doctype)
			self.assertEqual(rows[0].owner, "Administrator")

	def test_a_box_has_one_size_whatever_is_in_it(self):
		texts = ["", "x", "😀" * 500, '"' * 500, "\\" * 500]
		sizes = {}
		for short, text in zip(("budi", "sari", "citra", "staf1"), texts, strict=False):
			give(self.agency, self.ani, short, 3, text)
			sizes.setdefault("Peer", set()).add(len(self.boxes()["Peer"]))
		other = make_appraisal(
			self.agency,
			self.campaign,
			"budi",
			{**RATERS, "Self": ["budi"], "Peer": [*RATERS["Peer"][1:], "ani"]},
		)
		give(self.agency, other, "sari", 5, "😀" * 500)
		sizes["Peer"].add(len(self.boxes(other)["Peer"]))
		self.assertEqual(len(sizes["Peer"]), 1)

	def test_a_box_keeps_its_size_when_replaced_raters_have_answered_as_well(self):
		give(self.agency, self.ani, "budi", 3, "x")
		size = len(self.boxes()["Peer"])
		questionnaire = rules.questionnaire_from(frappe.db.get_value(box.CAMPAIGN, self.campaign, "content"))
		row = frappe._dict(appraisal=self.ani, relation="Peer")
		answer = {"s": {"a1": 3, "a2": 3, "h1": 3}, "o": {"buka": "x" * rules.TEXT_LIMIT}}
		for _number in range(12):
			box._add(row, answer, questionnaire)
		self.assertEqual(len(self.boxes()["Peer"]), size)
		self.assertEqual(len(box.opened([self.ani])[self.ani]["Peer"]), 13)
		# the longest texts that there are: the box grows by whole answers then, and tells no length
		each, answer["o"]["buka"] = rules.most_bytes(questionnaire, "Peer") + 1, "😀" * rules.TEXT_LIMIT
		for _number in range(8):
			box._add(row, answer, questionnaire)
		name, content = frappe.db.get_value(
			box.BOX, {"appraisal": self.ani, "relation": "Peer"}, ["name", "content"]
		)
		self.assertEqual((len(sealed.unseal(content, box.purpose_of(name))) - 1) % each, 0)
		self.assertEqual(len(box.opened([self.ani])[self.ani]["Peer"]), 21)

	def test_the_same_answers_never_look_the_same(self):
		give(self.agency, self.ani, "budi", 3)
		kept = self.boxes()["Peer"]
		other = make_appraisal(self.agency, self.campaign, "sari", {"Peer": ["budi"]})
		give(self.agency, other, "budi", 3)
		self.assertNotEqual(self.boxes(other)["Peer"], kept)
		self.assertLess(
			sum(a == b for a, b in zip(kept, self.boxes(other)["Peer"], strict=True)), len(kept) / 2
		)

	def test_answers_stand_in_no_order_of_coming(self):
		first = 0
		for _number in range(12):
			campaign = make_campaign(self.agency)
			name = make_appraisal(self.agency, campaign, "ani", RATERS)
			for value, short in enumerate(RATERS["Peer"], 1):
				give(self.agency, name, short, value)
			found = [answer["s"]["a1"] for answer in box.opened([name])[name]["Peer"]]
			self.assertEqual(sorted(found), [1, 2, 3, 4])
			first += found == [1, 2, 3, 4]
		self.assertLess(first, 6)

	def test_comments_stand_in_no_order_of_coming(self):
		seen = set()
		for _number in range(10):
			with self.undone():
				self.answer_all()
				close(self.campaign)
				with self.as_user(self.user("kabid")):
					frappe.db.set_value(box.APPRAISAL, self.ani, "comments_checked", 1)
					found = results.results_of(self.ani)["comments"]
				stored = frappe.db.sql(
					"select comment from `tabAppraisal 360 Comment` where appraisal = %s", (self.ani,)
				)
				seen.add(tuple(row["comment"] for row in found) + tuple(row[0] for row in stored))
		self.assertGreater(len(seen), 5)

	def test_after_closing_nothing_ties_a_rater_to_the_person(self):
		self.answer_all(but=("staf1",))
		requests = [row.name for row in self.rows_of(box.INVITATION)]
		boxes = [row.name for row in self.rows_of(box.BOX)]
		close(self.campaign)
		found = everything()
		text = as_text(found)
		self.assertEqual([mark for mark in ("zrahasiaz", *requests, *boxes) if mark in text], [])
		# an appraiser is named as such, and was told that the part is; everybody else only as somebody
		hidden = [short for relation in ("Peer", "Subordinate") for short in RATERS[relation]]
		marks = {short: (self.agency.people[short].name, self.user(short)) for short in hidden}
		for table, rows in found.items():
			for row in rows:
				line = as_text(row)
				if self.ani not in line and self.campaign not in line:
					continue
				for short, names in marks.items():
					self.assertFalse(any(f'"{name}"' in line for name in names), (table, short, line))

	def test_a_restored_backup_opens_nothing(self):
		"""The rows of a dump beside, with another key, with none, and by Frappe's own way of opening what it seals."""
		self.answer_all()
		copies = values(box.BOX, "name", "content", campaign=self.campaign)
		dump = as_text(copies)
		for short in RATERS["Peer"]:
			self.assertNotIn(self.agency.people[short].name, dump)
		for mark in ("zkenariz", "zrahasiaz", '"s"'):
			self.assertNotIn(mark, dump)
		from cryptography.fernet import Fernet

		for row in copies:
			sealed.unseal(row.content, box.purpose_of(row.name))
			with (
				patch.dict(frappe.local.conf, {"encryption_key": Fernet.generate_key().decode()}),
				self.assertRaises(sealed.SealBroken),
			):
				sealed.unseal(row.content, box.purpose_of(row.name))
			with self.assertRaises(frappe.ValidationError):
				frappe.utils.password.decrypt(row.content)
		one, other = copies[0], copies[1]
		with self.assertRaises(sealed.SealBroken):
			sealed.unseal(one.content, box.purpose_of(other.name))


class TestReadingDoors(AnonymityCase):
	def forbidden(self, doctype):
		"""Words that no door may give: names of the rows and what stands in them."""
		rows = frappe.db.sql(
			f"select * from `tab{doctype}` where campaign = %s", (self.campaign,), as_dict=True
		)
		words = {cstr(row.name) for row in rows}
		words |= {cstr(row.get("content"))[:40] for row in rows if row.get("content")}
		return words | {"zkenariz", "zrahasiaz"}

	def doors(self, doctype, name):
		column = {"Appraisal 360 Box": "content", "Appraisal 360 Comment": "comment"}.get(doctype, "relation")
		with patch.dict(test_attacks_reading.TEXT_OF, {doctype: column}):
			found = list(test_attacks_reading.doors_of(doctype, name, "zkenariz"))
		filters = json.dumps([["campaign", "=", self.campaign]])
		found += [
			("count", get("frappe.client.get_count", doctype=doctype, filters=filters)),
			("count by v2", ("GET", f"/api/v2/doctype/{doctype}/count", {"filters": filters})),
			("count of list", get("frappe.desk.reportview.get_count", doctype=doctype, filters=filters)),
			(
				"groups",
				get(
					"frappe.desk.listview.get_group_by_count",
					doctype=doctype,
					current_filters="[]",
					field="owner",
				),
			),
			(
				"all of the list",
				("GET", resource(doctype), {"fields": '["*"]', "limit_page_length": 0}),
			),
			("search", post("frappe.desk.search.search_link", doctype=doctype, txt="")),
			("title", get("frappe.desk.search.get_link_title", doctype=doctype, docname=name)),
			("document", get("frappe.desk.form.load.getdoc", doctype=doctype, name=name)),
			("password", post("frappe.client.get_password", doctype=doctype, name=name, fieldname="content")),
		]
		return [(label, door) for label, door in found if label not in test_attacks_reading.SLOW]

	def attack(self, doctype, users):
		name = self.rows_of(doctype)[0].name
		words = self.forbidden(doctype) - {name}
		for label, door in self.doors(doctype, name):
			for who, user in users.items():
				answer = self.client.request(door[0], door[1], user=user, data=door[2])
				# a refusal may say which address was asked for
				told = re.sub(r"/private/files/[\w.-]+", "", answer.text)
				with self.subTest(doctype=doctype, door=label, who=who):
					self.assertEqual([word for word in words if word in told], [], told[:600])
					if "count" in label and answer.ok:
						self.assertIn(answer.message, (0, None, {}, []), answer)

	def test_nobody_reads_what_is_sealed(self):
		self.answer_all()
		# one of each kind stands for the others: all are closed by the same line
		users = {who: user for who, user in self.users().items() if who in ("ani", "kabid", "hera", "sysman")}
		self.attack(box.BOX, users)
		self.attack(box.INVITATION, users)
		close(self.campaign)
		self.attack(results.RESULT, users)
		self.attack(results.COMMENT, users)

	def test_an_administrator_who_gives_himself_every_right(self):
		self.answer_all()
		for doctype in SEALED:
			frappe.get_doc(
				{
					"doctype": "Custom DocPerm",
					"parent": doctype,
					"role": "System Manager",
					"permlevel": 0,
					**dict.fromkeys(("read", "write", "create", "delete", "export", "report", "print"), 1),
				}
			).db_insert()
			frappe.clear_cache(doctype=doctype)
		self.addCleanup(lambda: [frappe.clear_cache(doctype=doctype) for doctype in SEALED])
		users = {"sysman": self.sysman}
		for doctype in (box.BOX, box.INVITATION):
			self.attack(doctype, users)
			for row in self.rows_of(doctype):
				before = frappe.db.sql(
					f"select * from `tab{doctype}` where name = %s", (row.name,), as_dict=True
				)
				for method, path, data in (
					("PUT", resource(doctype, row.name), {"rater": "x", "content": "x", "relation": "Self"}),
					("DELETE", resource(doctype, row.name), {}),
					(
						"POST",
						resource(doctype),
						{"appraisal": self.ani, "campaign": self.campaign, "relation": "Self", "rater": "x"},
					),
					*[
						(m, p, d)
						for m, p, d in (
							post(
								"frappe.client.set_value",
								doctype=doctype,
								name=row.name,
								fieldname="relation",
								value="Self",
							),
							post("frappe.client.delete", doctype=doctype, name=row.name),
							post(
								"frappe.client.rename_doc", doctype=doctype, old_name=row.name, new_name="x"
							),
						)
					],
				):
					with self.undone():
						answer = self.client.request(method, path, user=self.sysman, data=data)
						self.assertGreaterEqual(answer.status, 400, answer)
						after = frappe.db.sql(
							f"select * from `tab{doctype}` where name = %s", (row.name,), as_dict=True
						)
						self.assertEqual(before, after)
				break

	def test_the_documents_themselves_refuse_everybody(self):
		self.answer_all()
		for doctype in (box.BOX, box.INVITATION):
			for user in ("Administrator", self.sysman):
				with self.as_user(user), self.subTest(doctype=doctype, user=user):
					with self.assertRaises(frappe.PermissionError):
						frappe.get_doc(doctype, self.rows_of(doctype)[0].name)
					with self.assertRaises(frappe.PermissionError):
						frappe.get_doc(
							{"doctype": doctype, "appraisal": "x", "campaign": "x", "relation": "Peer"}
						).insert(ignore_permissions=True)
					try:
						rows = frappe.get_list(doctype)
					except frappe.PermissionError:
						rows = []
					self.assertEqual(rows, [])

	def test_two_looks_before_and_after_one_answer(self):
		"""Whatever anybody but a System Manager sees is the same before and after."""
		for short in ("budi", "sari", "citra"):
			give(self.agency, self.ani, short, 4, "zkenariz")
		filters = json.dumps([["campaign", "=", self.campaign]])
		looks = [
			("GET", resource(box.APPRAISAL, self.ani), {}),
			("GET", resource(box.APPRAISAL), {"fields": '["*"]', "filters": filters}),
			("GET", resource(box.CAMPAIGN, self.campaign), {}),
			get("frappe.desk.form.load.getdoc", doctype=box.APPRAISAL, name=self.ani),
			get("frappe.client.get_count", doctype=box.INVITATION, filters='{"answered": 1}'),
			get(
				"frappe.client.get_count",
				doctype=box.INVITATION,
				filters=json.dumps({"campaign": self.campaign, "answered": 1}),
			),
			get(API + "result", appraisal=self.ani),
			get("kinerja_asn.api.campaigns.overview", campaign=self.campaign),
			get("kinerja_asn.api.campaigns.proposal", appraisal=self.ani),
			get("kinerja_asn.api.campaigns.nominations", campaign=self.campaign),
			get("kinerja_asn.api.campaigns.candidates", appraisal=self.ani),
			("GET", "/kinerja", {}),
			("GET", "/kinerja/appraisal-360", {}),
		]

		def seen():
			return {
				(who, number): self.client.request(look[0], look[1], user=user, data=look[2])
				for (who, user), (number, look) in itertools.product(self.users().items(), enumerate(looks))
				# who answers sees that his own request is done; a System Manager is the one the claim names
				if who not in ("staf1", "sysman")
			}

		before = seen()
		give(self.agency, self.ani, "staf1", 1, "zkenariz terakhir")
		after = seen()
		for key, answer in before.items():
			with self.subTest(who=key[0], look=looks[key[1]][1]):
				self.assertEqual(
					(answer.status, stable(answer.text)), (after[key].status, stable(after[key].text))
				)
				self.assertNotIn("zkenariz", answer.text)

	def test_what_is_published_lets_no_hidden_group_be_subtracted(self):
		"""Every number of answers in both groups: other answers of a hidden group give the same result to everybody."""

		def published(peers, subordinates, hidden_value):
			with self.undone():
				groups = {"Peer": RATERS["Peer"][:peers], "Subordinate": RATERS["Subordinate"][:subordinates]}
				shown = rules.shown_groups({relation: len(people) for relation, people in groups.items()})
				parts = {part for relation in shown.values() for part in relation}
				give(self.agency, self.ani, "kabid", 3)
				for relation, people in groups.items():
					for number, short in enumerate(people):
						value = 1 + number if relation in parts else hidden_value
						give(
							self.agency,
							self.ani,
							short,
							value,
							"x" if relation in parts else f"zrahasiaz {value}",
						)
				close(self.campaign)
				frappe.db.set_value(
					box.APPRAISAL, self.ani, {"workflow_state": "Released", "comments_checked": 1}
				)
				found = {}
				for short in ("ani", "kabid", "kadis", "hera", "audi"):
					answer = self.client.call(API + "result", user=self.user(short), appraisal=self.ani)
					self.assertEqual(answer.status, 200)
					found[short] = answer.message
				return as_text(found)

		for peers, subordinates in itertools.product(range(5), range(3)):
			with self.subTest(peers=peers, subordinates=subordinates):
				one, other = (published(peers, subordinates, value) for value in (1, 5))
				self.assertEqual(one, other)
				self.assertNotIn("zrahasiaz", one)

	def test_the_summary_over_many_people_holds_nothing_of_a_hidden_group(self):
		"""Other answers of hidden groups, or of a person whose result is not released, give the same report to everybody,
		however it is filtered."""
		units = ("", *(self.agency.units[unit].name for unit in ("dinas", "a", "b")))
		rated = {"ani": self.ani}
		for short, peers in (("budi", ["ani", "sari", "citra"]), ("sari", ["ani", "budi", "citra"])):
			raters = {
				"Self": [short],
				"Superior": ["kabid"],
				"Peer": peers,
				"Subordinate": ["staf2", "staf3"],
			}
			rated[short] = make_appraisal(self.agency, self.campaign, short, raters)
		waiting = make_appraisal(
			self.agency, self.campaign, "citra", {"Self": ["citra"], "Peer": ["ani", "budi", "sari"]}
		)

		def reported(hidden_value):
			with self.undone():
				for short, name in rated.items():
					for rater in (short, "kabid", *(RATERS["Peer"] if short == "ani" else ())):
						give(self.agency, name, rater, 3)
					for rater in ("ani", "budi", "sari", "citra"):
						if short != "ani" and rater != short:
							give(self.agency, name, rater, 4)
					for rater in RATERS["Subordinate"]:
						give(self.agency, name, rater, hidden_value)
				for rater in ("citra", "ani", "budi", "sari"):
					give(self.agency, waiting, rater, hidden_value)
				close(self.campaign)
				for name in rated.values():
					frappe.db.set_value(
						box.APPRAISAL,
						name,
						{"workflow_state": "Released", "overall": 3, "comments_checked": 1},
					)
				found = {}
				readers = ("ani", "kabid", "kabid_b", "kadis", "hera", "peni", "audi", "deli")
				for who, by, unit in itertools.product(readers, ("Campaign", "Behaviour", "Unit"), units):
					answer = self.client.call(
						"frappe.desk.query_report.run",
						user=self.user(who),
						report_name="ASN Appraisal 360 Summary",
						filters=json.dumps({"period": self.agency.period.name, "by": by, "department": unit}),
					)
					self.assertEqual(answer.status, 200, answer)
					message = answer.message
					found[who, by, unit] = [message["result"], message["chart"], message["report_summary"]]
				return found

		one, other = reported(1), reported(5)
		self.assertEqual(one, other)
		shown = {row["name"]: row for row in one["hera", "Behaviour", ""][0]}
		self.assertEqual((shown["Akuntabel"]["people"], shown["Akuntabel"]["subordinates"]), (3, None))

	def test_taking_a_rater_away_does_not_tell_whether_he_has_answered(self):
		"""HR takes a rater away and looks at the progress: the same, whether it is one who has answered or not."""
		for short in ("budi", "sari", "citra"):
			give(self.agency, self.ani, short, 4)

		def look_after_taking(short):
			with self.undone():
				api = "kinerja_asn.api.campaigns."
				gone = self.client.call(
					api + "declare_conflict",
					user=self.user("hera"),
					appraisal=self.ani,
					rater=self.agency.people[short].name,
					reason="-",
				)
				self.assertTrue(gone.ok, gone.text)
				found = self.client.call(
					api + "overview", user=self.user("hera"), campaign=self.campaign
				).message
				return found["progress"]

		self.assertIsNotNone(look_after_taking("staf1"))
		self.assertEqual(look_after_taking("citra"), look_after_taking("staf1"))

	def test_no_second_campaign_for_the_same_time(self):
		"""The same raters and one more, asked anew: the difference of two results would be his answer."""
		self.answer_all(but=("staf1",))
		close(self.campaign)
		again = frappe.get_doc(
			{
				"doctype": box.CAMPAIGN,
				"title": "Sekali lagi",
				"company": agencies.AGENCY,
				"performance_period": self.agency.period.name,
				"performance_interval": f"{agencies.YEAR}-Q1",
				"template": "BerAKHLAK",
			}
		).insert()
		api = "kinerja_asn.api.campaigns."
		seen = self.client.call(api + "preview", user=self.user("hera"), campaign=again.name).message
		self.assertEqual(seen["rated_already"]["count"], 1)
		self.assertTrue(self.client.call(api + "launch", user=self.user("hera"), campaign=again.name).ok)
		self.run_jobs()
		rated = frappe.get_all(box.APPRAISAL, {"campaign": again.name}, pluck="employee")
		self.assertIn(self.agency.people["budi"].name, rated)
		self.assertNotIn(self.agency.people["ani"].name, rated)

	def test_no_second_result_beside_the_first(self):
		"""A campaign that would be opened again could show one answer by the difference of two results."""
		self.answer_all(but=("staf1",))
		close(self.campaign)
		before = as_text(values(results.RESULT, "name", "mean", "answers", campaign=self.campaign))
		with self.as_user(self.user("hera")):
			for method in ("launch", "start_collecting", "close"):
				self.client.call(
					f"kinerja_asn.api.campaigns.{method}", user=self.user("hera"), campaign=self.campaign
				)
		self.run_jobs()
		for data in ({"status": "Collecting"}, {"status": "Draft"}, {"minimum_raters": 1}):
			self.client.put(resource(box.CAMPAIGN, self.campaign), user=self.user("hera"), data=data)
		self.assertEqual(frappe.db.get_value(box.CAMPAIGN, self.campaign, "status"), "Closed")
		self.assertEqual(
			as_text(values(results.RESULT, "name", "mean", "answers", campaign=self.campaign)), before
		)


def kept_of(exception) -> str:
	"""What Frappe keeps of an error: the Error Log with all variables on its way, and the log file."""
	try:
		raise exception
	except Exception:
		return frappe.get_traceback(with_context=True) + frappe.get_traceback()


def stable(text: str) -> str:
	"""A page without what differs each time, times of the request and tokens, and without the one number that is meant to
	move: how much of the whole campaign is answered, from the minimum on."""
	text = re.sub(r'"progress":\d+', "", text)
	text = re.sub(r'nonce="[^"]*"|csrf_token[^;<]*|[0-9a-f]{56}', "", text)
	return re.sub(r"\d{2}:\d{2}:\d{2}(\.\d+)?", "", text)


class TestLogs(AnonymityCase):
	"""An answer made to fail, and everything that is kept of requests and jobs."""

	def failing(self, target, name, error):
		"""The answer of a rater whose request fails at this place, and everything kept of it."""
		with self.undone(), patch.object(target, name, side_effect=error):
			answer = self.send("budi", given=answers(2, "zkenariz yang gagal"))
			text = kept_of(answer.exception)
			text += as_text(frappe.db.sql("select * from `tabError Log`", as_dict=True)) + answer.text
			self.assertFalse(
				values(box.INVITATION, "answered", name=invitation(self.agency, self.ani, "budi"))[0].answered
			)
		return answer, text

	def test_an_answer_that_fails_anywhere(self):
		places = (
			(rules, "written"),
			(rules, "most_bytes"),
			(rules, "checked_answer"),
			(rules, "questionnaire_from"),
			(sealed, "seal"),
			(box, "_add"),
			(box, "_mark_answered"),
			(box, "SystemRandom"),
		)
		for target, name in places:
			with self.subTest(place=name):
				answer, text = self.failing(target, name, RuntimeError("zkenariz dalam pesan"))
				self.assertEqual(answer.status, 500, answer)
				self.assertNotIn("zkenariz", text)
				self.assertNotIn('"a1"', text)
				# what is kept does show variables
				self.assertIn("invitation = ", text)
				self.assertIn("WithoutValues", text)
		self.assertEqual(self.send("budi").status, 200)

	def test_a_box_that_cannot_be_opened_or_is_gone(self):
		give(self.agency, self.ani, "sari", 4, "zkenariz sari")
		Box = DocType(box.BOX)
		for change in (
			frappe.qb.update(Box).set(Box.content, "rusak").where(Box.campaign == self.campaign),
			frappe.qb.from_(Box).delete().where(Box.campaign == self.campaign),
		):
			with self.undone():
				change.run()
				answer = self.send("budi", given=answers(2, "zkenariz yang gagal"))
				self.assertEqual(answer.status, 500)
				self.assertNotIn("zkenariz", kept_of(answer.exception))
				self.assertFalse(
					values(box.INVITATION, "answered", name=invitation(self.agency, self.ani, "budi"))[
						0
					].answered
				)

	def test_a_refused_answer_leaves_nothing(self):
		for given in (answers(9, "zkenariz"), {"scores": {"a1": "zkenariz"}}, answers(3, "zkenariz " * 2000)):
			answer = self.send("budi", given=given)
			self.assertEqual(answer.status, 417)
			self.assertNotIn("zkenariz", answer.text)
			self.assertNotIn("zkenariz", kept_of(answer.exception))

	def test_locks_of_the_database_come_out_as_they_are(self):
		with patch.object(box, "_add", side_effect=frappe.QueryDeadlockError("deadlock")):
			answer = self.send("budi", given=answers(2, "zkenariz"))
		self.assertGreaterEqual(answer.status, 400)
		self.assertIsInstance(answer.exception, frappe.QueryDeadlockError | sealed.WithoutValues)

	def test_a_full_disk_is_told_in_words_and_keeps_nothing_half(self):
		"""The box, or the mark, finds no room: what was written stays on the page and can be sent later."""
		full = frappe.db.OperationalError(
			*{
				"mariadb": (1114, "The table 'tabAppraisal 360 Box' is full"),
				"sqlite": ("database or disk is full",),
			}[frappe.db.db_type]
		)

		def there():
			return values(box.BOX, "name", "content"), values(box.INVITATION, "name", "answered")

		before = there()
		for place in ("_add", "_mark_answered"):
			original = getattr(box, place)

			def half(*arguments, original=original):
				original(*arguments)
				raise full

			with self.subTest(place), patch.object(box, place, half):
				answer = self.send("budi", given=answers(2, "zkenariz"))
				self.assertEqual(answer.status, 417)
				self.assertIn("no room", " ".join(answer.messages))
				kept = kept_of(answer.exception) + answer.text
				kept += as_text(frappe.db.sql("select * from `tabError Log`", as_dict=True))
				self.assertNotIn("zkenariz", kept)
				self.assertEqual(there(), before)
		self.assertEqual(self.send("budi").status, 200)

	def test_the_form_of_a_request_holds_no_answer(self):
		"""frappe.log writes the form, the Recorder keeps it: the answer is out of it before anything else runs."""
		from frappe.utils.logger import sanitized_dict

		self.assertNotIn("zkenariz", as_text(sanitized_dict({box.FIELD: json.dumps(answers(2, "zkenariz"))})))
		seen = []
		original = box.answer

		def looking(*arguments):
			seen.append(as_text(dict(frappe.local.form_dict)) + repr(box.sent()) + repr(arguments))
			return original(*arguments)

		with patch.object(box, "answer", looking):
			self.assertEqual(self.send("budi", given=answers(2, "zkenariz")).status, 200)
		self.assertEqual(len(seen), 1)
		self.assertNotIn("zkenariz", seen[0])
		first = frappe.get_hooks("before_request", app_name="kinerja_asn")[0]
		self.assertEqual(first, "kinerja_asn.appraisal_360_box.take_out_of_request")

	def test_closing_that_fails(self):
		self.answer_all()
		for target, name in ((rules, "summarise"), (results.bulk, "insert_rows")):
			with self.undone(), patch.object(target, name, side_effect=RuntimeError("zkenariz")):
				# the run writes its own rows by the same function
				if name == "insert_rows":
					with self.assertRaises(sealed.WithoutValues) as caught:
						sealed.without_values(results.write, [self.ani], three_sixty.MOMENT, False)
					text = cstr(caught.exception)
					self.assertIsNone(caught.exception.__context__)
				else:
					close(self.campaign)
					text = as_text(frappe.db.sql("select * from `tabError Log`", as_dict=True))
					self.assertIn("WithoutValues", text)
				self.assertNotIn("zkenariz", text)
				self.assertNotIn("zrahasiaz", text)

	def test_jobs_hold_names_of_campaigns_only(self):
		self.answer_all()
		from kinerja_asn import appraisal_360_work

		queued = []
		with patch("frappe.enqueue", lambda *arguments, **options: queued.append((arguments, options))):
			appraisal_360_work.close(self.campaign)
		self.assertTrue(queued)
		text = as_text([[arguments, sorted(options.items(), key=str)] for arguments, options in queued])
		for short in ("budi", "sari", "citra"):
			self.assertNotIn(self.agency.people[short].name, text)
		self.assertNotIn("zkenariz", text)


class TestSystemManager(AnonymityCase):
	"""What an administrator switches on beforehand."""

	def test_a_site_that_watches_every_document(self):
		"""Notification, Webhook, Server Script, Assignment Rule and track_changes on all sealed DocTypes: nothing fires."""
		for doctype in SEALED:
			frappe.get_doc(
				{
					"doctype": "Property Setter",
					"doctype_or_field": "DocType",
					"doc_type": doctype,
					"property": "track_changes",
					"value": "1",
					"property_type": "Check",
				}
			).db_insert()
			for number, event in enumerate(("Save", "New", "Value Change")):
				frappe.get_doc(
					{
						"doctype": "Notification",
						"name": f"intip-{doctype}-{number}",
						"subject": "{{ doc.as_json() }}",
						"document_type": doctype,
						"event": event,
						"value_changed": "content",
						"channel": "System Notification",
						"enabled": 1,
						"message": "{{ doc.as_json() }}",
					}
				).db_insert()
			for event in ("on_update", "after_insert", "on_trash"):
				frappe.get_doc(
					{
						"doctype": "Webhook",
						"name": f"intip-{doctype}-{event}",
						"webhook_doctype": doctype,
						"webhook_docevent": event,
						"request_url": "http://127.0.0.1:9/",
						"enabled": 1,
					}
				).db_insert()
			for event in ("Before Save", "After Save", "After Insert", "After Delete"):
				frappe.get_doc(
					{
						"doctype": "Server Script",
						"name": f"intip-{doctype}-{event}",
						"script_type": "DocType Event",
						"reference_doctype": doctype,
						"doctype_event": event,
						"script": "frappe.log_error('intip', doc.as_json())",
					}
				).db_insert()
			frappe.clear_cache(doctype=doctype)
		frappe.clear_cache()
		self.addCleanup(frappe.clear_cache)
		self.assertTrue(frappe.get_meta(box.BOX).track_changes)
		watched = (
			"Version",
			"Notification Log",
			"Error Log",
			"Deleted Document",
			"ToDo",
			"Comment",
			"Communication",
		)
		before = {doctype: frappe.db.count(doctype) for doctype in watched}
		self.jobs.clear()
		with patch.dict(frappe.local.conf, {"server_script_enabled": 1}):
			self.assertEqual(self.send("budi", given=answers(2, "zkenariz")).status, 200)
			self.answer_all(but=("budi",))
			self.assertEqual({doctype: frappe.db.count(doctype) for doctype in watched}, before)
			close(self.campaign)
		after = {doctype: frappe.db.count(doctype) for doctype in watched}
		# the appraiser is told that results are there
		self.assertEqual({**after, "Notification Log": 0}, {**before, "Notification Log": 0})
		told = as_text(
			frappe.db.sql(
				"select subject, document_type, document_name from `tabNotification Log`", as_dict=True
			)
		)
		self.assertNotIn("intip", told)
		self.assertNotIn("zkenariz", told)

	def test_sql_of_an_administrator_reads_sealed_text_only(self):
		"""System Console and Query Report: who has answered, and boxes that nobody can read."""
		self.answer_all()
		statements = [f"select * from `tab{doctype}`" for doctype in (box.BOX, box.INVITATION)]
		for statement in statements:
			answer = self.client.call(
				"frappe.desk.doctype.system_console.system_console.execute_code",
				user=self.sysman,
				doc=json.dumps(
					{"doctype": "System Console", "type": "SQL", "console": statement, "commit": 0}
				),
			)
			self.assertEqual(answer.status, 200, answer)
			for mark in ("zkenariz", "zrahasiaz"):
				self.assertNotIn(mark, answer.text)
		frappe.get_doc(
			{
				"doctype": "Report",
				"name": "Intip Kotak",
				"report_name": "Intip Kotak",
				"ref_doctype": "User",
				"report_type": "Query Report",
				"is_standard": "No",
				"query": statements[0],
				"module": "Core",
			}
		).db_insert()
		answer = self.client.call("frappe.desk.query_report.run", user=self.sysman, report_name="Intip Kotak")
		for mark in ("zkenariz", "zrahasiaz"):
			self.assertNotIn(mark, answer.text)

	def test_nothing_that_opens_boxes_can_be_called(self):
		"""Neither by a request nor by a server script, which calls whitelisted functions only."""
		for name in ("opened", "answer", "_answer", "_add", "sent", "take_out_of_request"):
			self.assertNotIn(getattr(box, name), frappe.whitelisted)
			answer = self.client.call(
				f"kinerja_asn.appraisal_360_box.{name}", user=self.sysman, appraisals=[self.ani]
			)
			self.assertIn(answer.status, (403, 404, 417), answer)
		for name in ("write", "results_of", "scores", "weights_from"):
			self.assertNotIn(getattr(results, name), frappe.whitelisted)
		for name in ("seal", "unseal", "without_values"):
			self.assertNotIn(getattr(sealed, name), frappe.whitelisted)

	def test_the_key_is_not_fetched_by_browser(self):
		"""A backup and the site's configuration beside it would be database and key in one hand."""
		for path in (
			"/backups/20260101_000000-situs-site_config_backup.json",
			"/backups/20260101_000000-situs-site_config_backup-enc.json",
			"/backups/../../site_config.json",
			"/backups/../../SITE_CONFIG.json",
		):
			for user in (self.sysman, "Administrator"):
				with self.subTest(path=path, user=user):
					answer = self.client.get(path, user=user)
					self.assertGreaterEqual(answer.status, 400, answer)
					self.assertNotIn("encryption_key", answer.text)

	def test_sealed_doctypes_are_guarded_in_every_list_of_doors(self):
		for doctype in SEALED:
			meta = frappe.get_meta(doctype)
			self.assertEqual(meta.permissions, [])
			self.assertTrue(our_doors.is_guarded(doctype))
			for flag in ("track_changes", "track_views", "track_seen", "index_web_pages_for_search"):
				self.assertFalse(meta.get(flag), (doctype, flag))
			for user in (self.sysman, "Administrator"):
				self.assertEqual(permissions.condition_for(doctype, user), "1 = 0")


class TestPeople(AnonymityCase):
	def test_a_rater_who_leaves_keeps_his_answer_and_no_more(self):
		give(self.agency, self.ani, "budi", 2, "zkenariz")
		frappe.db.set_value("Employee", self.agency.people["budi"].name, "status", "Left")
		frappe.db.set_value("Employee", self.agency.people["sari"].name, "status", "Left")
		agencies.forget()
		self.assertEqual(self.send("sari").status, 403)
		for short in ("citra", "staf1"):
			give(self.agency, self.ani, short, 4)
		close(self.campaign)
		rows = values(results.RESULT, "relation", "answers", appraisal=self.ani, behaviour="")
		self.assertIn({"relation": "Peer", "answers": 3}, [dict(row) for row in rows])

	def test_a_group_that_falls_below_the_minimum_after_answers_came(self):
		"""Three were asked and two have answered when the third leaves: the two are not shown."""
		give(self.agency, self.ani, "budi", 2, "zrahasiaz")
		give(self.agency, self.ani, "sari", 2, "zrahasiaz")
		give(self.agency, self.ani, "kabid", 4)
		Row = DocType(box.INVITATION)
		for short in ("citra", "staf1"):
			frappe.qb.update(Row).set(Row.status, "Withdrawn").where(
				Row.name == invitation(self.agency, self.ani, short)
			).run()
		close(self.campaign)
		rows = {row.relation for row in values(results.RESULT, "relation", appraisal=self.ani)}
		self.assertEqual(rows, {"Superior", "Overall"})
		self.assertFalse("zrahasiaz" in as_text(everything()))

	def test_nobody_learns_from_the_run_of_closing(self):
		self.answer_all()
		of_budi = make_appraisal(self.agency, self.campaign, "budi", {"Peer": ["ani"]})
		run = close(self.campaign)
		rows = values("Bulk Run Row", "result", "message", "link_doctype", bulk_run=run)
		self.assertEqual(len(rows), 2)
		self.assertEqual(len({as_text(row) for row in rows}), 1)
		self.assertTrue(of_budi)

	def test_a_rater_cannot_read_back_what_he_gave(self):
		self.assertEqual(self.send("budi", given=answers(2, "zkenariz")).status, 200)
		for method, data in (
			("result", {"appraisal": self.ani}),
			("comments_to_check", {}),
			("release", {"appraisal": self.ani, "talk_on": nowdate()}),
		):
			answer = self.client.call(API + method, user=self.user("budi"), data=data)
			self.assertEqual(answer.status, 403)
			self.assertNotIn("zkenariz", answer.text)
