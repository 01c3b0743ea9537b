from frappe.model.document import Document


class ASNShippedDefault(Document):
	"""What the app last shipped for one default, to tell an agency's edit from an old version."""
