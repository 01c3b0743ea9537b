import frappe

# The units a real site has after its set-up and that indicators of civil servants use.
UNITS = (
	("Unit", 1),
	("Nos", 1),
	("Set", 1),
	("Hour", 0),
	("Day", 0),
	("Meter", 0),
	("Kg", 0),
	("Litre", 0),
	("Percent", 0),
)


def after_install():
	for name, whole_number in UNITS:
		if not frappe.db.exists("UOM", name):
			frappe.get_doc({"doctype": "UOM", "uom_name": name, "must_be_whole_number": whole_number}).insert(
				ignore_permissions=True
			)
	for gender in ("Male", "Female"):
		if not frappe.db.exists("Gender", gender):
			frappe.get_doc({"doctype": "Gender", "gender": gender}).insert(ignore_permissions=True)
