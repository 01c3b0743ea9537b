from frappe.model.document import Document


class AppraiserDelegation(Document):
	pass
