"""Work on many: the only way to do something for hundreds or hundreds of thousands of employees.

`run` starts a Bulk Run and a background job that works it off in chunks, each chunk in a transaction of its own with a
result per employee (Bulk Run Row). A run goes on where it stopped: what is committed is done, what is not is missing.
Two runs of the same work on the same people cannot be active at once; the second click gets the running one.

`insert_rows` writes many documents by multi-row INSERTs with the columns that a form would write. It does not run the
controller, naming rules, fetched fields or the events of other apps, and leaves out what Frappe does after an insert:
Version, global search, Webhook, Notification, Server Script and Assignment Rule of the site, realtime updates of lists.
Our own notifications are sent by the work itself.
"""

import base64
import json
import secrets
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

import frappe
from frappe import _
from frappe.model.naming import make_autoname
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.translate import get_user_lang
from frappe.utils import (
	add_to_date,
	cint,
	cstr,
	escape_html,
	flt,
	formatdate,
	get_datetime,
	get_fullname,
	now,
	now_datetime,
)
from pypika.terms import Term, Tuple
from redis.exceptions import RedisError

from kinerja_asn import interruptions, names

RUN, ROW = "Bulk Run", "Bulk Run Row"
CHUNK = 1000
JOB_TIMEOUT = 6 * 3600
#: A run that has not moved for this long lost its worker.
STALLED_MINUTES = 20
#: After this long a person may give a run that stands still to another worker.
IDLE_MINUTES = 3

#: The scope of a run names so many units.
UNITS_NAMED = 5

#: SQLite takes 32,766 parameters in one statement; MariaDB takes as much as fits a packet.
VALUES_AT_ONCE = {"sqlite": 30_000, "mariadb": 100_000}
CHARACTERS_AT_ONCE = 4_000_000
LONG_TEXTS = (
	"Small Text",
	"Text",
	"Long Text",
	"Text Editor",
	"HTML Editor",
	"Markdown Editor",
	"Code",
	"JSON",
)

QUEUED, RUNNING, CANCELLING, CANCELLED = "Queued", "Running", "Cancelling", "Cancelled"
COMPLETED, FAILED = "Completed", "Failed"
ACTIVE = (QUEUED, RUNNING, CANCELLING)

CREATED, DONE, ALREADY_THERE = "Created", "Done", "Already There"
NOT_NEEDED, PROBLEM = "Not Needed", "Problem"
#: Counter of the run -> results that it counts.
COUNTERS = {
	"created": (CREATED, DONE),
	"already_there": (ALREADY_THERE,),
	"not_needed": (NOT_NEEDED,),
	"problems": (PROBLEM,),
}

#: Work -> dotted path of its class, a subclass of Work.
WORKS = {
	"Open Period": "kinerja_asn.period_work.OpenPeriod",
	"Close Period": "kinerja_asn.period_work.ClosePeriod",
	"Remind": "kinerja_asn.period_work.Remind",
	"Change Appraiser": "kinerja_asn.appraiser_work.ChangeAppraiser",
	"Create Evaluations": "kinerja_asn.evaluation_work.CreateEvaluations",
	"Hand Over Evaluations": "kinerja_asn.evaluation_work.HandOver",
	"Acknowledge Silently": "kinerja_asn.evaluation_work.AcknowledgeSilently",
	"Propose Unit Ratings": "kinerja_asn.unit_rating_work.ProposeUnitRatings",
	"Close 360": "kinerja_asn.appraisal_360_work.Close",
	"Launch 360": "kinerja_asn.campaign_work.Launch",
	"Collect 360": "kinerja_asn.campaign_work.Collect",
}


@dataclass(frozen=True)
class Outcome:
	"""What came of one employee."""

	result: str
	message: str = ""
	link_doctype: str | None = None
	link_name: str | None = None


