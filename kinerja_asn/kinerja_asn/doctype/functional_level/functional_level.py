from frappe.model.document import Document


class FunctionalLevel(Document):
	pass
