frappe.listview_settings["ASN Rank"] = { hide_name_column: true };
