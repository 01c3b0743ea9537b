from frappe.model.document import Document


class Appraisal360Campaign(Document):
	pass
