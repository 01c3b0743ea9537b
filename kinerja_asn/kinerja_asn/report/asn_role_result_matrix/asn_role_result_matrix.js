frappe.query_reports["ASN Role Result Matrix"] = kinerja_asn.script_reports.of("role-result-matrix", {
	ready: (values) => Boolean(values.leader_plan),

	/** The first matrix that the viewer has: his own, or that of his leader. */
	begin: async () => {
		const [first] = await frappe.xcall("kinerja_asn.api.matrix.matrices");
		return first ? { leader_plan: first.name } : {};
	},

	filters: (remembered, changed) => [
		kinerja_asn.script_reports.link(
			"leader_plan",
			__("Leader's work plan"),
			"Work Plan",
			remembered,
			changed,
			{ width: 300 }
		),
	],

	links: { name: (row) => ({ route: ["role-result-matrix", row.leader_plan] }) },

	format(shown, value, row, column) {
		if (row[`${column.fieldname}_supported`])
			return `<span class="text-success" title="${__("A result of his work plan supports it")}">✓</span> ${shown}`;
	},
});
