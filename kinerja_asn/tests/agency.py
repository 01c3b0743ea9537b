"""A small agency with every part that rights distinguish, and documents in every state.

	Wali Kota (External Appraiser) appraises
	kadis     Kepala Dinas, JPT, unit Dinas; appraises
	kabid     head of Bidang A, and kabid_b, head of Bidang B
	ani       staff of Bidang A, the person most tests look at
	budi      staff of Bidang A, colleague
	sari      staff of Bidang A, user of Employee Self Service
	citra     staff of Bidang B
	deli      acts for kabid today; lama acted for kabid last month
	hera      HR Manager; audi is the auditor
	peni      Performance Manager of Bidang A, pono of Bidang B
	lain      employee of the other agency; heri is HR Manager limited to it

`build()` is idempotent inside a test class; everything hangs on an `Agency` object: people by short name, `user(name)`
their address, `plan(name)` the work plan.
"""

import pickle
from datetime import date

import frappe
from frappe.utils import add_days, cint, getdate, nowdate

from kinerja_asn.personal import new_row_key
from kinerja_asn.rules import planning
from kinerja_asn.tests import base, factories

AGENCY, OTHER_AGENCY = "Pemerintah Kota Contoh", "Pemerintah Kabupaten Lain"
YEAR = date.today().year


class Agency:
	"""The people and documents of a test, by short name."""

	def __init__(self):
		self.people = {}
		self.plans = {}
		self.units = {}
		self.period = None

	def __getattr__(self, name):
		try:
			return self.__dict__["people"][name]
		except KeyError:
			raise AttributeError(name) from None

	def user(self, name: str) -> str:
		return self.people[name].user_id

	def plan(self, name: str) -> str:
		return self.plans[name]


#: what was built first in this process: the agency, and the statements that write its rows
BUILT = {}


def build(with_plans: bool = True, with_period: bool = True) -> Agency:
	"""The whole agency; with_plans: an agreed plan for everybody, by the quick way (rows).

	A class that begins with it gets the rows of the first one, by the same statements.
	"""
	# what Frappe 16 remembers of Dynamic Links does not see rows that are written without their form
	frappe.cache.delete_keys("dynamic_link_map::")
	transaction = base.transaction()
	if not transaction or transaction.wrote:
		return make(with_plans, with_period)
	state = [frappe.db.count(doctype) for doctype in ("User", "Employee", "Company", "Department", "Role")]
	key = (frappe.local.site, nowdate(), with_plans, with_period, *state)
	if key in BUILT:
		agency, statements = BUILT[key]
		for statement, values in statements:
			frappe.db.sql(statement, values)
		base.forget()
		forget()
		return pickle.loads(agency)
	agency, statements = transaction.record(lambda: make(with_plans, with_period))
	if statements:
		BUILT[key] = pickle.dumps(agency), statements
	return agency


