from frappe.model.document import Document


class EmployeeGroupTable(Document):
	pass
