// The pages of the cascade and of the role-result matrix on the desk.

import "../portal/matrix.js";
import "./cascade_tree.js";
import { ask, dialog, h } from "./cascade_tools.js";

frappe.provide("kinerja_asn.matrix");

kinerja_asn.matrix.show = (page, wrapper) => {
	const place = h("div", { class: "matrix kinerja-matrix" });
	page.main[0].append(place);
	const matrix = window.kinerja_matrix(place, {
		__: (text, ...args) => __(text, args),
		h,
		dialog,
		call: ask,
		say: (text, { alert } = {}) =>
			frappe.show_alert({
				message: frappe.utils.escape_html(text),
				indicator: alert ? "red" : "green",
			}),
		plan: frappe.get_route()[1],
	});
	page.add_menu_item(__("Cascade of Results"), () => frappe.set_route("kinerja-cascade"));
	let shown = frappe.get_route()[1];
	wrapper.kinerja_matrix_shown = () => {
		const plan = frappe.get_route()[1];
		if (plan && plan !== shown) matrix.load(plan);
		shown = plan;
	};
};
