from frappe import _


def get_data():
	return {
		"fieldname": "appraiser",
		"transactions": [
			{"label": _("Performance"), "items": ["Work Plan", "Periodic Report", "Performance Evaluation"]}
		],
	}