def make(with_plans: bool, with_period: bool) -> Agency:
	agency = Agency()
	make_behaviours()
	company = factories.make_company(AGENCY, "PKC")
	other = factories.make_company(OTHER_AGENCY, "PKL")
	units = agency.units
	units["dinas"] = factories.make_department("Dinas Contoh", company)
	units["a"] = factories.make_department("Bidang A", company, parent=units["dinas"])
	units["b"] = factories.make_department("Bidang B", company, parent=units["dinas"])
	units["lain"] = factories.make_department("Dinas Lain", other)
	agency.external = make_external("Wali Kota Contoh", company)
	person = agency.people

	def hire(short, first_name, unit, reports_to=None, company=company, **values):
		person[short] = factories.make_employee(
			first_name,
			company,
			department=units[unit],
			designation=values.pop("designation", "Staf Contoh"),
			reports_to=person.get(reports_to),
			**values,
		)

	hire(
		"kadis",
		"Kadis",
		"dinas",
		designation="Kepala Dinas Contoh",
		asn_position_type="JPT Pratama",
		asn_appraiser_type="External Appraiser",
		asn_appraiser=agency.external.name,
	)
	hire("kabid", "Kabid", "a", "kadis", designation="Kepala Bidang A", asn_position_type="Administrator")
	hire(
		"kabid_b", "Kabid Be", "b", "kadis", designation="Kepala Bidang B", asn_position_type="Administrator"
	)
	hire("ani", "Ani", "a", "kabid")
	hire("budi", "Budi", "a", "kabid")
	hire("sari", "Sari", "a", "kabid", self_service=True)
	hire("citra", "Citra", "b", "kabid_b")
	hire("deli", "Deli", "b", "kadis")
	hire("lama", "Lama", "b", "kadis")
	hire("hera", "Hera", "dinas", "kadis", roles=("HR Manager",))
	hire("peni", "Peni", "dinas", "kadis", roles=("ASN Performance Manager",))
	hire("pono", "Pono", "dinas", "kadis", roles=("ASN Performance Manager",))
	hire("audi", "Audi", "dinas", "kadis", roles=("ASN Performance Auditor",))
	hire("lain", "Lain", "lain", company=other)
	hire("heri", "Heri", "lain", company=other, roles=("HR Manager",))
	factories.allow(agency.user("peni"), "Department", units["a"].name)
	factories.allow(agency.user("pono"), "Department", units["b"].name)
	frappe.db.set_value(
		"Department", units["a"].name, "asn_head", person["kabid"].name, update_modified=False
	)
	frappe.db.set_value(
		"Department", units["b"].name, "asn_head", person["kabid_b"].name, update_modified=False
	)
	today = nowdate()
	make_delegation(person["kabid"], person["deli"], company, add_days(today, -3), add_days(today, 30))
	make_delegation(person["kabid"], person["lama"], company, add_days(today, -60), add_days(today, -10))
	if with_period:
		agency.period = make_period(company.name)
		agency.other_period = make_period(other.name)
	if with_period and with_plans:
		for short in ("kadis", "kabid", "kabid_b", "ani", "budi", "sari", "citra", "deli", "hera", "peni"):
			agency.plans[short] = make_plan(agency, short).name
		agency.plans["lain"] = make_plan(agency, "lain", period=agency.other_period).name
	forget()
	return agency


def hire_more(agency: Agency, many: int, unit: str = "a", reports_to: str = "kabid") -> list[str]:
	"""More staff of a unit, with agreed plans; answers with their short names."""
	shorts = [f"staf{number}" for number in range(1, many + 1)]
	company = frappe._dict(name=AGENCY, abbr="PKC")
	for short in shorts:
		agency.people[short] = factories.make_employee(
			short.capitalize(),
			company,
			department=agency.units[unit],
			designation="Staf Contoh",
			reports_to=agency.people[reports_to],
		)
		agency.plans[short] = make_plan(agency, short).name
	return shorts


def forget():
	from kinerja_asn.permissions import forget_viewers

	forget_viewers()
	frappe.clear_document_cache("Kinerja ASN Settings", "Kinerja ASN Settings")


def speak_english(agency: Agency):
	"""Sentences are compared in the language of the source, which every site has."""
	for person in agency.people.values():
		frappe.db.set_value("User", person.user_id, "language", "en", update_modified=False)


def make_behaviours():
	"""The seven values, if the site has none of its own."""
	if frappe.db.count("Work Behaviour", {"active": 1}):
		return
	for order, name in enumerate(
		("Berorientasi Pelayanan", "Akuntabel", "Kompeten", "Harmonis", "Loyal", "Adaptif", "Kolaboratif"), 1
	):
		factories.make_row("Work Behaviour", name, behaviour_name=name, behaviour_order=order, active=1)


def make_uom(name="Dokumen"):
	return factories.make_row("UOM", name, uom_name=name)


def make_external(full_name, company, **values):
	name = frappe.db.get_value("External Appraiser", {"full_name": full_name})
	if name:
		return frappe.get_doc("External Appraiser", name)
	row = factories.new("External Appraiser", frappe.generate_hash(length=8))
	row.update(
		{"full_name": full_name, "position": full_name, "company": company.name, "active": 1, **values}
	)
	return factories.write(row)


def make_delegation(official, delegate, company, from_date, to_date, **values):
	row = factories.new("Appraiser Delegation", f"DLG-{delegate.name}-{from_date}")
	row.update(
		{
			"kind": "Absence",
			"company": company.name,
			"official_type": "Employee",
			"official": official.name,
			"official_name": official.employee_name,
			"delegate_type": "Employee",
			"delegate": delegate.name,
			"delegate_name": delegate.employee_name,
			"from_date": from_date,
			"to_date": to_date,
			"letter_number": "800/1/2026",
			"letter_date": from_date,
			**values,
		}
	)
	if frappe.db.exists("Appraiser Delegation", row.name):
		return frappe.get_doc("Appraiser Delegation", row.name)
	return factories.write(row)


