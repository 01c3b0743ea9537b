"""The fields of ours on ERPNext's DocTypes: one list for install, migrate and uninstall.

People are named by Dynamic Link, not Link: Frappe 15 lets a list read any column of a linked row, and the User
Permission that ERPNext gives every employee on himself would hide whatever links to somebody else.
"""

import frappe
from frappe.query_builder import DocType

from kinerja_asn.setup.shipped import is_as_shipped, note_shipped

MODULE = "Kinerja ASN"

CUSTOM_FIELDS = {
	"Employee": (
		{
			"fieldname": "asn_tab",
			"fieldtype": "Tab Break",
			"label": "ASN",
			# HRMS puts the grade after the branch; the tab has to begin after both
			"insert_after": ("grade", "branch"),
		},
		{
			"fieldname": "asn_section",
			"fieldtype": "Section Break",
			"label": "Civil servant",
			"description": "Changed by HR only.",
			"insert_after": ("asn_tab",),
		},
		{
			"fieldname": "asn_status",
			"fieldtype": "Select",
			"label": "ASN status",
			"options": "\nPNS\nCPNS\nPPPK\nPPPK Part-Time\nNon-ASN",
			"description": "Blank or Non-ASN: no work plan is made.",
			"in_standard_filter": 1,
			"in_list_view": 1,
			"insert_after": ("asn_section",),
		},
		{
			"fieldname": "asn_nip",
			"fieldtype": "Data",
			"label": "NIP",
			"description": "18 digits, spaces and dots are removed. PPPK: the NI PPPK. Choose the ASN status first.",
			"length": 40,
			"unique": 1,
			"no_copy": 1,
			"in_standard_filter": 1,
			"in_list_view": 1,
			"insert_after": ("asn_status",),
		},
		{
			"fieldname": "asn_standing",
			"fieldtype": "Select",
			"label": "Standing",
			"options": "Active\nUnpaid Leave\nStudy Assignment\nPre-Retirement\nTemporarily Dismissed\nState Official",
			"default": "Active",
			"description": "All but Active plan no performance (PermenPANRB 8/2021, planning chapter).",
			"in_standard_filter": 1,
			"insert_after": ("asn_nip",),
		},
		{"fieldname": "asn_column_1", "fieldtype": "Column Break", "insert_after": ("asn_standing",)},
		{
			"fieldname": "asn_rank",
			"fieldtype": "Link",
			"options": "ASN Rank",
			"label": "Rank",
			"insert_after": ("asn_column_1",),
		},
		{
			"fieldname": "asn_rank_date",
			"fieldtype": "Date",
			"label": "Rank since",
			"insert_after": ("asn_rank",),
		},
		{
			"fieldname": "asn_post_section",
			"fieldtype": "Section Break",
			"label": "Post",
			"insert_after": ("asn_rank_date",),
		},
		{
			"fieldname": "asn_position_type",
			"fieldtype": "Select",
			"label": "Position type",
			"options": "\nJPT Utama\nJPT Madya\nJPT Pratama\nAdministrator\nSupervisor\nFunctional\nImplementer",
			"description": "Decides the model of the work plan: JPT plan by perspective, all others support their superior's results.",
			"in_standard_filter": 1,
			"insert_after": ("asn_post_section",),
		},
		{
			"fieldname": "asn_post_date",
			"fieldtype": "Date",
			"label": "In this post since",
			"insert_after": ("asn_position_type",),
		},
		{
			"fieldname": "asn_position_class",
			"fieldtype": "Int",
			"label": "Position class",
			"description": "From 1 to the highest class in Kinerja ASN Settings.",
			"non_negative": 1,
			"insert_after": ("asn_post_date",),
		},
		{"fieldname": "asn_column_2", "fieldtype": "Column Break", "insert_after": ("asn_position_class",)},
		{
			"fieldname": "asn_functional_level",
			"fieldtype": "Link",
			"options": "Functional Level",
			"label": "Functional level",
			"depends_on": "eval:doc.asn_position_type=='Functional'",
			"insert_after": ("asn_column_2",),
		},
		{
			"fieldname": "asn_functional_level_date",
			"fieldtype": "Date",
			"label": "Functional level since",
			"depends_on": "eval:doc.asn_position_type=='Functional'",
			"insert_after": ("asn_functional_level",),
		},
		{
			"fieldname": "asn_appraiser_section",
			"fieldtype": "Section Break",
			"label": "Appraiser",
			"description": "Leave blank when the direct superior (Reports to) appraises.",
			"insert_after": ("asn_functional_level_date",),
		},
		{
			"fieldname": "asn_appraiser_type",
			"fieldtype": "Select",
			"label": "Type of appraiser",
			"options": "Employee\nExternal Appraiser",
			"default": "Employee",
			"description": "External Appraiser: a regional head or minister, who is no employee.",
			"insert_after": ("asn_appraiser_section",),
		},
		{"fieldname": "asn_column_3", "fieldtype": "Column Break", "insert_after": ("asn_appraiser_type",)},
		{
			"fieldname": "asn_appraiser",
			"fieldtype": "Dynamic Link",
			"options": "asn_appraiser_type",
			"label": "Appraiser",
			"ignore_user_permissions": 1,
			"search_index": 1,
			"insert_after": ("asn_column_3",),
		},
	),
	"Department": (
		{
			"fieldname": "asn_section",
			"fieldtype": "Section Break",
			"label": "Unit of a government agency",
			"insert_after": ("disabled",),
		},
		{
			"fieldname": "asn_unit_code",
			"fieldtype": "Data",
			"label": "Unit code",
			"description": "For example the code of the unit in SIASN. Used once per agency.",
			"length": 60,
			"no_copy": 1,
			"in_standard_filter": 1,
			"insert_after": ("asn_section",),
		},
		{
			"fieldname": "asn_independent_unit",
			"fieldtype": "Check",
			"label": "Independent unit",
			"description": "Its head plans like a JPT (unit kerja mandiri, PermenPANRB 6/2022, annex).",
			"insert_after": ("asn_unit_code",),
		},
		{"fieldname": "asn_column_1", "fieldtype": "Column Break", "insert_after": ("asn_independent_unit",)},
		{
			"fieldname": "asn_head_type",
			"fieldtype": "Select",
			"label": "Type of head",
			"options": "Employee",
			"default": "Employee",
			"hidden": 1,
			"insert_after": ("asn_column_1",),
		},
		{
			"fieldname": "asn_head",
			"fieldtype": "Dynamic Link",
			"options": "asn_head_type",
			"label": "Head of unit",
			"ignore_user_permissions": 1,
			"search_index": 1,
			"in_list_view": 1,
			"insert_after": ("asn_head_type",),
		},
		{
			"fieldname": "asn_acting_head_type",
			"fieldtype": "Select",
			"label": "Type of acting head",
			"options": "Employee",
			"default": "Employee",
			"hidden": 1,
			"insert_after": ("asn_head",),
		},
		{
			"fieldname": "asn_acting_head",
			"fieldtype": "Dynamic Link",
			"options": "asn_acting_head_type",
			"label": "Acting head of unit",
			"description": "While the post is vacant. The letter stands in an Appraiser Delegation.",
			"ignore_user_permissions": 1,
			"insert_after": ("asn_acting_head_type",),
		},
	),
	# what was done because of the document, so that a cancelled one can be taken back
	**{
		doctype: (
			{
				"fieldname": "asn_trace",
				"fieldtype": "Long Text",
				"label": "What followed in performance management",
				"hidden": 1,
				"read_only": 1,
				"no_copy": 1,
				"print_hide": 1,
				"insert_after": (anchor,),
			},
		)
		for doctype, anchor in (
			("Employee Transfer", "transfer_details"),
			("Employee Promotion", "promotion_details"),
		)
	},
}