@dataclass
class Work:
	"""One kind of work. Subclasses say whom it is about (`people`) and do a chunk of them (`work_on`)."""

	run: str
	company: str | None = None
	period: str | None = None
	departments: tuple | None = None
	parameters: dict = field(default_factory=dict)
	started_by: str | None = None

	#: whether only employees who belong to the agency today are looked at
	within_company = True
	#: whether only employees who belong to the chosen units today are looked at; else the work itself looks at the
	#: unit of each document
	within_units = True

	def title(self) -> str:
		raise NotImplementedError

	def year_in_words(self) -> str:
		from kinerja_asn import figures

		return _("the year {0}").format(figures.year(self.period))

	def check(self):
		"""Refuse a run that makes no sense, before it is written."""

	def scope(self) -> str:
		"""Two runs of the same work and scope are one."""
		return "|".join([self.period or self.company or "", ",".join(sorted(self.departments or ()))])

	def people(self, query, Employee):
		"""Narrow the query of employees to those this work looks at."""
		return query

	def prepare(self):
		"""Read what all chunks share."""

	def record_at_once(self):
		"""Write the results of those who need no look by `record`, in a fixed number of statements."""

	def work_on(self, employees: list[str]) -> dict[str, Outcome]:
		"""Do the work for these employees, set-based, and say what came of each."""
		raise NotImplementedError

	def finish(self):
		"""After the last chunk, in the same transaction as the end of the run."""


# --- starting ---------------------------------------------------------------------------------------------


def run(
	work: str,
	company: str | None = None,
	performance_period: str | None = None,
	departments: Collection[str] | None = None,
	now: bool = False,
	**parameters,
) -> str:
	"""Start a piece of work and return the name of its Bulk Run; of the active one if there is one already.

	The caller has checked the right. The run begins when the caller's transaction is committed.

	Args:
		work: a key of WORKS.
		departments: only employees of these units.
		now: work it off before returning, in chunks that are committed; for scripts, not for requests.
		parameters: whatever the work needs besides; kept as JSON.
	"""
	if performance_period and not company:
		company = frappe.db.get_value("Performance Period", performance_period, "company")
	task = _class_of(work)(
		run="",
		company=company,
		period=performance_period,
		departments=tuple(sorted(departments)) if departments is not None else None,
		parameters=parameters,
		started_by=frappe.session.user,
	)
	task.check()
	key = f"{work}|{task.scope()}"
	if len(key) > 140:
		key = f"{work}|{frappe.utils.sha256_hash(key)}"
	running = _active_run(key)
	name = running or _new_run(work, task, key)
	if now:
		work_off(name, _take_over(name) if running else 0)
		return name
	stored = _locked(name)
	if running:
		_say_who_runs(stored)
	if stored.status == QUEUED:
		_enqueue(name, _attempt_of(stored))
	elif _is_stalled(stored):
		resume(name)
	return name


def _say_who_runs(stored):
	"""Nothing new has begun: whoever clicked sees the run of somebody else, or his own of before."""
	if stored.status == CANCELLING:
		told = _("This run is being cancelled. Start it again as soon as it is over.")
	else:
		told = _("This is being done already: {0} started it on {1}. Nothing was begun twice.").format(
			escape_html(get_fullname(stored.started_by)),
			f"{formatdate(stored.started_at)} {get_datetime(stored.started_at):%H:%M}",
		)
	frappe.msgprint(told, alert=True, indicator="blue")


def _class_of(work: str) -> type[Work]:
	if work not in WORKS:
		frappe.throw(_("There is no bulk work {0}.").format(frappe.bold(cstr(work))), title=_("Unknown work"))
	return frappe.get_attr(WORKS[work])


def _active_run(key: str) -> str | None:
	Run = DocType(RUN)
	# a locking read: in a running transaction a plain one would not see a run that was committed just now
	rows = frappe.qb.from_(Run).select(Run.name).where(Run.active_key == key).for_update().run()
	return rows[0][0] if rows else None