def make_period(company: str, year: int = YEAR, status: str = "Open"):
	"""An open year with monthly reports and quarterly evaluations, whose windows are open all the time."""
	existing = frappe.db.get_value("Performance Period", {"company": company, "year": year})
	if existing:
		return frappe.get_doc("Performance Period", existing)
	for frequency in (planning.MONTHLY, planning.QUARTERLY):
		for interval in planning.propose_intervals(year, frequency):
			factories.make_row(
				"Performance Interval",
				interval.name,
				interval_name=interval.name,
				year=year,
				frequency=interval.frequency,
				number=interval.number,
				from_date=interval.from_date,
				to_date=interval.to_date,
			)
	abbr = frappe.db.get_value("Company", company, "abbr")
	period = factories.new("Performance Period", f"{year}-{abbr}")
	period.update(
		{
			"year": year,
			"company": company,
			"status": status,
			"reporting_frequency": planning.MONTHLY,
			"evaluation_frequency": planning.QUARTERLY,
			"default_approach": "Quantitative",
			"from_date": date(year, 1, 1),
			"to_date": date(year, 12, 31),
		}
	)
	for window in planning.propose_stages(year, planning.MONTHLY, planning.QUARTERLY):
		period.append(
			"stages",
			{
				"stage": window.stage,
				"performance_interval": window.interval,
				"opens_on": date(year, 1, 1),
				"closes_on": date(year + 1, 12, 31),
				"late_allowed": cint(window.late_allowed),
			},
		)
	return factories.write(period)


def make_plan(agency: Agency, short: str, state: str = "Plan Agreed", period=None, **values):
	"""A plan as rows: one main result with one indicator, twelve interval targets, seven behaviours, three annexes."""
	from kinerja_asn import appraisers
	from kinerja_asn.kinerja_asn.doctype.work_plan import work_plan as plans

	period = period or agency.period
	employee = agency.people[short].name
	existing = frappe.db.get_value(
		"Work Plan", {"employee": employee, "performance_period": period.name, "docstatus": ["<", 2]}
	)
	if existing:
		return frappe.get_doc("Work Plan", existing)
	person = appraisers.person_snapshot([employee])[employee]
	who = appraisers.resolve([employee], period.from_date).get(employee)
	fresh = plans.plan_defaults(person, who, period, plans.active_behaviours())
	plan = frappe.new_doc("Work Plan")
	plan.update(fresh["columns"])
	plan.update({"employee": employee, "from_date": period.from_date, "to_date": period.to_date})
	for table in ("behaviours", "annex"):
		for row in fresh[table]:
			plan.append(table, row)
	for row in plan.annex:
		row.description = "Isi lampiran"
	fill_content(plan, short)
	plan.update(values)
	plan.workflow_state = state
	plan.docstatus = 1 if state in ("Plan Agreed", "Closed") else 0
	plan.slot = plans.slot_of(employee, plan.position, plan.from_date)
	plan.name = plan.name or f"SKP-{YEAR}-{short}"
	return factories.write(plan)


def make_next_plan(agency: Agency, short: str, first_day, **values):
	"""Another post from this day on: the plan until then is closed on the day before, the new one is agreed."""
	old = frappe.get_doc("Work Plan", agency.plan(short))
	plan = frappe.copy_doc(old)
	plan.update({"from_date": first_day, "workflow_state": "Plan Agreed", "docstatus": 1, **values})
	plan.name = f"{old.name}-2"
	plan.slot = plan.name
	frappe.db.set_value(
		"Work Plan",
		old.name,
		{"workflow_state": "Closed", "closed_on": add_days(first_day, -1)},
		update_modified=False,
	)
	return factories.write(plan)


