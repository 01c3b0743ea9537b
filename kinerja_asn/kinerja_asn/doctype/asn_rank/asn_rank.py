from frappe.model.document import Document


class ASNRank(Document):
	pass