def _new_run(work: str, task: Work, key: str) -> str:
	row = {
		"name": names.reserve(f"RUN-{now_datetime():%Y}-", 1, digits=4)[0],
		"title": task.title(),
		"work": work,
		"status": QUEUED,
		"company": task.company,
		"performance_period": task.period,
		"started_by": frappe.session.user,
		"starter": get_fullname(frappe.session.user),
		"started_at": now_datetime().replace(microsecond=0),
		"parameters": json.dumps(
			{
				"attempt": 0,
				"departments": list(task.departments) if task.departments is not None else None,
				**task.parameters,
			},
			default=str,
			ensure_ascii=False,
		),
		"active_key": key,
	}
	frappe.db.savepoint("bulk_run")
	try:
		insert_rows(RUN, [row])
	except Exception as error:
		if not (frappe.db.is_unique_key_violation(error) or frappe.db.is_primary_key_violation(error)):
			raise
		# another click was quicker
		frappe.db.rollback(save_point="bulk_run")
		running = _active_run(key)
		if not running:
			raise
		return running
	return row["name"]


def _enqueue(name: str, attempt: int):
	frappe.enqueue(
		"kinerja_asn.bulk.work_off",
		queue="long",
		timeout=JOB_TIMEOUT,
		job_id=f"kinerja_bulk_{name}_{attempt}",
		deduplicate=True,
		enqueue_after_commit=True,
		run_name=name,
		attempt=attempt,
	)


def resume(name: str):
	"""Give a run whose worker was lost to a new one; the old one, should it still live, stops at its next chunk.

	The caller has checked the right.
	"""
	if _locked(name).status in ACTIVE:
		_enqueue(name, _take_over(name))


def _take_over(name: str) -> int:
	stored = _locked(name)
	parameters = json.loads(stored.parameters or "{}")
	attempt = _attempt_of(stored) + 1
	_set(name, parameters=json.dumps(parameters | {"attempt": attempt}, ensure_ascii=False))
	return attempt


def _attempt_of(stored) -> int:
	return cint(json.loads(stored.parameters or "{}").get("attempt"))


def _is_stalled(stored) -> bool:
	return get_datetime(stored.modified) < add_to_date(now_datetime(), minutes=-STALLED_MINUTES)


def resume_stalled():
	"""Scheduled: runs that have not moved for a while go on with a new worker."""
	Run = DocType(RUN)
	before = add_to_date(now_datetime(), minutes=-STALLED_MINUTES)
	names = (
		frappe.qb.from_(Run)
		.select(Run.name)
		.where(Run.status.isin(ACTIVE) & (Run.modified < before))
		.run(pluck=True)
	)
	for name in names:
		resume(name)


def cancel(name: str):
	"""Stop a run after the chunk it is working on, or at once where nobody works on it; the caller has checked the
	right."""
	stored = _locked(name)
	if stored.status not in ACTIVE:
		frappe.throw(
			_("The run is over already ({0}); there is nothing to cancel.").format(_(stored.status)),
			title=_("Run is over"),
		)
	stopped = {"cancelled_by": frappe.session.user, "modified_by": frappe.session.user}
	if stored.status == QUEUED:
		# a worker that comes later finds it over
		_set(name, status=CANCELLED, active_key=None, finished_at=now(), **stopped)
	else:
		idle = is_idle(stored.modified)
		_set(name, status=CANCELLING, **stopped)
		if idle:
			resume(name)
	if stored.started_by != frappe.session.user:
		_tell_starter(
			stored,
			lambda: _("{0}: cancelled by {1}. What was done until then stays.").format(
				stored.title, get_fullname(frappe.session.user)
			),
		)


def _tell_starter(stored, sentence: Callable[[], str]):
	"""Whoever started a run may have left its page long ago; `sentence` is said in his language."""
	from kinerja_asn import notifications

	with notifications.speaking(get_user_lang(stored.started_by)):
		notifications.tell(stored.started_by, sentence(), RUN, stored.name)


