from frappe.model.document import Document


class BulkRun(Document):
	pass
