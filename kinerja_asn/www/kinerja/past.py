"""What was before: earlier reports of a plan row by row, the daily logs of an interval, and earlier predicates."""

import json

import frappe
from frappe.query_builder import DocType
from frappe.utils import cstr, flt

from kinerja_asn import permissions
from kinerja_asn.www.kinerja import pictures

#: Evaluations that the person has been given.
GIVEN = ("Handed Over", "Acknowledged", "Objected", "Decided")
#: Reports that say what was realised.
SENT = ("Report Sent", "Report Accepted")
LOGS_AT_MOST = 300
REPORT_COLUMNS = (
	"name",
	"performance_interval",
	"workflow_state",
	"late",
	"days_late",
	"self_assessment",
	"obstacles",
	"next_plan",
	"review_note",
)
ROW_COLUMNS = (
	"indicator_key",
	"result_key",
	"target",
	"realisation",
	"reported",
	"achievement",
	"has_achievement",
	"realisation_text",
	"evidence",
	"evidence_link",
	"appraiser_note",
)


def reports_before(doc) -> tuple[list, dict[str, list[dict]]]:
	"""Earlier reports of a report's plan, whose reading was decided: the same rights hold for all reports of a plan.

	Returns:
		the reports in order of time, and key of indicator (or of result) -> entries as an evaluation keeps them.
	"""
	Report, Row = DocType("Periodic Report"), DocType("Periodic Report Realisation")
	rows = (
		frappe.qb.from_(Report)
		.join(Row)
		.on((Row.parent == Report.name) & (Row.parenttype == "Periodic Report"))
		.select(
			*[Report[column] for column in REPORT_COLUMNS],
			*[Row[column] for column in ROW_COLUMNS],
		)
		.where(
			(Report.work_plan == doc.work_plan)
			& (Report.docstatus < 2)
			& Report.workflow_state.isin(SENT)
			& (Report.performance_interval < doc.performance_interval)
		)
		.orderby(Report.performance_interval)
		.orderby(Row.idx)
	).run(as_dict=True)
	reports = {row.name: row for row in reversed(rows)}
	of_row = {}
	for row in rows:
		of_row.setdefault(row.indicator_key or row.result_key, []).append(
			entry_of(row, row.performance_interval)
		)
	return sorted(reports.values(), key=lambda row: row.performance_interval), of_row


def entry_of(row, interval: str) -> dict:
	"""A row of a report as an entry of a course."""
	return {
		"interval": interval,
		"report": row.name,
		"target": flt(row.target),
		"realisation": flt(row.realisation) if row.reported else None,
		"achievement": flt(row.achievement) if row.has_achievement else None,
		"words": cstr(row.realisation_text).strip(),
		"note": cstr(row.appraiser_note).strip(),
		"evidence": row.evidence,
		"evidence_link": row.evidence_link,
	}


def kept(text) -> list[dict]:
	"""A history that a document keeps as JSON."""
	try:
		found = json.loads(text or "[]")
	except ValueError:
		return []
	return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def logs_of(doc) -> dict[str, list]:
	"""key of indicator (or of result) -> daily logs of the report's interval, for those who read logs."""
	if not doc.parts & permissions.READERS["Daily Work Log"]:
		return {}
	Log = DocType("Daily Work Log")
	rows = (
		frappe.qb.from_(Log)
		.select(
			Log.name,
			Log.log_date,
			Log.activity,
			Log.result_key,
			Log.indicator_key,
			Log.quantity,
			Log.measured,
			Log.uom,
			Log.evidence,
			Log.evidence_link,
			Log.appraiser_comment,
		)
		.where((Log.work_plan == doc.work_plan) & (Log.performance_interval == doc.performance_interval))
		.orderby(Log.log_date)
		.orderby(Log.creation)
		.limit(LOGS_AT_MOST)
	).run(as_dict=True)
	found = {}
	for row in rows:
		found.setdefault(row.indicator_key or row.result_key or "", []).append(row)
	return found


def predicates_before(doc) -> list[dict]:
	"""Periodic evaluations of the plan that were handed over: interval, ratings, predicate."""
	Evaluation = DocType("Performance Evaluation")
	return (
		frappe.qb.from_(Evaluation)
		.select(
			Evaluation.name,
			Evaluation.kind,
			Evaluation.performance_interval.as_("interval"),
			Evaluation.result_rating,
			Evaluation.behaviour_rating,
			Evaluation.predicate,
		)
		.where(
			(Evaluation.work_plan == doc.work_plan)
			& (Evaluation.docstatus < 2)
			& (Evaluation.kind == "Periodic")
			& Evaluation.workflow_state.isin(GIVEN)
		)
		.orderby(Evaluation.performance_interval)
	).run(as_dict=True)


def picture_of(row, entries: list[dict]) -> dict | None:
	"""The course of an indicator as a picture; no picture for a single interval."""
	if len(entries) < 2:
		return None
	return pictures.course(entries, row.get("direction"), row.get("target_low"), row.get("target_high"))
