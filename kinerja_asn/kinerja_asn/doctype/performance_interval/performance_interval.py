from frappe.model.document import Document


class PerformanceInterval(Document):
	pass