def run_again(name: str, departments: Collection[str] | None = None) -> str:
	"""Start the same work anew; only what is missing is done. The caller has checked the right, which may have become
	narrower: with `departments`, only people of these units are looked at."""
	doc = frappe.get_doc(RUN, name)
	parameters = json.loads(doc.parameters or "{}")
	parameters.pop("attempt", None)
	before = parameters.pop("departments", None)
	if before is not None:
		departments = before if departments is None else sorted(set(before) & set(departments))
	return run(
		doc.work,
		company=doc.company,
		performance_period=doc.performance_period,
		departments=departments,
		**parameters,
	)


def scope_in_words(doc, with_reason: bool = True) -> str:
	"""Whom and what a run is about, for its history. The reason of a change speaks of people, whom not every reader of
	the history oversees."""
	from kinerja_asn import figures

	parameters = json.loads(doc.parameters or "{}")
	units, people = parameters.get("departments"), parameters.get("employees")
	if units is None:
		words = [doc.company] if doc.company else []
	else:
		Unit = DocType("Department")
		shown = (
			frappe.qb.from_(Unit)
			.select(Unit.department_name)
			.where(Unit.name.isin(units[:UNITS_NAMED] or [""]))
			.orderby(Unit.lft)
		).run(pluck=True)
		words = [", ".join(shown) + (f" (+{len(units) - len(shown)})" if len(units) > len(shown) else "")]
	if people:
		words.append(_("{0} chosen employees").format(len(people)))
	if parameters.get("interval"):
		words.append(figures.interval(parameters["interval"]))
	elif doc.performance_period:
		words.append(_("the year {0}").format(figures.year(doc.performance_period)))
	if parameters.get("reason") and with_reason:
		words.append(parameters["reason"])
	return " · ".join(words)


def is_idle(modified) -> bool:
	"""Whether a run has not moved for longer than a chunk takes; its worker may be lost, or is only late."""
	return get_datetime(modified) < add_to_date(now_datetime(), minutes=-IDLE_MINUTES)


# --- working off ------------------------------------------------------------------------------------------


class Superseded(Exception):
	"""Another worker has taken the run over."""


def work_off(run_name: str, attempt: int = 0):
	"""The background job: work a run off in chunks, each committed."""
	interrupted, reached = 0, None
	while True:
		try:
			# a job speaks English by itself; the results are for whoever started the run
			frappe.local.lang = get_user_lang(frappe.session.user)
			return _work_off(run_name, attempt)
		except Superseded:
			return frappe.db.rollback()
		except Exception as error:
			if not interruptions.over(error):
				# without a database nobody can be told: the run stands still until another worker gets it
				frappe.db.rollback()
				return _fail(run_name)
			# on from the last commit, as another worker would
			before, reached = reached, frappe.db.get_value(RUN, run_name, "last_employee")
			interrupted = interrupted + 1 if before == reached else 1
			if interrupted > interruptions.AT_MOST:
				return _fail(run_name)


def _fail(run_name: str):
	log = frappe.log_error(title=f"{RUN} {run_name}")
	_set(
		run_name,
		status=FAILED,
		active_key=None,
		finished_at=now(),
		error=_(
			"The run stopped at an unexpected error (Error Log {0}). What was done until then stays; run it again for the rest."
		).format(log.name),
	)
	frappe.db.commit()
	_show_progress(run_name)
	stored = _locked(run_name)
	_tell_starter(
		stored,
		lambda: _("{0}: the run stopped at an unexpected error. What was done until then stays.").format(
			stored.title
		),
	)


