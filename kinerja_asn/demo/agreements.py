"""The performance agreements of the demo agency: of every unit with a head, for both years, with their realisation.

An agreement says what the head's plan of the same year says, since that was drafted from it; the realisation is what he
reported, quarter by quarter.
"""

from datetime import date, datetime
from random import Random

import frappe
from frappe.query_builder import DocType
from frappe.utils import cint, flt

from kinerja_asn import agreements as rules
from kinerja_asn import bulk, realised
from kinerja_asn.demo.organisation import COMPANY, UNIT_NAMES, department_name
from kinerja_asn.demo.plans import key_of
from kinerja_asn.kinerja_asn.doctype.performance_agreement.performance_agreement import slot_of
from kinerja_asn.rules import planning

AGREEMENT, ADJUSTMENT, REALISATION = (
	"Performance Agreement",
	"Performance Agreement Adjustment",
	"Performance Agreement Realisation",
)
#: the unit whose agreement still waits for the leader above, and the one whose adjustment does
PROPOSED, ADJUSTING = "organisasi", "dafduk"
#: the unit that has not sent its last realisation
LATE = "capil"


def write(persons: list, period: str, year: int, quarters: list, as_of: date):
	"""The agreements of a year and the realisation of its quarters that have ended.

	Args:
		persons: all people; a head's place is called as his unit.
		quarters: the intervals of the year's evaluations.
	"""
	year = cint(year)
	plans = _plans_of_heads(persons, period)
	if not plans:
		return
	units = {row.name: row for row in _units(list(plans))}
	# from the top down, so that the parent is known
	ordered = sorted(plans, key=lambda unit: units[unit].lft)
	heads = rules.people_of(ordered)
	written, objective_of = {}, {}
	for unit in ordered:
		plan = plans[unit]
		row = _agreement(plan, units[unit], heads.get(unit), period, year)
		if row["name"] in {other["name"] for other in written.values()}:
			row["name"] += "-2"
		row["parent_agreement"] = _parent_of(unit, units, written)
		if year == as_of.year and unit == department_name(PROPOSED):
			row |= {
				"workflow_state": "Agreement Proposed",
				"docstatus": 0,
				"agreed_on": None,
				"agreed_by": None,
			}
		written[unit] = row
		for result in plan.results:
			objective_of[result.row_key] = (row["name"], key_of(row["name"], result.row_key))
	bulk.insert_rows(AGREEMENT, [_dated(row, year) for row in written.values()])
	objectives, indicators = _rows(plans, written, objective_of)
	bulk.insert_rows("Performance Agreement Objective", objectives)
	bulk.insert_rows("Performance Agreement Indicator", indicators)
	_tie_plans(plans, written, objective_of)
	_realise(plans, written, quarters, as_of)
	if year == as_of.year:
		_adjust(written[department_name(ADJUSTING)]["name"], year)


def _plans_of_heads(persons, period: str) -> dict:
	"""unit -> the plan by which its head began the year, with results and indicators."""
	place_of = {
		person.employee: department_name(person.slot) for person in persons if person.slot in UNIT_NAMES
	}
	found = {}
	for row in frappe.get_all(
		"Work Plan",
		filters={
			"performance_period": period,
			"employee": ["in", list(place_of)],
			"docstatus": 1,
			"approach": planning.QUANTITATIVE,
		},
		fields=["*"],
		order_by="from_date asc, name asc",
	):
		unit = place_of[row.employee]
		if row.department == unit and unit not in found:
			row.results, row.indicators = [], []
			found[unit] = row
	by_name = {row.name: row for row in found.values()}
	for doctype, table in (("Work Plan Result", "results"), ("Work Plan Indicator", "indicators")):
		for row in frappe.get_all(
			doctype,
			filters={
				"parenttype": "Work Plan",
				"parent": ["in", list(by_name)],
				"closed_on": ["is", "not set"],
			},
			fields=["*"],
			order_by="parent asc, idx asc",
			limit=0,
		):
			if table == "indicators" or row.kind == planning.MAIN:
				by_name[row.parent][table].append(row)
	return found


