"""The frame of the self-service portal: which pages there are, who enters, and how a page is made.

The portal is a page renderer of its own. Frappe's way to a page in `www/` asks the database ten times before the page
begins, loads the assets of the desk's website, caches without looking at the user and shows a traceback on errors.
Templates stand in `templates/portal/` and are rendered with everything escaped, which Frappe's own environment
does not do.
"""

import json
import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from urllib.parse import quote, urlencode

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.translate import get_all_translations
from frappe.utils import cint, get_assets_json
from frappe.website.page_renderers.base_renderer import BaseRenderer
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from kinerja_asn import figures, permissions
from kinerja_asn.prepared import in_places, prepared
from kinerja_asn.www.kinerja import (
	agreements,
	answering,
	appraisals,
	calibration,
	coaching,
	evaluations,
	feedback,
	history,
	home,
	logs,
	matrix,
	notices,
	objections,
	plans,
	reports,
	review,
	shown,
	team,
	units,
)

FOLDER = Path(__file__).resolve().parents[2]
TEMPLATES = FOLDER / "templates" / "portal"
ASSETS = FOLDER / "public" / "portal"

#: path -> (part of the navigation, template, function that gives the template its data)
PAGES = {
	"kinerja": ("home", "home.html", home.home),
	"kinerja/plan": ("plan", "plan.html", plans.plan),
	"kinerja/write": ("plan", "write.html", plans.write),
	"kinerja/version": ("plan", "version.html", plans.version),
	"kinerja/adjustment": ("plan", "adjustment.html", plans.adjustment),
	"kinerja/line": ("plan", "line.html", matrix.line),
	"kinerja/matrix": ("team", "matrix.html", matrix.matrix),
	"kinerja/team": ("team", "team.html", team.team),
	"kinerja/units": ("team", "units.html", units.units),
	"kinerja/unit": ("team", "unit.html", units.unit),
	"kinerja/logs": ("logs", "logs.html", logs.logs),
	"kinerja/reports": ("reports", "reports.html", reports.reports),
	"kinerja/report": ("reports", "report.html", reports.report),
	"kinerja/evaluations": ("evaluations", "evaluations.html", evaluations.evaluations),
	"kinerja/evaluation": ("evaluations", "evaluation.html", evaluations.evaluation),
	"kinerja/agreement": ("agreement", "agreement.html", agreements.agreement),
	"kinerja/agreement-adjustment": ("agreement", "agreement_adjustment.html", agreements.adjustment),
	"kinerja/realisation": ("agreement", "realisation.html", agreements.realisation),
	"kinerja/appraisal-360": ("appraisal", "appraisals.html", appraisals.overview),
	"kinerja/appraisal": ("appraisal", "appraisal.html", appraisals.appraisal),
	"kinerja/answer": ("appraisal", "answer.html", answering.answer),
	"kinerja/comments": ("appraisal", "comments.html", appraisals.comments),
	"kinerja/objection": ("evaluations", "objection.html", objections.objection),
	"kinerja/feedback": ("feedback", "feedback.html", feedback.feedback),
	"kinerja/history": ("history", "history.html", history.history),
	"kinerja/calibration": ("team", "calibration.html", calibration.calibration),
	"kinerja/coaching": ("coaching", "coaching.html", coaching.coaching),
	"kinerja/review": ("review", "review.html", review.review),
	"kinerja/notifications": ("notifications", "notifications.html", notices.notifications),
}

#: what stands at any other address below the portal's
NO_PAGE = (
	"",
	"message.html",
	lambda visit: {"heading": _("Not found"), "text": _("There is no page at this address.")},
)


#: More parts than these do not fit into the bar at the foot of a phone.
BAR_AT_MOST = 5


