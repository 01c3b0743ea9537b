"""The 360 in the portal: what I am asked, what is said about me, the people I appraise, and one appraisal."""

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint, getdate

from kinerja_asn import appraisal_360_results as results
from kinerja_asn import permissions, raters
from kinerja_asn.api import appraisal_360 as moderation
from kinerja_asn.setup.settings import setting
from kinerja_asn.www.kinerja import answering, documents, pictures, shown, team
from kinerja_asn.www.kinerja.answering import APPRAISAL, PEER, SELF, SUBORDINATE, SUPERIOR

NOMINATION, APPROVED, COLLECTING, CLOSED, RELEASED = (
	"Nomination",
	"Approved",
	"Collecting",
	"Closed",
	"Released",
)
COLLEAGUES = "Colleagues"
#: An appraiser looks back on this many appraisals of his team.
LATEST = 60
#: So many requests stand open on the page; more of them would hide what stands below on a phone.
AT_ONCE = 5


def overview(visit) -> dict:
	who = visit.who
	visit.styles, visit.scripts = ("appraisal.css",), ("appraisal.js",)
	rows = answering.requests(who).run(as_dict=True)
	for row in rows:
		row.state = answering.state_of(row)
		row.days_left = answering.days_left(row)
		row.part = part_of(row.relation)
		row.about = about(row)
	return {
		"requests": [row for row in rows if row.state == "open"],
		"at_once": AT_ONCE,
		"sent": sum(1 for row in rows if row.state == "sent"),
		"early": [row for row in rows if row.state == "early" and row.relation != SELF],
		"mine": mine(who),
		"team": groups(who),
		"to_check": to_check(who),
		"minimum": max(cint(setting("minimum_raters")), 3),
		"state_360": state_360,
	}


def part_of(relation: str) -> str:
	return {
		SELF: _("Self-rating"),
		SUPERIOR: _("As direct superior"),
		PEER: _("As a peer"),
		SUBORDINATE: _("As a direct subordinate"),
	}[relation]


def name_of_relation(relation: str) -> str:
	return {
		SELF: _("Self"),
		SUPERIOR: _("Direct superior"),
		PEER: _("Peers"),
		SUBORDINATE: _("Direct subordinates"),
		COLLEAGUES: _("Peers and subordinates"),
	}[relation]


def about(row) -> str:
	return shown.interval(row.performance_interval) or row.performance_period or ""


def state_360(state: str) -> dict:
	tone, label = {
		NOMINATION: ("waiting", _("Choosing raters")),
		APPROVED: ("quiet", _("Raters approved")),
		COLLECTING: ("waiting", _("Being answered")),
		CLOSED: ("quiet", _("Result is in")),
		RELEASED: ("good", _("Released")),
	}.get(state, ("quiet", _(state or "")))
	return {"tone": tone, "label": label}


def columns(Appraisal) -> tuple:
	return (
		Appraisal.name,
		Appraisal.employee_name,
		Appraisal.appraiser,
		Appraisal.appraiser_name,
		Appraisal.department,
		Appraisal.workflow_state,
		Appraisal.performance_interval,
		Appraisal.performance_period,
		Appraisal.released_on,
	)


def mine(who) -> list:
	"""The viewer's own appraisals, the latest first."""
	if not who.employee:
		return []
	Appraisal = DocType(APPRAISAL)
	rows = (
		frappe.qb.from_(Appraisal)
		.select(*columns(Appraisal))
		.where((Appraisal.employee == who.employee) & (Appraisal.workflow_state != "Cancelled"))
		.orderby(Appraisal.creation, order=frappe.qb.desc)
		.limit(20)
	).run(as_dict=True)
	return [row | {"about": about(row), "said": said_to_person(row)} for row in rows]


def said_to_person(row) -> str:
	return {
		NOMINATION: _("See who is proposed as your rater, and propose changes."),
		APPROVED: _("Your raters are approved; answering begins soon."),
		COLLECTING: _("Your raters are answering."),
		CLOSED: _("{0} will talk with you about it and then release it.").format(
			row.appraiser_name or _("Your appraiser")
		),
		RELEASED: _("released {0}").format(shown.short_day(row.released_on)),
	}.get(row.workflow_state, "")