def _units(names: list[str]) -> list:
	return frappe.get_all(
		"Department",
		filters={"name": ["in", names]},
		fields=["name", "department_name", "asn_unit_code", "lft", "rgt"],
		limit=0,
	)


def _agreement(plan, unit, head, period: str, year: int) -> dict:
	"""The row of one agreement: signed by who headed the unit then, in the hands of who heads it now."""
	names = ("employee_name", "nip", "asn_rank", "position", *rules.APPRAISER_COLUMNS)
	row = {column: plan.get(column) for column in names}
	rights = head if head and head["appraiser"] else plan
	row |= {column: rights.get(column) for column in rules.RIGHTS}
	return row | {
		"name": f"PK-{unit.asn_unit_code or unit.department_name}-{year}",
		"title": f"{unit.department_name} {year}",
		"employee_type": "Employee",
		"appraiser_type": row["appraiser_type"] or "Employee",
		"superior_type": row["superior_type"] or "Employee",
		"department": unit.name,
		"department_name": unit.department_name,
		"company": COMPANY,
		"performance_period": period,
		"from_date": date(year, 1, 1),
		"to_date": date(year, 12, 31),
		"version": 1,
		"workflow_state": rules.AGREED,
		"docstatus": 1,
		"proposed_at": datetime(year, 1, 8, 9, 0),
		"agreed_on": datetime(year, 1, 9, 10, 0),
		"agreed_by": plan.appraiser_name,
		"slot": slot_of(unit.name, period),
	}


def _parent_of(unit: str, units: dict, written: dict) -> str | None:
	"""The agreement of the nearest unit above."""
	me = units[unit]
	above = [units[other] for other in written if units[other].lft < me.lft and units[other].rgt > me.rgt]
	return written[max(above, key=lambda row: row.lft).name]["name"] if above else None


def _dated(row: dict, year: int) -> dict:
	made = datetime(year, 1, 5, 8, 0)
	return row | {"creation": made, "modified": row["agreed_on"] or row["proposed_at"]}


def _rows(plans, written, objective_of) -> tuple[list, list]:
	objectives, indicators = [], []
	library = {
		row.name: row
		for row in frappe.get_all("Performance Indicator", fields=["name", "formula", "data_source"], limit=0)
	}
	parents = {row["name"]: row["parent_agreement"] for row in written.values()}
	texts = {}
	for unit, plan in plans.items():
		name = written[unit]["name"]
		for idx, result in enumerate(plan.results, 1):
			above, key_above = objective_of.get(result.superior_row_key) or (None, None)
			supports = bool(above) and above == parents[name]
			texts[objective_of[result.row_key][1]] = result.result
			objectives.append(
				{
					**_child(name, "objectives", idx),
					"row_key": objective_of[result.row_key][1],
					"short_code": result.short_code,
					"objective": result.result,
					"perspective": result.perspective,
					"parent_row_key": key_above if supports else None,
				}
			)
		kept = [row for row in plan.indicators if row.result_key in objective_of]
		for idx, row in enumerate(kept, 1):
			indicators.append(
				{
					**_child(name, "indicators", idx),
					"row_key": key_of(name, row.row_key),
					"result_key": objective_of[row.result_key][1],
					"formula": (library.get(row.performance_indicator) or {}).get("formula"),
					"data_source": (library.get(row.performance_indicator) or {}).get("data_source"),
					**{
						column: row.get(column)
						for column in (
							"result_code",
							"performance_indicator",
							"indicator",
							"target",
							"target_low",
							"target_high",
							"uom",
							"direction",
							"adds_up",
							"highest_possible_target",
						)
					},
				}
			)
	for row in objectives:
		row["parent_objective"] = texts.get(row["parent_row_key"])
	return objectives, indicators


