"""A 360-degree campaign of the whole agency: launched, answered by everybody, closed."""

from collections import Counter

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import add_days, getdate, nowdate

from kinerja_asn import appraisal_360_work, bulk, campaigns, sealed
from kinerja_asn.appraisal_360_box import APPRAISAL, BOX, CAMPAIGN, INVITATION, purpose_of
from kinerja_asn.benchmark import agency, frame, twins, year
from kinerja_asn.rules import appraisal_360 as rules

#: people whose rows the baseline inserts in a round
SAMPLE = 20
RESULT, COMMENT = "Appraisal 360 Result", "Appraisal 360 Comment"
AT_LAUNCH, AT_CLOSING = (APPRAISAL, INVITATION, BOX), (RESULT, COMMENT)
TITLE = "Penilaian Tolok Ukur"


def figures(place: agency.Place, rounds: int):
	period = year.agreed_plans(place)
	people = len(place.employees)

	def launch(_number: int) -> tuple[float, int]:
		remove(place.company)
		name = make_campaign(place, period)
		with frame.counted_statements() as statements:
			seconds = frame.taken(lambda: campaigns.launch(name, at_once=True))
		check(name, people)
		return seconds, len(statements)

	def close(_number: int) -> tuple[float, int]:
		launch(0)
		name = frappe.db.get_value(CAMPAIGN, {"company": place.company})
		collect_answers(name)
		with frame.counted_statements() as statements:
			seconds = frame.taken(lambda: appraisal_360_work.close(name, at_once=True))
		if frappe.db.count(APPRAISAL, {"campaign": name, "workflow_state": "Closed"}) != people:
			raise SystemExit("Not everybody's results were written.")
		return seconds, len(statements)

	for name, work, doctypes in (("launch_360", launch, AT_LAUNCH), ("close_360", close, AT_CLOSING)):
		work(0)

		def one_by_one(_number: int) -> float:
			# of the campaign that is there now: the twins' Links point to it too
			copies, sample = copies_of(place.company, doctypes)  # noqa: B023
			seconds = twins.inserted(copies)
			for doctype in doctypes:  # noqa: B023
				twins.empty(twins.twin_of(doctype))
			return seconds / sample

		yield from frame.against_inserts(name, rounds, people, work, one_by_one)
	remove(place.company)


def make_campaign(place: agency.Place, period: str) -> str:
	doc = frappe.get_doc(
		{
			"doctype": CAMPAIGN,
			"title": TITLE,
			"company": place.company,
			"performance_period": period,
			"performance_interval": f"{getdate(nowdate()).year}-Q1",
			"template": "BerAKHLAK",
			"nominate_until": add_days(nowdate(), 7),
			"answer_until": add_days(nowdate(), 21),
		}
	).insert()
	frappe.db.commit()
	return doc.name


def check(campaign: str, people: int):
	if frappe.db.count(APPRAISAL, {"campaign": campaign}) != people:
		raise SystemExit("Not everybody is in the campaign.")


def collect_answers(campaign: str):
	"""Everybody's raters agreed and all of them answered: boxes as the last answer leaves them."""
	Doc, Invitation, Box, Campaign = (DocType(one) for one in (APPRAISAL, INVITATION, BOX, CAMPAIGN))
	for Table, column, value in (
		(Doc, "workflow_state", "Collecting"),
		(Invitation, "status", "Approved"),
		(Invitation, "answered", 1),
	):
		frappe.qb.update(Table).set(Table[column], value).where(Table.campaign == campaign).run()
	frappe.qb.update(Campaign).set(Campaign.status, "Collecting").where(Campaign.name == campaign).run()
	questionnaire = rules.questionnaire_from(frappe.db.get_value(CAMPAIGN, campaign, "content"))
	asked = Counter()
	for appraisal, relation, count in (
		frappe.qb.from_(Invitation)
		.select(Invitation.appraisal, Invitation.relation, Count(Invitation.name))
		.where(Invitation.campaign == campaign)
		.groupby(Invitation.appraisal, Invitation.relation)
	).run():
		asked[appraisal, relation] = count
	boxes = (
		frappe.qb.from_(Box)
		.select(Box.name, Box.appraisal, Box.relation, Box.campaign)
		.where(Box.campaign == campaign)
	).run(as_dict=True)
	texts, moment = {}, str(frappe.db.get_value(CAMPAIGN, campaign, "launched_on"))
	frappe.qb.from_(Box).delete().where(Box.campaign == campaign).run()
	for part in year.portions(boxes):
		for box in part:
			kind = (box.relation, asked[box.appraisal, box.relation])
			if not kind[1]:
				continue
			if kind not in texts:
				texts[kind] = answers(questionnaire, *kind)
			box.content = sealed.seal(texts[kind], purpose_of(box.name))
		bulk.insert_rows(BOX, part, user="Administrator", moment=moment)
	frappe.db.commit()


def answers(questionnaire: rules.Questionnaire, relation: str, count: int) -> bytes:
	"""What a box holds when so many have answered, with the room that it keeps."""
	given = []
	for number in range(count):
		scores, texts = {}, {}
		for place, question in enumerate(questionnaire.asked(relation)):
			if question.kind == rules.SCORE:
				scores[question.key] = questionnaire.values[(number + place) % len(questionnaire.values)]
			else:
				texts[question.key] = f"Mudah diajak bekerja sama, jawaban {number}."
		given.append(rules.checked_answer({"scores": scores, "texts": texts}, questionnaire, relation))
	text = f"[{','.join(rules.written(one) for one in given)}]".encode()
	return text.ljust(count * (rules.most_bytes(questionnaire, relation) + 1) + 1)


def copies_of(company: str, doctypes) -> tuple[list[dict], int]:
	"""What `insert` of the twins of some people's rows is given, and of how many people."""
	Doc = DocType(APPRAISAL)
	people = (
		frappe.qb.from_(Doc).select(Doc.name).where(Doc.company == company).orderby(Doc.name).limit(SAMPLE)
	).run(pluck=True)
	copies = []
	for doctype in doctypes:
		twins.twin_of(doctype)
		Row = DocType(doctype)
		column = Row.name if doctype == APPRAISAL else Row.appraisal
		rows = frappe.qb.from_(Row).select("*").where(column.isin(people)).run(as_dict=True)
		copies += [twins.copy_of_row(doctype, row) for row in rows]
	return copies, len(people)


def remove(company: str):
	"""Delete the agency's campaigns and what belongs to them."""
	for doctype in (COMMENT, RESULT, INVITATION, BOX):
		Row, Campaign = DocType(doctype), DocType(CAMPAIGN)
		names = frappe.qb.from_(Campaign).select(Campaign.name).where(Campaign.company == company)
		frappe.qb.from_(Row).delete().where(Row.campaign.isin(names)).run()
	for doctype in (APPRAISAL, CAMPAIGN):
		agency.delete_with_rows(doctype, "company", company)
	frappe.db.commit()