def _work_off(run_name: str, attempt: int):
	stored = _own(run_name, attempt)
	if stored.status not in ACTIVE:
		return
	work = _work_of(stored)
	work.prepare()
	if stored.status == QUEUED:
		work.record_at_once()
		_set(run_name, status=RUNNING, total=_count(work), **counted(run_name))
	frappe.db.commit()
	_show_progress(run_name)
	last = cstr(stored.last_employee)
	while True:
		stored = _own(run_name, attempt)
		if stored.status not in ACTIVE:
			# another worker of the same attempt has ended it meanwhile
			return
		if stored.status == CANCELLING:
			return _end(run_name, CANCELLED)
		people = _next_people(work, run_name, last)
		if people:
			_do_chunk(work, people)
		if len(people) < CHUNK:
			work.finish()
			return _end(run_name, COMPLETED)
		last = people[-1].name
		frappe.db.commit()
		_show_progress(run_name)


def _do_chunk(work: Work, people: list):
	outcomes = _try(work, [person.name for person in people])
	_write_rows(work, people, outcomes)
	_add_counts(work.run, people[-1].name, outcomes.values())


def _end(name: str, status: str):
	_set(name, status=status, active_key=None, finished_at=now())
	frappe.db.commit()
	_show_progress(name)


def _work_of(stored) -> Work:
	parameters = json.loads(stored.parameters or "{}")
	parameters.pop("attempt", None)
	departments = parameters.pop("departments", None)
	return _class_of(stored.work)(
		run=stored.name,
		company=stored.company,
		period=stored.performance_period,
		departments=tuple(departments) if departments is not None else None,
		parameters=parameters,
		started_by=stored.started_by,
	)


def _locked(name: str):
	Run = DocType(RUN)
	rows = (
		frappe.qb.from_(Run)
		.select(
			Run.name,
			Run.work,
			Run.status,
			Run.company,
			Run.performance_period,
			Run.parameters,
			Run.last_employee,
			Run.title,
			Run.started_by,
			Run.started_at,
			Run.modified,
		)
		.where(Run.name == name)
		.for_update()
	).run(as_dict=True)
	if not rows:
		frappe.throw(_("The run {0} does not exist.").format(frappe.bold(name)), frappe.DoesNotExistError)
	return rows[0]


def _own(name: str, attempt: int):
	"""Lock the run until the next commit, so that no other worker does the same chunk."""
	stored = _locked(name)
	if _attempt_of(stored) != attempt:
		raise Superseded
	return stored


def _set(name: str, **values):
	Run = DocType(RUN)
	query = frappe.qb.update(Run).set(Run.modified, now())
	for column, value in values.items():
		query = query.set(Run[column], value)
	query.where(Run.name == name).run()


def _people(work: Work, Employee, *columns):
	query = frappe.qb.from_(Employee).select(*columns)
	return _within_scope(work, query, Employee)


def _within_scope(work: Work, query, Employee):
	if work.company and work.within_company:
		query = query.where(Employee.company == work.company)
	if work.departments is not None and work.within_units:
		query = query.where(Employee.department.isin(work.departments or ("",)))
	return work.people(query, Employee)


def _count(work: Work) -> int:
	Employee = DocType("Employee")
	return cint(_people(work, Employee, Count(Employee.name)).run()[0][0])


def _next_people(work: Work, run_name: str, last: str) -> list:
	Employee, Row = DocType("Employee"), DocType(ROW)
	query = (
		_people(work, Employee, Employee.name, Employee.employee_name, Employee.department, Employee.company)
		.left_join(Row)
		.on((Row.bulk_run == run_name) & (Row.employee == Employee.name))
		.where(Row.name.isnull())
		.orderby(Employee.name)
		.limit(CHUNK)
	)
	if last:
		query = query.where(Employee.name > last)
	return query.run(as_dict=True)


