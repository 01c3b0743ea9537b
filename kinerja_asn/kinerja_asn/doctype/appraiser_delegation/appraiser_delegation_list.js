frappe.listview_settings["Appraiser Delegation"] = {
	add_fields: ["from_date", "to_date"],
	hide_name_column: true,
	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		if (doc.to_date < today) return [__("Over"), "gray", `to_date,<,${today}`];
		if (doc.from_date > today) return [__("To come"), "orange", `from_date,>,${today}`];
		return [__("In effect"), "green", `from_date,<=,${today}|to_date,>=,${today}`];
	},
};
