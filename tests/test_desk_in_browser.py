"""The desk that the embedded engine builds works in a browser."""


def test_desk_opens_list_and_form(open_page):
	page = open_page("Administrator", "/desk/employee")
	page.wait_for_selector(".list-row", timeout=30000)
	page.locator(".list-row .list-subject a").first.click()
	page.wait_for_selector(".form-layout", timeout=30000)
	assert page.evaluate("cur_frm.doctype") == "Employee"
	assert page.evaluate("frappe.boot.lang") == "id"
	assert page.complaints == []
