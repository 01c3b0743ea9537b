from frappe.model.document import Document


class KinerjaASNSettings(Document):
	pass