#: What the program relies on: set at every migrate, also on a field whose look the agency has edited.
FIRM = ("fieldtype", "options", "ignore_user_permissions", "unique", "search_index", "module", "length")


def fields_of(doctype: str) -> tuple[str, ...]:
	"""Names of our fields on a DocType, layout included."""
	return tuple(field["fieldname"] for field in CUSTOM_FIELDS[doctype])


def value_fields_of(doctype: str) -> tuple[str, ...]:
	"""Names of our fields on a DocType that hold a value."""
	return tuple(
		field["fieldname"]
		for field in CUSTOM_FIELDS[doctype]
		if field["fieldtype"] not in ("Tab Break", "Section Break", "Column Break")
	)


def make_custom_fields():
	"""Make what is missing; bring up to date what the agency has not edited."""
	frappe.flags.in_create_custom_fields = True  # the table is brought up to date once, at the end
	try:
		for doctype, own_fields in CUSTOM_FIELDS.items():
			changed = [_make(doctype, field) for field in own_fields]
			if any(changed):
				frappe.clear_cache(doctype=doctype)
				frappe.db.updatedb(doctype)
	finally:
		frappe.flags.in_create_custom_fields = False


def _make(doctype: str, field: dict) -> bool:
	"""Make or mend one field. Returns whether anything was written."""
	wanted = _wanted(doctype, field)
	key = f"Custom Field/{doctype}-{field['fieldname']}"
	name = frappe.db.get_value("Custom Field", {"dt": doctype, "fieldname": field["fieldname"]})
	if not name:
		doc = frappe.get_doc(
			{
				"doctype": "Custom Field",
				"dt": doctype,
				"is_system_generated": 1,
				"owner": "Administrator",
				**wanted,
			}
		)
		# another field that an agency has broken must not stop the installation
		doc.flags.ignore_validate = True
		doc.insert(ignore_permissions=True)  # setup: whoever installs or migrates owns the site
		note_shipped(key, doc, wanted)
		return True
	doc = frappe.get_doc("Custom Field", name)
	before = doc.as_dict()
	if is_as_shipped(key, doc, wanted):
		doc.update(wanted)
		note_shipped(key, doc, wanted)
	else:
		doc.update({prop: wanted.get(prop) for prop in FIRM if prop in wanted})
	if all((doc.get(prop) or "") == (before.get(prop) or "") for prop in wanted):
		return False
	doc.flags.ignore_validate = True
	doc.save(ignore_permissions=True)  # setup, see above
	return True


