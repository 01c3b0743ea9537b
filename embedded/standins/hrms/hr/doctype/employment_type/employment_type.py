from frappe.model.document import Document


class EmploymentType(Document):
	pass
