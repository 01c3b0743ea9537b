from frappe.model.document import Document


class Appraisal360Template(Document):
	pass
