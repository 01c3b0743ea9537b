from frappe.model.document import Document


class PerformancePeriod(Document):
	pass