def groups(who) -> list[dict]:
	"""The people whom the viewer appraises: to approve, to talk with, and the others."""
	Appraisal = DocType(APPRAISAL)
	rows = (
		frappe.qb.from_(Appraisal)
		.select(*columns(Appraisal))
		.where(team.appraised_by(Appraisal, who) & (Appraisal.workflow_state != "Cancelled"))
		.orderby(Appraisal.creation, order=frappe.qb.desc)
		.orderby(Appraisal.employee_name)
		.limit(LATEST)
	).run(as_dict=True)
	rows = [row for row in team.appraised(who, rows) if row.workflow_state != NOMINATION]
	for row in rows:
		row.about = about(row)
	to_approve = [
		row | {"about": row["title"], "summary": summary_of(row)} for row in raters.nominations(who)
	]
	wanted = (
		("release", _("To talk about and to release"), (CLOSED,)),
		("running", _("Running"), (APPROVED, COLLECTING)),
		("released", _("Released"), (RELEASED,)),
	)
	found = [
		{
			"key": key,
			"title": title,
			"folded": key in ("running", "released"),
			"rows": [row for row in rows if row.workflow_state in states],
		}
		for key, title, states in wanted
	]
	approve = {"key": "approve", "title": _("Raters to approve"), "folded": False, "rows": to_approve}
	return [group for group in (approve, *found) if group["rows"]]


def summary_of(row: dict) -> str:
	"""How many raters are proposed, and what to look at."""
	said = [
		_("{0} peers, {1} subordinates").format(row["peers"], row["subordinates"]),
		_("too few to be shown") if row["few"] else "",
		_("changed by the employee") if row["changed"] else "",
		_("overdue") if row["overdue"] else "",
	]
	return " · ".join(filter(None, said))


# --- one appraisal ---


def appraisal(visit) -> dict:
	"""One person's appraisal: the raters while they are chosen, the result once it may be read."""
	who = visit.who
	doc = documents.read(APPRAISAL, visit.args.get("name"), who)
	own = doc.parts == {"employee"}
	visit.marked = "appraisal"
	visit.styles, visit.scripts = ("appraisal.css", "work.css"), ("appraisal.js",)
	view = None
	if doc.workflow_state in (CLOSED, RELEASED) and permissions.may_read_360(doc, "results", who):
		view = view_of(results.results_of(doc.name, who))
	nomination = nomination_of(doc, who) if doc.workflow_state in (NOMINATION, APPROVED, COLLECTING) else None
	return {
		"doc": doc,
		"own": own,
		"about": about(doc),
		"state_360": state_360,
		"delegation": None,
		"said": None if view or doc.workflow_state == NOMINATION else said(doc, own),
		"nomination": nomination,
		"view": view,
		"may_release": bool(view and view["may_release"]),
		"today": str(getdate()),
		"page_data": {"name": doc.name},
	}


def nomination_of(doc, who) -> dict | None:
	"""The raters by relation, and what the viewer may do about them."""
	row = raters.row_of(doc.name)
	if not row or not raters.may_see(row, who):
		return None
	found = raters.proposal(row, who)
	by = {
		"Employee": _("proposed by the employee"),
		"Appraiser": _("named by the appraiser"),
		"HR": _("named by HR"),
	}
	groups = []
	for relation in (SUPERIOR, PEER, SUBORDINATE):
		limits = found["limits"].get(relation)
		of_relation = [rater for rater in found["raters"] if rater["relation"] == relation]
		groups.append(
			{
				"relation": relation,
				"label": name_of_relation(relation),
				"limits": f"{limits['least']}–{limits['most']}" if limits else "",
				"changing": bool(limits),
				"rows": [
					rater | {"by": by.get(rater["proposed_by"], "")}
					for rater in of_relation
					if rater["status"] in ("Proposed", "Approved")
				],
				"gone": [rater for rater in of_relation if rater["status"] not in ("Proposed", "Approved")],
			}
		)
	return found | {"groups": groups}


def said(doc, own: bool) -> str:
	"""What there is to know while there is no result."""
	if own and doc.workflow_state == CLOSED:
		return _(
			"The answers are in. {0} talks with you about them first and then releases the result to you."
		).format(doc.appraiser_name or _("Your appraiser"))
	return {
		APPROVED: _("The raters are approved. They are asked when HR starts answering."),
		COLLECTING: _("The raters are answering. Who has answered is shown to nobody."),
		CLOSED: _("The result is read by the appraiser first; others see it once it is released."),
		"Cancelled": _("This appraisal was cancelled."),
	}.get(doc.workflow_state, "")


# --- the result ---

#: relation -> the colour of its mark
MARKS = {
	SELF: "self",
	SUPERIOR: "superior",
	PEER: "peer",
	SUBORDINATE: "subordinate",
	COLLEAGUES: "colleagues",
}
#: A spread is told in words, in parts of the scale: from here on opinions differ, and differ strongly.
DIFFER, DIFFER_STRONGLY = 0.15, 0.3
#: What is seen alike, in parts of the scale.
ALIKE = 0.1