def fill_content(plan, short: str):
	"""One result with one indicator and its monthly targets, keyed and coded."""
	make_uom()
	result_key, indicator_key = new_row_key(), new_row_key()
	plan.append(
		"results",
		{
			"row_key": result_key,
			"short_code": "1",
			"kind": "Main",
			"result": f"Layanan {short} terlaksana sesuai standar",
			"perspective": "Business Process",
		},
	)
	plan.append(
		"indicators",
		{
			"row_key": indicator_key,
			"result_key": result_key,
			"result_code": "1",
			"indicator": f"Jumlah dokumen {short}",
			"aspect": "Quantity",
			"direction": "Higher Is Better",
			"adds_up": "Sum",
			"target": 24,
			"uom": "Dokumen",
		},
	)
	for interval in planning.propose_intervals(YEAR, planning.MONTHLY):
		plan.append(
			"actions",
			{
				"row_key": new_row_key(),
				"result_key": result_key,
				"result_code": "1",
				"indicator_key": indicator_key,
				"action": "Menyusun dokumen",
				"performance_interval": interval.name,
				"target": 2,
				"uom": "Dokumen",
			},
		)


def make_report(plan_name: str, interval: str | None = None, state: str = "Draft", realisation: float = 2):
	"""A report as rows, with the given realisation in its first row."""
	from kinerja_asn import realised
	from kinerja_asn.kinerja_asn.doctype.periodic_report.periodic_report import rows_of_plan

	interval = interval or f"{YEAR}-01"
	name = f"{plan_name}-{interval}"
	if frappe.db.exists("Periodic Report", name):
		return frappe.get_doc("Periodic Report", name)
	plan = frappe.get_doc("Work Plan", plan_name)
	report = frappe.new_doc("Periodic Report")
	report.update({column: plan.get(column) for column in report.FROM_PLAN})
	report.update(
		{
			"work_plan": plan_name,
			"performance_interval": interval,
			"performance_period": plan.performance_period,
			"workflow_state": state,
			"docstatus": 1 if state == "Report Accepted" else 0,
		}
	)
	for row in rows_of_plan(plan, interval):
		report.append("realisations", {**row, "realisation": realisation, "reported": 1})
	realised.measure_rows(report.realisations, realised.earlier_of(plan_name, interval))
	report.name = name
	return factories.write(report)


def make_log(plan_name: str, name: str | None = None, state: str = "Recorded", **values):
	"""A daily log as a row, tagged to the plan's first indicator; of today, in the plan's interval."""
	from kinerja_asn import work_logs

	name = name or f"{plan_name}-LOG"
	if frappe.db.exists("Daily Work Log", name):
		return frappe.get_doc("Daily Work Log", name)
	day = values.pop("log_date", nowdate())
	place = work_logs.place_of(plan_name, day)
	indicator = work_logs.rows_of(plan_name)[0]
	log = frappe.new_doc("Daily Work Log")
	log.update({column: place.get(column) for column in work_logs.FROM_PLAN})
	log.update(
		{column: indicator.get(column) for column in ("result_key", "result", "indicator_key", "indicator")}
	)
	log.update(
		{
			"log_date": day,
			"activity": "Menyusun dokumen",
			"quantity": 1,
			"measured": 1,
			"uom": indicator.uom,
			"work_plan": plan_name,
			"performance_period": place.performance_period,
			"performance_interval": place.performance_interval,
			"workflow_state": state,
			**values,
		}
	)
	log.name = name
	return factories.write(log)


def make_evaluation(
	plan_name: str, kind: str = "Periodic", interval: str | None = None, state: str = "Draft", **values
):
	"""An evaluation as rows."""
	from kinerja_asn import evaluation_rows
	from kinerja_asn.kinerja_asn.doctype.performance_evaluation import performance_evaluation as evaluations

	interval = (interval or f"{YEAR}-Q1") if kind == "Periodic" else None
	name = evaluations.name_of(plan_name, kind, interval)
	if frappe.db.exists("Performance Evaluation", name):
		return frappe.get_doc("Performance Evaluation", name)
	plan = frappe.get_doc("Work Plan", plan_name)
	doc = frappe.new_doc("Performance Evaluation")
	doc.update({column: plan.get(column) for column in doc.FROM_PLAN})
	doc.update(
		{
			"work_plan": plan_name,
			"kind": kind,
			"performance_interval": interval,
			"performance_period": plan.performance_period,
			"workflow_state": state,
			"docstatus": 1 if state == "Acknowledged" else 0,
			**values,
		}
	)
	found = evaluation_rows.gather([plan_name], kind, interval)[plan_name]
	doc.update({**found.columns, **values})
	doc.set("results", found.results)
	doc.set("behaviours", found.behaviours)
	doc.derive_predicate()
	doc.name = name
	return factories.write(doc)


