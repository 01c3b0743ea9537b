"""Trees of people and units: their place is worked out by Frappe, and decides who is above whom."""

#: Columns of a nested set. Frappe hides them in forms and takes them from any client that sends them.
PLACE = ("lft", "rgt", "old_parent")


def keep_place(doc):
	"""Whoever may write a row, be it his own, does not give it a place above others."""
	stored = doc.get_doc_before_save()
	for column in PLACE:
		doc.set(column, stored.get(column) if stored else None)
