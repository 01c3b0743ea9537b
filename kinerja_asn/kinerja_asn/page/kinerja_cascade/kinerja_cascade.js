frappe.pages["kinerja-cascade"].on_page_load = (wrapper) => {
	const page = frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Cascade of Results"),
		single_column: true,
	});
	frappe.require(["kinerja_cascade.bundle.js", "kinerja_cascade.bundle.css"], () =>
		kinerja_asn.cascade.show(page)
	);
};