def make_change(plan_name: str, interval: str = f"{YEAR}-Q1"):
	"""A rating of a handed-over evaluation that was changed afterwards."""
	from kinerja_asn import evaluation_changes

	name = f"{plan_name}-E-{interval}"
	rating = evaluation_changes.NewRating(name, "Above Expectation", "As Expected", "Bukti baru diterima")
	evaluation_changes.record([rating], evaluation_changes.OBJECTION, f"KB-{name}", ("Handed Over",))
	return name


def make_objection(evaluation: str, state: str = "Filed", **values):
	"""An objection as rows, with a file named in its evidence."""
	from kinerja_asn import objections

	name = objections.name_of(evaluation)
	if frappe.db.exists("Performance Objection", name):
		return frappe.get_doc("Performance Objection", name)
	doc = frappe.new_doc("Performance Objection")
	doc.update(
		objections.head_of(frappe.db.get_value("Performance Evaluation", evaluation, "*", as_dict=True))
	)
	doc.update({"reasons": "Realisasi belum dihitung", "workflow_state": state, **values})
	doc.append("evidence", {"file": f"/private/files/{name}.txt", "file_name": f"{name}.txt"})
	doc.name = name
	return factories.write(doc)


def make_session(plan_name: str, state: str = "Held", kind: str = "Coaching", **values):
	"""A session as rows, with an action; `secret` is what was said in it."""
	from kinerja_asn import coaching

	name = f"{plan_name}-{kind}"
	if frappe.db.exists("Coaching Session", name):
		return frappe.get_doc("Coaching Session", name)
	plan = frappe.get_doc("Work Plan", plan_name)
	doc = frappe.new_doc("Coaching Session")
	doc.update({column: plan.get(column) for column in coaching.FROM_PLAN})
	doc.update(
		{
			"kind": kind,
			"work_plan": plan_name,
			"asked_on": nowdate(),
			"asked_by": "Appraiser",
			"asked_by_name": plan.appraiser_name,
			"planned_on": nowdate(),
			"held_on": nowdate(),
			"outcome": "Mengikuti pelatihan",
			"told_employee": 1,
			"workflow_state": state,
			"sealed": coaching.seal({"topic": "Topik", "summary": "Ringkasan", "request": "Alasan"}),
			**values,
		}
	)
	doc.append(
		"agreed_actions", {"action": "Mendaftar pelatihan", "responsible": "Employee", "due_on": nowdate()}
	)
	doc.name = name
	return factories.write(doc)


def make_counsellor(agency: Agency, short: str = "kons"):
	"""A counsellor of the agency, who is nobody's appraiser."""
	if short not in agency.people:
		agency.people[short] = factories.make_employee(
			f"Konselor {short}",
			frappe._dict(name=AGENCY, abbr="PKC"),
			department=agency.units["dinas"],
			designation="Konselor",
			reports_to=agency.people["kadis"],
			roles=("ASN Counsellor",),
		)
	return agency.people[short]


def make_adjustment(plan_name: str, state: str = "Draft"):
	"""An open adjustment that begins with the plan's rows."""
	name = f"{plan_name}-P01"
	if frappe.db.exists("Work Plan Adjustment", name):
		return frappe.get_doc("Work Plan Adjustment", name)
	plan = frappe.get_doc("Work Plan", plan_name)
	doc = frappe.new_doc("Work Plan Adjustment")
	doc.work_plan = plan_name
	doc.copy_from_plan(plan)
	doc.copy_rows(plan)
	doc.update(
		{
			"cause": "Change of Strategy",
			"reason": "Strategi berubah",
			"effective_from": getdate(),
			"base_version": plan.version,
			"workflow_state": state,
			"slot": plan_name,
		}
	)
	doc.indicators[0].target = 30
	doc.name = name
	return factories.write(doc)