def _wanted(doctype: str, field: dict) -> dict:
	meta = frappe.get_meta(doctype)
	anchors = field["insert_after"]
	anchor = next((name for name in anchors if name.startswith("asn_") or meta.has_field(name)), "")
	return {**field, "insert_after": anchor, "module": MODULE}


def remove_custom_fields():
	"""Take the fields away with their columns; Frappe alone would leave the columns and what is in them."""
	for doctype in CUSTOM_FIELDS:
		for name in frappe.get_all(
			"Custom Field",
			filters={"dt": doctype, "fieldname": ["in", fields_of(doctype)]},
			pluck="name",
		):
			frappe.delete_doc(
				"Custom Field", name, force=True, ignore_permissions=True, delete_permanently=True
			)  # uninstall: whoever removes an app owns the site
		_drop_columns(doctype, value_fields_of(doctype))
		frappe.clear_cache(doctype=doctype)


def _drop_columns(doctype: str, columns: tuple[str, ...]):
	there = [column for column in columns if frappe.db.has_column(doctype, column)]
	if not there:
		return
	table = DocType(doctype).get_table_name()
	if frappe.db.db_type == "sqlite":
		_drop_sqlite_indexes(table, there)
	for column in there:
		frappe.db.sql_ddl(f"alter table `{table}` drop column `{column}`")


def _drop_sqlite_indexes(table: str, columns: list[str]):
	"""SQLite refuses to drop a column that an index uses; MariaDB drops the index with it."""
	for index in frappe.db.sql(f"pragma index_list(`{table}`)", as_dict=True):
		used = {row.name for row in frappe.db.sql(f"pragma index_info(`{index.name}`)", as_dict=True)}
		if used & set(columns):
			frappe.db.sql_ddl(f"drop index if exists `{index.name}`")
