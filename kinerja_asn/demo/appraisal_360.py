"""Two 360-degree appraisals: a finished one of a health centre, and one of the whole health office that is under way.

Both go by the functions behind the buttons: launched, agreed, answered, closed, checked, talked about and released.
"""

import json
from datetime import date, datetime
from random import Random

import frappe
from frappe.utils import add_days, nowdate

from kinerja_asn import appraisal_360_box as box
from kinerja_asn import campaigns, permissions, raters, sealed
from kinerja_asn.api import appraisal_360 as api
from kinerja_asn.campaigns import APPRAISAL, CAMPAIGN, INVITATION
from kinerja_asn.demo.calibration import acting
from kinerja_asn.demo.dewi import DEWI
from kinerja_asn.demo.organisation import COMPANY, department_name
from kinerja_asn.demo.persons import Person
from kinerja_asn.demo.rows import change

CENTRE, OFFICE = "mekar_sari", "dinkes"
#: who reads the comments before the appraisers do
MODERATOR = "bkpsdm"
#: whose results wait for the talk
NOT_TALKED = ("mekar_sari.apoteker.1", "mekar_sari.bidan.2")
#: whose comments the moderator has still to check
NOT_CHECKED = "mekar_sari.apoteker.1"
#: whose raters nobody has agreed yet
NOT_AGREED = "kesmas"
#: of a hundred requests that run, so many are answered
ANSWERED = 45

STRONG = (
	"Sabar melayani pasien dan mudah diajak bekerja sama.",
	"Selalu siap membantu saat poli ramai.",
	"Pekerjaannya rapi dan dapat diandalkan.",
	"Terbuka terhadap masukan dan cepat memperbaiki.",
)
BETTER = (
	"Sebaiknya lebih sering berbagi ilmu dalam pertemuan bulanan.",
	"Perlu lebih tegas mengatur waktu.",
	"Dapat lebih aktif mengusulkan perbaikan alur pelayanan.",
	"Komunikasi dengan unit lain masih dapat ditingkatkan.",
)


def tell(people: dict[str, Person], period: str, quarters: list, year: int):
	"""Of the third quarter a finished one, of the last quarter one that runs."""
	of_employee = {person.employee: person for person in people.values()}
	finished = _launch(f"360 Puskesmas Mekar Sari · Triwulan III {year}", CENTRE, period, quarters[2].name)
	_agree(finished, of_employee)
	campaigns.start_collecting(finished, at_once=True)
	_answer(finished, 100)
	campaigns.close(finished, at_once=True)
	_release(finished, people, of_employee)
	_date(finished, year)
	_read()
	running = _launch(f"360 Dinas Kesehatan · Triwulan IV {year}", OFFICE, period, quarters[3].name)
	_agree(running, of_employee, without=people[NOT_AGREED].employee)
	campaigns.start_collecting(running, at_once=True)
	# Dewi still has everything to answer
	_answer(running, ANSWERED, without=people[DEWI].employee)


def _launch(title: str, unit: str, period: str, interval: str) -> str:
	doc = frappe.get_doc(
		{
			"doctype": CAMPAIGN,
			"title": title,
			"company": COMPANY,
			"department": department_name(unit),
			"performance_period": period,
			"performance_interval": interval,
			"template": "BerAKHLAK",
			"nominate_until": add_days(nowdate(), 3),
			"answer_until": add_days(nowdate(), 24),
		}
	)
	doc.insert()
	campaigns.launch(doc.name, at_once=True)
	return doc.name


def _agree(campaign: str, of_employee: dict, without: str | None = None):
	"""Every appraiser agrees the raters of his people; HR records it for the mayor, who does not sign in."""
	names = {}
	for row in frappe.get_all(APPRAISAL, filters={"campaign": campaign}, fields=["name", "appraiser"]):
		if row.appraiser != without:
			names.setdefault(row.appraiser if row.appraiser in of_employee else None, []).append(row.name)
	for appraiser, appraisals in names.items():
		if appraiser:
			with acting(of_employee[appraiser]) as who:
				raters.approve(appraisals, who)
		else:
			raters.approve(appraisals, permissions.viewer())