def end_first_quarter():
	"""Units are rated when the time is over; in the first months of a year it is made to be."""
	quarter = f"{YEAR}-Q1"
	if getdate(frappe.db.get_value("Performance Interval", quarter, "to_date")) > getdate():
		frappe.db.set_value("Performance Interval", quarter, "to_date", nowdate(), update_modified=False)


def make_unit_rating(
	agency: Agency,
	unit: str,
	kind: str = "Periodic",
	interval: str | None = None,
	state: str = "Draft",
	head: str | None = None,
	**values,
):
	"""The rating of a unit as a row; "Good" is proposed and chosen.

	Args:
		head: by short name, in place of the unit's head; the leader above is then the appraiser of that person's plan.
	"""
	from kinerja_asn import unit_ratings

	department = agency.units[unit].name
	period = (agency.other_period if unit == "lain" else agency.period).name
	interval = (interval or f"{YEAR}-Q1") if kind == "Periodic" else None
	name = unit_ratings.slot_of(head or department, period, kind, interval)
	if frappe.db.exists("Unit Performance Rating", name):
		return frappe.get_doc("Unit Performance Rating", name)
	end_first_quarter()
	row = unit_ratings.units([department])[0]
	people = (
		frappe.db.get_value("Work Plan", agency.plan(head), unit_ratings.PEOPLE, as_dict=True)
		if head
		else unit_ratings.people_of([row])[department]
	)
	confirmed = state == "Unit Rating Confirmed"
	doc = frappe.new_doc("Unit Performance Rating")
	doc.update(
		{
			**people,
			"department": department,
			"department_name": row.department_name,
			"company": row.company,
			"performance_period": period,
			"kind": kind,
			"performance_interval": interval,
			"workflow_state": state,
			"docstatus": int(confirmed),
			"achievement": 95,
			"has_achievement": 1,
			"indicators": 4,
			"indicators_met": 3,
			"indicators_missed": 1,
			"proposed_rating": "Good",
			"rating": "Good",
			"confirmed_by": people["appraiser_name"] if confirmed else None,
			"slot": name,
			**values,
		}
	)
	doc.name = name
	return factories.write(doc)


def make_agreement(agency: Agency, short: str, state: str = "Agreement Agreed", period=None):
	"""The agreement of a unit as rows, with this person as head: one objective with one indicator."""
	from kinerja_asn import appraisers

	period = period or (agency.other_period if short == "lain" else agency.period)
	name = f"PK-UJI-{short}"
	if frappe.db.exists("Performance Agreement", name):
		return frappe.get_doc("Performance Agreement", name)
	employee = agency.people[short]
	make_uom()
	doc = frappe.new_doc("Performance Agreement")
	doc.update(appraisers.resolve([employee.name], period.from_date)[employee.name].columns)
	doc.update(
		{
			"employee_type": "Employee",
			"employee": employee.name,
			"employee_name": employee.employee_name,
			"department": employee.department,
			"department_name": "Unit Contoh",
			"company": period.company,
			"title": f"Perjanjian {short}",
			"performance_period": period.name,
			"from_date": period.from_date,
			"to_date": period.to_date,
			"version": 1,
			"workflow_state": state,
			"docstatus": 1 if state in ("Agreement Agreed", "Closed") else 0,
			"slot": f"uji|{short}",
		}
	)
	objective = doc.append(
		"objectives", {"row_key": new_row_key(), "short_code": "1", "objective": f"Sasaran {short} tercapai"}
	)
	doc.append(
		"indicators",
		{
			"row_key": new_row_key(),
			"result_key": objective.row_key,
			"result_code": "1",
			"indicator": f"Indikator {short}",
			"direction": "Higher Is Better",
			"adds_up": "Sum",
			"target": 24,
			"uom": "Dokumen",
		},
	)
	doc.name = name
	return factories.write(doc)


def make_agreement_adjustment(agreement: str, state: str = "Draft"):
	"""An open adjustment of an agreement, with another target."""
	name = f"{agreement}-P01"
	if frappe.db.exists("Performance Agreement Adjustment", name):
		return frappe.get_doc("Performance Agreement Adjustment", name)
	base = frappe.get_doc("Performance Agreement", agreement)
	doc = frappe.new_doc("Performance Agreement Adjustment")
	doc.agreement = agreement
	doc.copy_from_plan(base)
	doc.copy_rows(base)
	doc.update(
		{
			"cause": "Change of Budget",
			"reason": "Anggaran berubah",
			"effective_from": getdate(),
			"base_version": base.version,
			"workflow_state": state,
			"slot": agreement,
		}
	)
	doc.indicators[0].target = 30
	doc.name = name
	return factories.write(doc)


