from frappe.model.document import Document


class PerformanceEvaluation(Document):
	pass
