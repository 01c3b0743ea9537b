from frappe import _


def get_data():
	return {
		"fieldname": "agreement",
		"non_standard_fieldnames": {"Performance Agreement": "parent_agreement"},
		"transactions": [
			{
				"label": _("Execution"),
				"items": ["Performance Agreement Adjustment", "Performance Agreement Realisation"],
			},
			{"label": _("Supported by"), "items": ["Performance Agreement"]},
		],
	}