def view_of(found: dict) -> dict:
	"""A result as the page draws it, from what `results_of` answers."""
	lowest, highest = found["scale"]["lowest"], found["scale"]["highest"]
	anchors = {cint(anchor["value"]): anchor["label"] for anchor in found["scale"]["anchors"]}
	relations = [
		row
		| {
			"key": MARKS[row["relation"]],
			"label": name_of_relation(row["relation"]),
			"place": pictures.place_on(row["mean"], lowest, highest),
			# one's own rating and that of the only superior are no groups
			"answers": row["answers"] if row["relation"] not in answering.NAMED else None,
		}
		for row in found["relations"]
	]
	behaviours = [behaviour_row(row, lowest, highest) for row in found["behaviours"]]
	named = [row["behaviour"] for row in behaviours]
	shown_relations = {row["relation"] for row in relations}
	return found | {
		"lowest": lowest,
		"highest": highest,
		"lowest_label": anchors.get(lowest, ""),
		"highest_label": anchors.get(highest, ""),
		"overall_label": anchors.get(round(found["overall"])) if found["overall"] else None,
		"parts": relations,
		"hidden": [] if found["colleagues_shown"] else [_("Peers"), _("Direct subordinates")],
		"rows": behaviours,
		"radar": pictures.radar(
			[_(name) for name in named],
			{
				"others": [row["others"] for row in behaviours],
				"self": [row["own"] for row in behaviours],
			},
			lowest,
			highest,
		),
		"legend": [
			{"key": key, "label": label}
			for key, label in (
				("others", _("Others, weighted")),
				*((MARKS[row["relation"]], row["label"]) for row in relations),
			)
			if key != "others" or shown_relations - {SELF}
		],
		"voices": voices(found["comments"] or []),
	}


def behaviour_row(row: dict, lowest: float, highest: float) -> dict:
	marks = [
		{"key": MARKS[relation], "label": name_of_relation(relation), "value": part["mean"]}
		for relation, part in row["by_relation"].items()
	]
	if row["others"] is not None:
		marks.insert(0, {"key": "others", "label": _("Others, weighted"), "value": row["others"]})
	for mark in marks:
		mark["place"] = pictures.place_on(mark["value"], lowest, highest)
	return row | {"label": _(row["behaviour"]), "marks": marks, "words": words_of(row, highest - lowest)}


def words_of(row: dict, span: float) -> str:
	"""What the figures of a behaviour say: how the person and the others see it, and whether the others agree."""
	said = []
	gap = row["gap"]
	if gap is not None:
		if abs(gap) < ALIKE * span:
			said.append(_("The person and the others see it alike."))
		elif gap > 0:
			said.append(_("The person sees it {0} higher than the others.").format(shown.mean(gap)))
		else:
			said.append(_("The others see it {0} higher than the person.").format(shown.mean(-gap)))
	spreads = [
		part["spread"]
		for relation, part in row["by_relation"].items()
		if relation not in answering.NAMED and part["spread"] is not None
	]
	if spreads:
		widest = max(spreads)
		said.append(
			_("Opinions differ strongly.")
			if widest >= DIFFER_STRONGLY * span
			else _("Opinions differ somewhat.")
			if widest >= DIFFER * span
			else _("The others agree with each other.")
		)
	return " ".join(said)


def voices(comments: list) -> list[dict]:
	"""Comments by voice and question."""
	labels = {
		SUPERIOR: _("Direct superior"),
		COLLEAGUES: _("Peers and subordinates"),
		SELF: _("Self"),
	}
	found = []
	for voice, label in labels.items():
		questions = {}
		for row in comments:
			if row["voice"] == voice:
				questions.setdefault(row["question"], []).append(row["comment"])
		if questions:
			found.append(
				{
					"label": label,
					"questions": [{"question": words, "texts": texts} for words, texts in questions.items()],
				}
			)
	return found


# --- comments ---


def to_check(who) -> int:
	"""How many appraisals have comments that wait for this moderator."""
	if permissions.moderated_by(who) == ():
		return 0
	return moderation.comments_to_check(page_length=1)["count"]


def comments(visit) -> dict:
	"""What a moderator checks before it is shown; `comments_to_check` refuses everybody else."""
	visit.styles, visit.scripts = ("appraisal.css",), ("appraisal.js",)
	start = max(cint(visit.args.get("start")), 0)
	found = moderation.comments_to_check(start=start)
	return {"people": found["people"], "count": found["count"]}
