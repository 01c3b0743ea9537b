frappe.listview_settings["Talent Assessment"] = {
	add_fields: ["valid_until", "revoked"],
	hide_name_column: true,
	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		if (doc.revoked) return [__("Revoked"), "red", "revoked,=,1"];
		if (doc.valid_until < today) return [__("Over"), "gray", `revoked,=,0|valid_until,<,${today}`];
		return [__("In effect"), "green", `revoked,=,0|valid_until,>=,${today}`];
	},
};