def _child(parent: str, field: str, idx: int, doctype: str = AGREEMENT, docstatus: int = 1) -> dict:
	return {
		"parent": parent,
		"parenttype": doctype,
		"parentfield": field,
		"idx": idx,
		"docstatus": docstatus,
	}


def _tie_plans(plans, written, objective_of):
	"""The heads' plans were drafted from the agreements: their rows name the rows they come from."""
	Result, Indicator = DocType("Work Plan Result"), DocType("Work Plan Indicator")
	for unit, plan in plans.items():
		row = written[unit]
		if not row["docstatus"]:
			continue
		for result in plan.results:
			(
				frappe.qb.update(Result)
				.set(Result.agreement, row["name"])
				.set(Result.agreement_row_key, objective_of[result.row_key][1])
				.where(Result.name == result.name)
			).run()
		for indicator in plan.indicators:
			(
				frappe.qb.update(Indicator)
				.set(Indicator.agreement_row_key, key_of(row["name"], indicator.row_key))
				.where(Indicator.name == indicator.name)
			).run()


# --- realisation -------------------------------------------------------------------------------------------


def _realise(plans, written, quarters: list, as_of: date):
	said = _reported({plan.name for plan in plans.values()})
	documents, rows = [], []
	for unit, plan in plans.items():
		agreement = written[unit]
		if not agreement["docstatus"]:
			continue
		earlier = {}
		for quarter in quarters:
			if quarter.to_date >= as_of:
				break
			if unit == department_name(LATE) and quarter is _last_ended(quarters, as_of):
				continue
			name = f"{agreement['name']}-{quarter.name}"
			sent = datetime(
				quarter.to_date.year + quarter.to_date.month // 12, quarter.to_date.month % 12 + 1, 6, 9
			)
			documents.append(_document(agreement, quarter, name, sent))
			found = _rows_of_quarter(plan, agreement["name"], quarter, said)
			realised.measure_rows(found, earlier, target="interval_target")
			for row in found:
				before = earlier.setdefault(row["indicator_key"], realised.Earlier())
				before.targets.append(row["interval_target"])
				before.realisations.append(row["realisation"] if row["reported"] else None)
			rows += [
				{**_child(name, "realisations", idx, REALISATION), **row} for idx, row in enumerate(found, 1)
			]
	bulk.insert_rows(REALISATION, documents)
	bulk.insert_rows("Performance Agreement Realisation Row", rows)


def _last_ended(quarters: list, as_of: date):
	return [quarter for quarter in quarters if quarter.to_date < as_of][-1]


def _reported(plans: set[str]) -> dict:
	"""(plan, key of indicator) -> [(first day, target, realisation or None)] of the accepted reports."""
	Report, Row, Interval = (
		DocType("Periodic Report"),
		DocType("Periodic Report Realisation"),
		DocType("Performance Interval"),
	)
	found = {}
	for plan, key, start, target, figure, reported in (
		frappe.qb.from_(Report)
		.join(Row)
		.on((Row.parent == Report.name) & (Row.parenttype == "Periodic Report"))
		.join(Interval)
		.on(Interval.name == Report.performance_interval)
		.select(
			Report.work_plan, Row.indicator_key, Interval.from_date, Row.target, Row.realisation, Row.reported
		)
		.where(Report.work_plan.isin(list(plans)) & (Report.docstatus < 2))
		.orderby(Interval.from_date)
		.orderby(Row.idx)
	).run():
		found.setdefault((plan, key), []).append(
			(start, flt(target), flt(figure) if cint(reported) else None)
		)
	return found