def _answer(campaign: str, percent: int, without: str | None = None):
	"""Let the raters answer, each with his own view of the person."""
	content = json.loads(frappe.db.get_value(CAMPAIGN, campaign, "content"))
	rows = frappe.get_all(
		INVITATION,
		filters={"campaign": campaign, "status": campaigns.APPROVED},
		fields=["name", "appraisal", "rater", "relation"],
		order_by="appraisal asc, rater asc",
		limit=0,
	)
	collecting = set(
		frappe.get_all(
			APPRAISAL, filters={"campaign": campaign, "workflow_state": "Collecting"}, pluck="name", limit=0
		)
	)
	for row in rows:
		draw = Random(f"{row.appraisal}/{row.rater}")
		if row.appraisal not in collecting or row.rater == without or draw.randrange(100) >= percent:
			continue
		given = _answers(content, row.relation, draw, Random(row.appraisal))
		box.answer(row.name, [row.rater], sealed.Hidden(json.dumps(given, ensure_ascii=False)))


def _answers(content: dict, relation: str, draw: Random, of_person: Random) -> dict:
	highest = len(content["anchors"])
	level, asked = {}, 0
	scores, texts = {}, {}
	for question in content["questions"]:
		behaviour = question["behaviour"]
		if behaviour not in level:
			level[behaviour] = of_person.choice((2.8, 3.4, 3.8, 4.2, 4.6))
		if not question[f"for_{relation.lower()}"]:
			continue
		if question["kind"] == "Score":
			value = round(level[behaviour] + draw.uniform(-0.9, 0.9) + (0.4 if relation == "Self" else 0))
			scores[question["row_key"]] = min(highest, max(1, value))
			continue
		asked += 1
		if draw.random() < 0.6:
			# the first asks what is good, the second what could be better
			texts[question["row_key"]] = draw.choice(STRONG if asked == 1 else BETTER)
	return {"scores": scores, "texts": texts}


def _release(campaign: str, people: dict[str, Person], of_employee: dict):
	rows = frappe.get_all(APPRAISAL, filters={"campaign": campaign}, fields=["name", "employee", "appraiser"])
	with acting(people[MODERATOR]):
		api.check([row.name for row in rows if row.employee != people[NOT_CHECKED].employee])
	waiting = {people[slot].employee for slot in NOT_TALKED}
	for row in rows:
		appraiser = of_employee.get(row.appraiser)
		if appraiser and row.employee not in waiting:
			with acting(appraiser):
				api.release(row.name, nowdate())


def _date(campaign: str, year: int):
	"""Date a finished campaign by the demo's year, and not by the day on which it is made."""
	launched, closed = datetime(year, 10, 12, 9, 0), datetime(year, 11, 6, 16, 0)
	released = datetime(year, 11, 13, 10, 0)
	change(
		CAMPAIGN,
		[campaign],
		{
			"launched_on": launched,
			"closed_on": closed,
			"nominate_until": date(year, 10, 19),
			"answer_until": date(year, 11, 5),
			"creation": launched,
			"modified": closed,
		},
	)
	change(APPRAISAL, [campaign], {"creation": launched, "modified": closed}, by="campaign")
	change(
		APPRAISAL,
		[campaign],
		{"talk_on": date(year, 11, 12), "released_on": released, "modified": released},
		by="campaign",
		workflow_state="Released",
	)
	for doctype in ("Appraisal 360 Result", "Appraisal 360 Comment"):
		change(doctype, [campaign], {"creation": closed, "modified": closed}, by="campaign")
	frappe.clear_document_cache(CAMPAIGN, campaign)


def _read():
	"""What was told about the finished campaign has been read."""
	Log = frappe.qb.DocType("Notification Log")
	frappe.qb.update(Log).set(Log.read, 1).where(Log.link == campaigns.PAGE).run()
