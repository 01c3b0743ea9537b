"""The desk that the embedded engine builds works in a browser."""

from urllib.parse import quote


def test_desk_opens_list_and_form(open_page):
	page = open_page("Administrator", "/desk/employee")
	page.wait_for_selector(".list-row", timeout=30000)
	page.locator(".list-row .list-subject a").first.click()
	page.wait_for_selector(".form-layout", timeout=30000)
	assert page.evaluate("cur_frm.doctype") == "Employee"
	assert page.evaluate("frappe.boot.lang") == "id"
	assert page.complaints == []


def test_number_of_a_unit_opens_what_it_counts(open_page, agency):
	page = open_page(agency.person("HR")["user"], "/desk/query-report/ASN Work Plan Status")
	unit = "row.key && row.key.startsWith('Dinas Kesehatan')"
	page.wait_for_function(f"frappe.query_report?.data?.some((row) => {unit})", timeout=30000)
	counted = page.evaluate(f"frappe.query_report.data.find((row) => {unit})")
	# a filter that Frappe 15 empties before it asks for the words has its value at once
	period = page.evaluate(
		"""(filter) => {
			const value = frappe.query_report.get_filter_value(filter);
			const field = frappe.query_report.get_filter(filter);
			field.set_input_value("");
			field.set_link_title(value);
			return [value, field.get_value()];
		}""",
		"period",
	)
	assert period[0] and period[0] == period[1]
	page.locator(f"[data-kinerja-open$='%22{quote(counted['key'])}%22%7D%7D']").click()
	page.wait_for_function(
		"window.cur_list?.doctype === 'Work Plan' && cur_list.total_count != null", timeout=30000
	)
	# those of the unit alone, without the units below
	assert page.evaluate("cur_list.total_count") == counted["plans"]
	assert page.complaints == []
