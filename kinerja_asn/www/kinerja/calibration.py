"""Calibration: what a leader compares and proposes, and what an appraiser is asked to accept or to answer."""

from urllib.parse import urlencode

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint, getdate

from kinerja_asn import calibration as calibrations
from kinerja_asn import notifications, permissions
from kinerja_asn.rules.predicate import RATINGS
from kinerja_asn.www.kinerja import shown, team

PAGE_LENGTH = 40
TONES = {
	calibrations.OPEN: "waiting",
	calibrations.SENT: "waiting",
	calibrations.APPLIED: "good",
	calibrations.CANCELLED: "quiet",
}


def calibration(visit) -> dict:
	visit.marked = "team"
	visit.styles = ("work.css", "distribution.css", "calibration.css")
	visit.scripts = ("calibration.js",)
	name = visit.args.get("name")
	return one(visit, name) if name else overview(visit)


# --- all of them ----------------------------------------------------------------------------------------------


def overview(visit) -> dict:
	"""What waits for an answer, what the viewer runs, and the form to begin one."""
	who = visit.who
	units = calibrations.units_to_run(who, visit.person.company)
	to_answer = [row for row in notifications.waiting_for(who.user) if row["kind"] == "calibrate"]
	return {
		"doc": None,
		"to_answer": to_answer,
		"mine": [row | chip_of(row.status) for row in calibrations.of_runner(who)],
		"units": units,
		"times": times(visit.person.company) if units else [],
		"spread": team.spread_of(visit),
	}


def times(company: str | None) -> list[dict]:
	"""What can be evaluated in the open periods of the agency, the latest first."""
	Stage, Period = DocType("Performance Stage"), DocType("Performance Period")
	rows = (
		frappe.qb.from_(Stage)
		.join(Period)
		.on((Period.name == Stage.parent) & (Stage.parenttype == "Performance Period"))
		.select(Period.name, Stage.stage, Stage.performance_interval, Stage.opens_on)
		.where(
			(Period.company == (company or ""))
			& (Period.status == "Open")
			& Stage.stage.isin(["Periodic Evaluation", "Annual Evaluation"])
			& (Stage.opens_on <= getdate())
		)
		.orderby(Stage.opens_on, order=frappe.qb.desc)
	).run(as_dict=True)
	# the year is evaluated once its parts are
	rows.sort(key=lambda row: not row.performance_interval)
	return [
		{
			"value": "|".join(
				(
					row.name,
					"Periodic" if row.performance_interval else "Annual",
					row.performance_interval or "",
				)
			),
			"label": shown.interval(row.performance_interval)
			if row.performance_interval
			else _("Annual evaluation {0}").format(row.name),
		}
		for row in rows
	]


def chip_of(status: str) -> dict:
	return {"tone": TONES[status], "label": _(status)}


# --- one ------------------------------------------------------------------------------------------------------


def one(visit, name: str) -> dict:
	who, doc = visit.who, calibrations.head_of(name)
	if not doc:
		raise frappe.PermissionError
	runs = permissions.may_calibrate(who, doc.company, doc.department)
	proposals = [shown_proposal(row, who, doc) for row in calibrations.proposals_for(doc, who)]
	reads = runs or who.oversees(doc.company, doc.department)
	if not (reads or proposals):
		raise frappe.PermissionError
	found = {
		"doc": doc,
		"chip": chip_of(doc.status),
		"runs": runs,
		"reads": reads,
		"proposals": proposals,
		"waiting": sum(1 for row in proposals if row["may_answer"] and row["answer"] == calibrations.WAITING),
		"ratings": RATINGS,
		"page_data": {"name": doc.name},
	}
	if not reads:
		return found
	table = calibrations.table(doc, who)
	if not runs:
		table["may"] = dict.fromkeys(table["may"], False)
	found["page_data"] |= {"matrix": table["matrix"], "tones": shown.PREDICATE_TONES, "labels": labels(table)}
	return found | table_of(visit, doc, table)


def labels(table: dict) -> dict:
	return {bar["predicate"]: bar["label"] for bar in table["chart"]["bars"]}


def shown_proposal(row, who, doc) -> dict:
	part = calibrations.answers_as(row, who)
	return row | {
		"may_answer": doc.status == calibrations.SENT and not cint(row.applied),
		"recorded": part == "recorder",
		"moved": calibrations.has_moved(row) and not cint(row.applied),
	}


def table_of(visit, doc, table: dict) -> dict:
	"""One page of the rows, as they are searched for."""
	args, rows = visit.args, table["rows"]
	text = (args.get("q") or "").strip()[:60].lower()
	appraiser, only = args.get("appraiser") or "", args.get("only") == "changed"
	appraisers = sorted({row["appraiser_name"] or "" for row in rows})
	found = [
		row
		for row in rows
		if (not text or text in f"{row['employee_name']} {row['position']} {row['department_name']}".lower())
		and (not appraiser or row["appraiser_name"] == appraiser)
		and (not only or row["changed"])
	]
	page = min(max(cint(args.get("page")), 1), team.pages_of(len(found)))
	kept = {"name": doc.name, "q": text, "appraiser": appraiser, "only": "changed" if only else ""}
	return {
		"chart": table["chart"],
		"may": table["may"],
		"rows": found[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH],
		"total": len(rows),
		"found": len(found),
		"changed": sum(1 for row in rows if row["changed"]),
		"answers": {
			answer: sum(1 for row in rows if row["answer"] == answer)
			for answer in (calibrations.WAITING, calibrations.ACCEPTED, calibrations.ANSWERED)
		},
		"text": text,
		"appraiser": appraiser,
		"appraisers": appraisers if len(appraisers) > 1 else [],
		"only": only,
		"page": page,
		"pages": team.pages_of(len(found)),
		"url": f"/kinerja/calibration?{urlencode({key: value for key, value in kept.items() if value})}&",
	}
