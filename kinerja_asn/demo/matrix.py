"""The role-result matrices of some leaders: what they wrote in January for each of their people."""

import frappe
from frappe.query_builder import DocType

from kinerja_asn import bulk
from kinerja_asn.demo.dewi import DEWI
from kinerja_asn.kinerja_asn.doctype.role_result.role_result import slot_of
from kinerja_asn.permissions import CELL

#: places whose holders have filled their matrix
LEADERS = ("mekar_sari", "p2p", "kesmas", "smpn3", "dinkes", "pencemaran")
#: a leader of another unit, and what he expects of whom: team work across units
SECOND = ("p2p", DEWI, "Data kunjungan pasien tuberkulosis Puskesmas terlaporkan lengkap setiap bulan")
COLUMNS = ("employee_type", "employee", "employee_name", "department", "company", "performance_period")


def fill(plans: dict):
	"""Cells as the people's own results say them, since these were written from the matrix.

	Args:
		plans: place -> plan of this year.
	"""
	rows = []
	for place in LEADERS:
		leader = plans.get(place)
		if leader:
			rows += _cells(leader)
	place, member, text = SECOND
	if plans.get(place) and plans.get(member):
		rows += _of_second_leader(plans[place], plans[member], text)
	bulk.insert_rows(CELL, list({row["slot"]: row for row in rows}.values()))


def _cells(leader) -> list[dict]:
	Result, Plan = DocType("Work Plan Result"), DocType("Work Plan")
	Above = DocType("Work Plan Result").as_("above")
	found = (
		frappe.qb.from_(Result)
		.join(Plan)
		.on(Plan.name == Result.parent)
		.join(Above)
		.on((Above.parent == Result.superior_plan) & (Above.row_key == Result.superior_row_key))
		.select(
			*(Plan[column] for column in COLUMNS),
			Result.result.as_("expected_result"),
			Above.row_key.as_("result_key"),
			Above.result.as_("leader_result"),
		)
		.where(
			(Result.superior_plan == leader.name)
			& (Result.parenttype == "Work Plan")
			& (Above.parenttype == "Work Plan")
			& (Plan.docstatus < 2)
		)
		.orderby(Plan.name)
		.orderby(Result.idx)
	).run(as_dict=True)
	return [_row(leader, row) for row in found]


def _of_second_leader(leader, member, text: str) -> list[dict]:
	result = frappe.get_all(
		"Work Plan Result",
		filters={"parent": leader.name, "parenttype": "Work Plan"},
		fields=["row_key", "result"],
		order_by="idx asc",
		limit=1,
	)
	person = frappe.db.get_value("Work Plan", member.name, COLUMNS, as_dict=True)
	return [
		_row(
			leader, person | {"expected_result": text, "result_key": row.row_key, "leader_result": row.result}
		)
		for row in result
	]


def _row(leader, row) -> dict:
	return {
		**row,
		"appraiser_type": "Employee",
		"appraiser": leader.person.employee,
		"appraiser_name": leader.columns.employee_name,
		"leader_plan": leader.name,
		"slot": slot_of(leader.name, row["result_key"], row["employee"]),
	}
