"""Connections of the app on the forms of Employee and Department."""

from frappe import _

PEOPLE = ("Work Plan", "Periodic Report", "Performance Evaluation", "Unit Performance Rating")


def employee(data):
	data.setdefault("non_standard_fieldnames", {}).update(dict.fromkeys(PEOPLE, "employee"))
	data["non_standard_fieldnames"]["Appraiser Delegation"] = "delegate"
	data.setdefault("transactions", []).append(
		{"label": _("Performance"), "items": [*PEOPLE, "Appraiser Delegation"]}
	)
	return data


def department(data):
	data.setdefault("fieldname", "department")
	data.setdefault("transactions", []).append(
		{"label": _("Performance"), "items": [*PEOPLE, "Appraiser Delegation", "Performance Indicator"]}
	)
	return data
