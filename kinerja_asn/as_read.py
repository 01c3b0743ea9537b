"""What was read of documents since the transaction began, which it sees unchanged until it writes itself."""

import frappe

#: A request asks about few documents; who asks about many asks once about each.
MOST = 50


def known() -> dict | None:
	"""Where a request keeps what it asks for several times before it writes; None from then on."""
	if frappe.db.transaction_writes:
		return None
	found = getattr(frappe.local, "kinerja_rows", None)
	if found is None or found[0] is not frappe.db:
		found = frappe.local.kinerja_rows = (frappe.db, {})
		frappe.db.after_commit.add(forget)
		frappe.db.after_rollback.add(forget)
	if len(found[1]) >= MOST:
		found[1].clear()
	return found[1]


def forget():
	frappe.local.kinerja_rows = None
