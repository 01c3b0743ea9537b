from frappe.model.document import Document


class PeriodicReport(Document):
	pass
