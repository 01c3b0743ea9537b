frappe.pages["role-result-matrix"].on_page_load = (wrapper) => {
	const page = frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Role-Result Matrix"),
		single_column: true,
	});
	frappe.require(
		["kinerja_cascade.bundle.js", "kinerja_cascade.bundle.css", "/assets/kinerja_asn/portal/matrix.css"],
		() => kinerja_asn.matrix.show(page, wrapper)
	);
};

frappe.pages["role-result-matrix"].on_page_show = (wrapper) => wrapper.kinerja_matrix_shown?.();
