frappe.listview_settings["Functional Level"] = { hide_name_column: true };