@dataclass
class Visit:
	"""One look at one page: who looks, with which parameters, and what the frame shows around the page."""

	path: str
	part: str
	who: permissions.Viewer
	args: dict
	person: dict = field(default_factory=dict)
	unread: int = 0
	has_team: bool = False
	desk: bool = False
	title: str = ""
	scripts: tuple = ()
	#: sheets of style beside the one of every page
	styles: tuple = ()
	#: the part of the navigation to mark, where it is not the page's usual one
	marked: str | None = None

	@cached_property
	def nav(self) -> list[dict]:
		"""The parts that this person has, in the order of the day; on a phone four stand in the bar, the others
		under "More"."""
		employee = bool(self.who.employee)
		parts = [
			("home", _("Today"), "/kinerja", True),
			("review", _("Review"), "/kinerja/review", self.has_team),
			("logs", _("My Logs"), "/kinerja/logs", employee and "kinerja/logs" in PAGES),
			("plan", _("My Work Plan"), "/kinerja/plan", employee),
			("reports", _("My Reports"), "/kinerja/reports", employee),
			("evaluations", _("My Evaluations"), "/kinerja/evaluations", employee),
			("feedback", _("Feedback"), "/kinerja/feedback", True),
			("appraisal", _("360-Degree"), "/kinerja/appraisal-360", employee),
			("agreement", _("Unit's Agreement"), "/kinerja/agreement", employee and self.who.leads),
			("coaching", _("Coaching"), "/kinerja/coaching", True),
			("history", _("My History"), "/kinerja/history", employee),
			("team", _("My Team"), "/kinerja/team", self.has_team),
			("notifications", _("Notifications"), "/kinerja/notifications", True),
		]
		shown = [part for part in parts if part[3]]
		in_bar = {
			"home",
			"team" if not employee else "plan",
			"reports",
			"review" if self.has_team else "logs",
		}
		if len(shown) <= BAR_AT_MOST:
			in_bar = {part[0] for part in shown}
		return [
			{
				"key": key,
				"label": label,
				"url": url,
				"here": key == (self.marked or self.part),
				"in_bar": key in in_bar,
			}
			for key, label, url, _shown in shown
		]


class PortalPage(BaseRenderer):
	"""Hook `page_renderer`."""

	def can_render(self) -> bool:
		return self.path in PAGES or self.path.startswith("kinerja/")

	def render(self):
		# every page is one person's: neither Frappe's page cache nor a browser or proxy may keep it
		frappe.local.no_cache = 1
		status, html = self.get_page()
		headers = {
			"Cache-Control": "no-store, private, max-age=0",
			"X-Frame-Options": "SAMEORIGIN",
			"X-Content-Type-Options": "nosniff",
			"Referrer-Policy": "same-origin",
		}
		return self.build_response(html, http_status_code=status, headers=headers)

	def get_page(self) -> tuple[int, str]:
		part, template, data_of = PAGES.get(self.path, NO_PAGE)
		args = {key: str(value) for key, value in (frappe.local.form_dict or {}).items()}
		visit = Visit(path=self.path, part=part, who=permissions.viewer(), args=args)
		if visit.who.user == "Guest":
			frappe.flags.redirect_location = "/login?" + urlencode({"redirect-to": self.address(args)})
			raise frappe.Redirect(302)
		try:
			enter(visit)
			if not (visit.who.employee or visit.who.identities):
				return 403, self.fill("stranger.html", visit, {})
			return (200 if part else 404), self.fill(template, visit, data_of(visit))
		except frappe.Redirect:
			raise
		except (frappe.PermissionError, frappe.DoesNotExistError):
			frappe.clear_messages()
			return 404, self.fill("message.html", visit, not_found())
		except frappe.ValidationError as error:
			frappe.clear_messages()
			return 400, self.fill("message.html", visit, {"heading": _("Not possible"), "text": str(error)})
		except Exception:
			# what a reading request writes is rolled back; the record of its failure is kept aside
			frappe.log_error(f"Portal: {self.path}", defer_insert=True)
			return 500, self.fill("message.html", visit, went_wrong())

	def address(self, args: dict) -> str:
		kept = {
			key: value
			for key, value in args.items()
			if key in ("name", "plan", "number", "state", "evaluation", "view")
		}
		return f"/{self.path}" + (f"?{urlencode(kept)}" if kept else "")

	def fill(self, template: str, visit: Visit, data: dict) -> str:
		page_data = {
			"texts": texts_of(("portal.js", *visit.scripts)),
			"decimal": figures.separators()[0],
			"group": figures.separators()[1],
			**(data.pop("page_data", None) or {}),
		}
		return (
			environment()
			.get_template(template)
			.render(
				visit=visit,
				page_data=as_script_data(page_data),
				csrf_token=csrf_token(),
				lang=(frappe.local.lang or "en")[:2],
				helpers=shown,
				asset=asset,
				quote=quote,
				_=_,
				**shown.HELPERS,
				**data,
			)
		)


