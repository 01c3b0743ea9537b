from frappe.model.document import Document


class WorkPlan(Document):
	pass
