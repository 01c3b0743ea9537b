from frappe import _


def get_data():
	return {
		"fieldname": "work_plan",
		"transactions": [
			{"label": _("Execution"), "items": ["Work Plan Adjustment", "Periodic Report"]},
			{"label": _("Appraisal"), "items": ["Performance Evaluation"]},
		],
	}
