from frappe.model.document import Document


class BulkRunRow(Document):
	pass
