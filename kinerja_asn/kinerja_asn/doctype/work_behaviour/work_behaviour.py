from frappe.model.document import Document


class WorkBehaviour(Document):
	pass