def _rows_of_quarter(plan, agreement: str, quarter, said: dict) -> list[dict]:
	results = {row.row_key: row for row in plan.results}
	rows = []
	for row in plan.indicators:
		if row.result_key not in results:
			continue
		months = [
			(target, figure)
			for start, target, figure in said.get((plan.name, row.row_key), ())
			if quarter.from_date <= start <= quarter.to_date
		]
		figures = [figure for _target, figure in months if figure is not None]
		way = row.adds_up or planning.SUM
		if months:
			target = planning.combine([target for target, _figure in months], way)
			figure = planning.combine(figures, way) if figures else None
		else:
			target, figure = _drawn(row, quarter, way)
		rows.append(
			{
				"row_key": key_of(agreement, quarter.name, row.row_key),
				"objective_key": key_of(agreement, row.result_key),
				"objective": results[row.result_key].result,
				"indicator_key": key_of(agreement, row.row_key),
				"indicator": row.indicator,
				"target": row.target,
				"interval_target": 0 if row.direction == planning.RANGE else flt(target, 6),
				"uom": row.uom,
				"direction": row.direction,
				"adds_up": row.adds_up,
				"target_low": row.target_low,
				"target_high": row.target_high,
				"realisation": flt(figure, 6),
				"reported": int(figure is not None),
				"realisation_text": None if figure is not None else "Belum ada data pada triwulan ini.",
			}
		)
	return rows


def _drawn(row, quarter, way: str) -> tuple:
	"""Target and figure of a unit whose head writes no reports; by chance, the same at every build."""
	chance = Random(f"{row.parent}/{row.indicator}/{quarter.name}")
	if row.direction == planning.RANGE:
		return 0, round((flt(row.target_low) + flt(row.target_high)) / 2 * chance.uniform(0.96, 1.04), 1)
	target = flt(planning.spread_target(str(flt(row.target, 6)), 4, way)[quarter.number - 1])
	better = chance.uniform(0.88, 1.08)
	figure = target * (2 - better if row.direction == planning.LOWER else better)
	return target, float(round(figure)) if flt(row.target).is_integer() and target > 20 else round(figure, 1)


def _document(agreement: dict, quarter, name: str, sent: datetime) -> dict:
	columns = (
		*rules.RIGHTS,
		"employee_type",
		"employee_name",
		"appraiser_name",
		"superior_name",
		"department",
		"department_name",
		"company",
		"performance_period",
	)
	return {column: agreement[column] for column in columns} | {
		"name": name,
		"agreement": agreement["name"],
		"performance_interval": quarter.name,
		"workflow_state": rules.SENT,
		"docstatus": 1,
		"sent_at": sent,
		"due_on": date(sent.year, sent.month, 14),
		"slot": f"{agreement['name']}|{quarter.name}",
		"creation": sent,
		"modified": sent,
	}


# --- an adjustment that waits ------------------------------------------------------------------------------


def _adjust(agreement: str, year: int):
	"""More of the first indicator, since the budget grew: proposed, not decided yet."""
	base = frappe.get_doc(AGREEMENT, agreement)
	doc = frappe.new_doc(ADJUSTMENT)
	doc.update(
		{
			"agreement": agreement,
			"cause": "Change of Budget",
			"reason": "Perubahan APBD menambah anggaran layanan, sehingga target dinaikkan.",
			"effective_from": date(year, 12, 1),
		}
	)
	doc.copy_from_plan(base)
	doc.copy_rows(base)
	doc.indicators[0].target = round(flt(doc.indicators[0].target) * 1.1)
	doc.update(
		{
			"workflow_state": "Adjustment Proposed",
			"base_version": base.version,
			"proposed_at": datetime(year, 11, 18, 10, 0),
			"slot": agreement,
		}
	)
	doc.name = f"{agreement}-P01"
	doc.flags.name_set = True
	doc.flags.by_server = True
	# the demo fills the site as its administrator
	doc.insert(ignore_permissions=True)
	doc.db_set(
		{"workflow_state": "Adjustment Proposed", "proposed_at": datetime(year, 11, 18, 10, 0)},
		update_modified=False,
	)