def _try(work: Work, employees: list[str]) -> dict[str, Outcome]:
	"""Do a chunk; if that fails, halve it until the one who cannot be done stands alone."""
	frappe.db.savepoint("bulk_chunk")
	try:
		return work.work_on(employees)
	except Exception as error:
		if any(is_so(error) for is_so in (interruptions.ended, interruptions.lost, interruptions.full)):
			# nothing is left of the transaction, and the run goes on from its last commit; or nobody can be done now
			raise
		frappe.db.rollback(save_point="bulk_chunk")
		if len(employees) == 1:
			log = frappe.log_error(title=f"{RUN} {work.run}: {employees[0]}")
			told = str(error) if isinstance(error, frappe.ValidationError) else ""
			message = told or _("An unexpected error happened; the administrator finds it in the Error Log.")
			return {employees[0]: Outcome(PROBLEM, message, "Error Log", log.name)}
		middle = len(employees) // 2
		return _try(work, employees[:middle]) | _try(work, employees[middle:])


def _write_rows(work: Work, people: list, outcomes: dict[str, Outcome]):
	insert_rows(
		ROW,
		[
			{
				"name": f"{work.run}-{person.name}",
				"bulk_run": work.run,
				"employee": person.name,
				"employee_name": person.employee_name,
				"department": person.department,
				"company": person.company,
				"result": outcomes[person.name].result,
				"message": outcomes[person.name].message,
				"link_doctype": outcomes[person.name].link_doctype,
				"link_name": outcomes[person.name].link_name,
			}
			for person in people
			if person.name in outcomes
		],
	)


def record(work: Work, result: str, source: Callable, message, link_doctype: str, link_name: Callable):
	"""Write the rows of many employees in one statement, without reading them.

	Args:
		source: takes the query and the table of employees, and joins or narrows it.
		message: a text, or a term of the query builder.
		link_name: takes the table of employees; the name of the document that the row points to.
	"""
	from pypika.functions import Concat

	Employee = DocType("Employee")
	insert_found(
		ROW,
		lambda query: source(_within_scope(work, query.from_(Employee), Employee), Employee),
		{
			"name": Concat(f"{work.run}-", Employee.name),
			"bulk_run": work.run,
			"employee": Employee.name,
			"employee_name": Employee.employee_name,
			"department": Employee.department,
			"company": Employee.company,
			"result": result,
			"message": message,
			"link_doctype": link_doctype,
			"link_name": link_name(Employee),
		},
	)


def counted(name: str, departments: Collection[str] | None = None) -> dict[str, int]:
	"""The counters as the rows of the run give them, of some departments or of all."""
	Row = DocType(ROW)
	query = (
		frappe.qb.from_(Row)
		.select(Row.result, Count(Row.name))
		.where(Row.bulk_run == name)
		.groupby(Row.result)
	)
	if departments is not None:
		query = query.where(Row.department.isin(list(departments) or [""]))
	found = dict(query.run())
	counts = {
		column: sum(cint(found.get(result)) for result in results) for column, results in COUNTERS.items()
	}
	return counts | {"done": sum(counts.values())}


def _add_counts(name: str, last: str, outcomes: Collection[Outcome]):
	Run = DocType(RUN)
	query = frappe.qb.update(Run).set(Run.modified, now()).set(Run.last_employee, last)
	query = query.set(Run.done, Run.done + len(outcomes))
	for column, results in COUNTERS.items():
		count = sum(outcome.result in results for outcome in outcomes)
		if count:
			query = query.set(Run[column], Run[column] + count)
	query.where(Run.name == name).run()


def _show_progress(name: str):
	"""Tell open forms; they also ask by themselves, since a site may run without realtime updates."""
	with suppress(RedisError):
		frappe.publish_realtime("kinerja_bulk_progress", {"run": name}, doctype=RUN, docname=name)


# --- naming many rows -------------------------------------------------------------------------------------


class Among(Term):
	"""A thousand names for `isin`. The query builder makes several objects of each name in a list, which takes longer
	than the database needs to find them."""

	def __init__(self, names: Collection[str]):
		super().__init__()
		self.names = list(names)

	def get_sql(self, param_wrapper=None, **kwargs) -> str:
		if param_wrapper is None:
			return Tuple(*self.names).get_sql(**kwargs)
		return f"({', '.join([param_wrapper.get_sql(param_value=name) for name in self.names])})"


