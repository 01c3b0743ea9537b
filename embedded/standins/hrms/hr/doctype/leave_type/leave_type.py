from frappe.model.document import Document


class LeaveType(Document):
	pass
