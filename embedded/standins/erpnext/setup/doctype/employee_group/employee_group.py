from frappe.model.document import Document


class EmployeeGroup(Document):
	pass
