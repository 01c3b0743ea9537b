from frappe.model.document import Document


class EmployeePropertyHistory(Document):
	pass
