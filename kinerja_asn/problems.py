"""What a rule refuses or misses, in the reader's language."""

import datetime
from collections.abc import Sequence
from typing import NoReturn

import frappe
from frappe import _
from frappe.utils import escape_html, formatdate

from kinerja_asn.rules.errors import Problem, RuleError


def in_words(problem: Problem | RuleError) -> str:
	"""The sentence as plain text; dates as the site writes them, names of options translated."""
	return _(problem.template).format(**{key: _shown(value) for key, value in problem.params.items()})


def _shown(value):
	if isinstance(value, datetime.date):
		return formatdate(value)
	return _(value) if isinstance(value, str) else value


def refuse(problems: RuleError | Sequence[str], title: str) -> NoReturn:
	"""Throw a rule's error, or a list of sentences in plain text; what people typed in them is escaped."""
	sentences = [in_words(problems)] if isinstance(problems, RuleError) else problems
	frappe.throw("<br>".join(escape_html(sentence) for sentence in sentences), title=title)
