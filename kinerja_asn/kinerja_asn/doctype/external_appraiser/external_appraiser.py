from frappe.model.document import Document


class ExternalAppraiser(Document):
	pass
