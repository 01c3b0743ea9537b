from frappe.model.document import Document


class WorkPlanAdjustment(Document):
	pass