def make_realisation(
	agreement: str, interval: str | None = None, state: str = "Draft", realisation: float = 6
):
	"""The realisation of an agreement in an interval, with the given figure in its first row."""
	from kinerja_asn import agreements

	interval = interval or f"{YEAR}-Q1"
	name = f"{agreement}-{interval}"
	if frappe.db.exists("Performance Agreement Realisation", name):
		return frappe.get_doc("Performance Agreement Realisation", name)
	base = frappe.get_doc("Performance Agreement", agreement)
	doc = frappe.new_doc("Performance Agreement Realisation")
	doc.update({column: base.get(column) for column in doc.FROM_PLAN})
	doc.update(
		{
			"agreement": agreement,
			"performance_interval": interval,
			"performance_period": base.performance_period,
			"department_name": base.department_name,
			"workflow_state": state,
			"docstatus": 1 if state == "Realisation Sent" else 0,
			"slot": f"{agreement}|{interval}",
		}
	)
	for row in agreements.rows_of_interval(base, interval):
		doc.append(
			"realisations", {**row, "row_key": new_row_key(), "realisation": realisation, "reported": 1}
		)
	doc.measure()
	doc.name = name
	return factories.write(doc)


def make_role_result(agency: Agency, short: str, leader: str, leader_plan: str | None = None, **values):
	"""A cell of a leader's matrix as a row."""
	from kinerja_asn.kinerja_asn.doctype.role_result.role_result import slot_of

	person, head = agency.people[short], agency.people[leader]
	plan = frappe.get_doc("Work Plan", leader_plan or agency.plan(leader))
	cell = factories.new("Role Result", f"cell-{plan.name}-{short}")
	cell.update(
		{
			"employee_type": "Employee",
			"employee": person.name,
			"employee_name": person.employee_name,
			"department": person.department,
			"company": person.company,
			"appraiser_type": "Employee",
			"appraiser": head.name,
			"appraiser_name": head.employee_name,
			"performance_period": plan.performance_period,
			"leader_plan": plan.name,
			"result_key": plan.results[0].row_key,
			"leader_result": plan.results[0].result,
			"expected_result": "Data tersusun",
			"slot": slot_of(plan.name, plan.results[0].row_key, person.name),
			**values,
		}
	)
	return factories.write(cell)


def make_feedback(agency: Agency, short: str, giver: str, name: str | None = None, **values):
	"""Feedback about somebody as a row: given, for the person and the appraiser."""
	person, by = agency.people[short], agency.people[giver]
	doc = factories.new("Performance Feedback", name or f"UB-{short}-{giver}")
	doc.update(
		{
			"employee_type": "Employee",
			"employee": person.name,
			"employee_name": person.employee_name,
			"giver_type": "Employee",
			"giver": by.name,
			"giver_name": by.employee_name,
			"relation": "Peer",
			"status": "Given",
			"kind": "Positive",
			"visibility": "Person and Appraiser",
			"text": "Layanan cepat",
			"given_on": f"{nowdate()} 08:00:00",
			"work_plan": agency.plans.get(short),
			"company": person.company,
			**values,
		}
	)
	return factories.write(doc)


def make_talent(agency: Agency, short: str, potential: str = "High", name: str | None = None, **values):
	"""An assessment of potential as a row, made half a year ago and valid for three years."""
	person = agency.people[short]
	day = getdate(values.pop("assessed_on", add_days(nowdate(), -180)))
	doc = factories.new("Talent Assessment", name or f"TAL-{short}-{day}")
	doc.update(
		{
			"employee_type": "Employee",
			"employee": person.name,
			"employee_name": person.employee_name,
			"department": person.department,
			"company": person.company,
			"potential": potential,
			"potential_value": 80,
			"assessed_on": day,
			"valid_until": add_days(day, 3 * 365),
			"source": "Assessment center",
			**values,
		}
	)
	return factories.write(doc)