# --- writing many rows ------------------------------------------------------------------------------------


def template(doctype: str) -> dict:
	"""The columns of a new document of this DocType with its defaults, as the form would write them.

	Made once per request or job.
	"""
	known = getattr(frappe.local, "kinerja_templates", None)
	if known is None:
		known = frappe.local.kinerja_templates = {}
	if doctype not in known:
		doc = frappe.new_doc(doctype)
		known[doctype] = dict(doc.get_valid_dict(convert_dates_to_str=True, ignore_virtual=True))
	return known[doctype]


def _blank(doctype: str, user: str | None = None, moment: str | None = None) -> dict:
	user, moment = user or frappe.session.user, moment or now()
	return template(doctype) | {
		"owner": user,
		"modified_by": user,
		"creation": moment,
		"modified": moment,
		"docstatus": 0,
		"idx": 0,
	}


def insert_rows(doctype: str, rows: Sequence[dict], user: str | None = None, moment: str | None = None):
	"""Insert rows of one DocType, parents or children, in as few statements as the database takes.

	Columns that a row does not name get their defaults. Child rows name parent, parenttype, parentfield and idx.
	A row without a name gets one like Frappe's "hash".
	"""
	if not rows:
		return
	base = _blank(doctype, user, moment)
	columns = list(base)
	unknown = set().union(*rows) - set(columns)
	if unknown:
		raise KeyError(f"{doctype} has no column {', '.join(sorted(unknown))}")
	long = _long_columns(doctype, columns)
	name, fresh = columns.index("name"), _fresh_names(len(rows))
	limit = max(1, VALUES_AT_ONCE[frappe.db.db_type] // len(columns))
	lines, size = [], 0
	for line in _lines(rows, base, _converters(doctype)):
		if not line[name]:
			line[name] = next(fresh)
		line_size = sum([len(line[position] or "") for position in long])
		if lines and (len(lines) == limit or size + line_size > CHARACTERS_AT_ONCE):
			_insert(doctype, columns, lines)
			lines, size = [], 0
		lines.append(line)
		size += line_size
	_insert(doctype, columns, lines)
	forget_linked(doctype)


def insert_whole_rows(doctype: str, rows: Sequence[dict]):
	"""Insert rows that bring every column along, all in the same order, as the database takes them."""
	columns = list(rows[0])
	lines = [list(row.values()) for row in rows]
	limit = max(1, VALUES_AT_ONCE[frappe.db.db_type] // len(columns))
	for start in range(0, len(lines), limit):
		_insert(doctype, columns, lines[start : start + limit])


def insert_found(doctype: str, source: Callable, columns: dict):
	"""Insert rows that a query finds, in one statement and without reading them.

	Args:
		source: takes the query that inserts, and says from which tables and which of their rows.
		columns: column -> term of the query builder, or the value for all rows; `name` has to differ from row to row.
			Columns that are not named get their defaults.
	"""
	from pypika.terms import ValueWrapper

	convert = _converters(doctype)
	values = {}
	for column, value in (_blank(doctype) | columns).items():
		if not isinstance(value, Term):
			value = ValueWrapper(convert[column](value) if column in convert else value)
		values[column] = value
	source(frappe.qb.into(DocType(doctype)).columns(*values)).select(*values.values()).run()
	forget_linked(doctype)


def _insert(doctype: str, columns: Sequence[str], lines: Sequence[list]):
	"""One statement with these rows, each a list in the order of the columns."""
	head = f"insert into `tab{doctype}` ({', '.join(f'`{column}`' for column in columns)}) values "
	if frappe.db.db_type == "sqlite":
		place = f"({', '.join(['%s'] * len(columns))})"
		frappe.db.sql(head + ", ".join([place] * len(lines)), list(chain.from_iterable(lines)))
		return
	# the driver turns each value into text; most values of a column stand in many rows, and are named there
	values, places = {}, []
	for number, column in enumerate(zip(*lines, strict=True)):
		known = {value: f"{number}.{place}" for place, value in enumerate(dict.fromkeys(column))}
		values.update(zip(known.values(), known, strict=True))
		named = {value: f"%({key})s" for value, key in known.items()}
		places.append([named[value] for value in column])
	frappe.db.sql(head + ", ".join([f"({', '.join(row)})" for row in zip(*places, strict=True)]), values)


def _lines(rows: Sequence[dict], base: dict, convert: dict[str, Callable]) -> Iterator[list]:
	"""The rows as lists in the order of `base`. What rows do not name is turned into the column's value once."""
	columns = {column: position for position, column in enumerate(base)}
	blank = [convert[column](value) if column in convert else value for column, value in base.items()]
	shapes = {}
	for row in rows:
		shape = tuple(row)
		if shape not in shapes:
			shapes[shape] = [(columns[column], column, convert.get(column)) for column in shape]
		line = blank.copy()
		for position, column, converter in shapes[shape]:
			value = row[column]
			line[position] = converter(value) if converter else value
		yield line


def _fresh_names(most: int) -> Iterator[str]:
	"""Names for rows without one: as long as Frappe's and with the same beginning. Each portion counts on from a random
	number: drawn one by one, two of the hundred thousand that a big run writes within seconds would be alike."""
	while True:
		count = min(most, CHUNK)
		first = secrets.randbelow(32**6 - count)
		numbers = b"".join([number.to_bytes(5, "big") for number in range(first, first + count)])
		beginning, letters = make_autoname("hash")[:4], base64.b32hexencode(numbers).decode().lower()
		# five bytes are eight letters, of which the first two are zero
		for start in range(2, len(letters), 8):
			yield beginning + letters[start : start + 6]


def _long_columns(doctype: str, columns: Sequence[str]) -> list[int]:
	"""Positions of the columns that may hold a long text."""
	long = {df.fieldname for df in frappe.get_meta(doctype).fields if df.fieldtype in LONG_TEXTS}
	return [position for position, column in enumerate(columns) if column in long]


def forget_linked(doctype: str):
	"""Frappe 16 remembers for hours which DocTypes a Dynamic Link names, and does not see rows written here: somebody
	renamed would stay under the old name in them."""
	for df in frappe.get_meta(doctype).get_dynamic_link_fields():
		key = f"dynamic_link_map::{doctype}::{df.options}"
		frappe.cache.delete_value(key)
		# what somebody else has read meanwhile was read before these rows were there
		frappe.db.after_commit.add(partial(frappe.cache.delete_value, key))


def add_comments(rows: Collection[tuple[str, str, str]], kind: str = "Info"):
	"""Lines in the course of documents: (DocType, name, text as HTML)."""
	user = frappe.session.user
	full_name = frappe.db.get_value("User", user, "full_name") or user
	insert_rows(
		"Comment",
		[
			{
				"comment_type": kind,
				"comment_email": user,
				"comment_by": full_name,
				"reference_doctype": doctype,
				"reference_name": name,
				"content": text,
			}
			for doctype, name, text in rows
		],
	)


def _converters(doctype: str) -> dict[str, Callable]:
	"""How the form's save turns values into what the column holds."""

	def date_text(value):
		return cstr(value) or None

	found = {}
	for df in frappe.get_meta(doctype).fields:
		if df.fieldtype == "Check":
			found[df.fieldname] = lambda value: 1 if cint(value) else 0
		elif df.fieldtype == "Int":
			found[df.fieldname] = cint
		elif df.fieldtype in ("Float", "Currency", "Percent"):
			found[df.fieldname] = flt
		elif df.fieldtype in ("Date", "Datetime", "Time"):
			found[df.fieldname] = date_text
		elif df.unique:
			found[df.fieldname] = lambda value: value if cstr(value).strip() else None
	return found