def home_of(user: str) -> str | None:
	"""Hook `get_website_user_home_page`: an employee without the desk begins in the portal."""
	if user == "Guest" or frappe.db.get_value("User", user, "user_type") != "Website User":
		return None
	return "kinerja" if permissions.viewer(user).employee else None


def enter(visit: Visit):
	"""Read what the frame shows of the person: name, agency, unread notifications, whether there is a team."""
	who = visit.who
	row = _person(
		user=who.user,
		employee=who.employee or "",
		**in_places("identity", who.identities or [""]),
	)[0]
	visit.person = frappe._dict(
		employee_name=row.employee_name or row.full_name, company=row.company, designation=row.designation
	)
	visit.unread = cint(row.unread)
	visit.has_team = bool(who.leads or who.acts_for or row.plan_of_team)
	visit.desk = row.user_type == "System User"


@prepared
def _person(user, employee, **identities):
	User, Employee, Log = DocType("User"), DocType("Employee"), DocType("Notification Log")
	unread = frappe.qb.from_(Log).select(Count(Log.name)).where((Log.for_user == user) & (Log.read == 0))
	return (
		frappe.qb.from_(User)
		.left_join(Employee)
		.on(Employee.name == employee)
		.select(
			User.full_name,
			User.user_type,
			Employee.employee_name,
			Employee.company,
			Employee.designation,
			unread.as_("unread"),
			team.first_plan(list(identities.values())).as_("plan_of_team"),
		)
		.where(User.name == user)
	)


def not_found() -> dict:
	return {
		"heading": _("Not found"),
		"text": _("This document was not found, or is not yours to see."),
	}


def went_wrong() -> dict:
	return {
		"heading": _("Something went wrong"),
		"text": _("The page could not be shown. It has been recorded; please try again, or tell HR."),
	}


def csrf_token() -> str:
	from frappe.sessions import get_csrf_token

	return (
		get_csrf_token()
		if getattr(frappe.local, "session_obj", None)
		else frappe.session.data.csrf_token or ""
	)


# --- rendering ---


@lru_cache(maxsize=1)
def environment() -> Environment:
	env = Environment(
		loader=FileSystemLoader(TEMPLATES),
		autoescape=True,
		trim_blocks=True,
		lstrip_blocks=True,
		auto_reload=True,
	)
	env.filters["lines"] = _lines
	return env


def _lines(text) -> Markup:
	"""Text with its line breaks."""
	return Markup("<br>").join(str(text or "").strip().splitlines())


def as_script_data(data: dict) -> Markup:
	"""JSON for a script element: no text in it can end the element."""
	text = json.dumps(data, default=str, ensure_ascii=False, separators=(",", ":"))
	return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def asset(name: str) -> str:
	"""Address of a file of ours, with a mark that changes when the file changes; a script as `bench build` made it
	small, except while somebody develops it."""
	stem, _dot, kind = name.rpartition(".")
	if kind == "js" and not frappe.conf.developer_mode:
		built = (get_assets_json() or {}).get(f"kinerja_portal_{stem}.bundle.js")
		if built:
			return built
	stamp = int((ASSETS / name).stat().st_mtime)
	return f"/assets/kinerja_asn/portal/{name}?v={stamp:x}"


CALL = re.compile(r"__\(\s*\"((?:[^\"\\]|\\.)*)\"")


def texts_of(scripts) -> dict:
	"""The translations that scripts ask for by `__("...")`, found in the scripts themselves."""
	# a page's scripts have some hundred texts: the language is looked up once
	known = get_all_translations(frappe.local.lang)
	return {
		text: known[text]
		for script in scripts
		for text in _texts_in(script, (ASSETS / script).stat().st_mtime_ns)
		if (known.get(text) or text) != text
	}


@lru_cache(maxsize=16)
def _texts_in(script: str, changed: int) -> tuple:
	source = (ASSETS / script).read_text(encoding="utf-8")
	return tuple(dict.fromkeys(json.loads(f'"{text}"') for text in CALL.findall(source)))
