"""The appraiser's desk on a phone: accept, return, rate and hand over one after another; the employee acknowledges."""

import re

APPRAISER, EMPLOYEE = "budi.santoso@dumai.example", "dewi.lestari@dumai.example"
DELEGATE = "taufik.rahman@dumai.example"
PHONE = {"width": 400, "height": 800}


def place(page) -> tuple[int, int]:
	"""(which, of how many) as the head of the page says it."""
	found = re.findall(r"\d+", page.locator(".desk-head b").inner_text())
	return int(found[0]), int(found[1])


def name_of(page) -> str:
	return page.evaluate("window.kinerja.page.name")


def test_reports_are_accepted_and_returned_one_after_another(open_page):
	page = open_page(DELEGATE, "/kinerja/review?kind=report", **PHONE)
	first, (which, many) = name_of(page), place(page)
	assert which == 1 and many >= 2
	assert page.evaluate("document.documentElement.scrollWidth") <= 400

	page.locator('[data-go="next"]').click()
	page.wait_for_load_state()
	assert place(page) == (2, many)
	page.keyboard.press("k")
	page.wait_for_function(f"window.kinerja?.page.name === '{first}'")

	page.locator('button[value="Accept"]').click()
	page.wait_for_function(f"window.kinerja?.page.name !== '{first}'")
	page.wait_for_selector(".toast")
	assert place(page) == (1, many - 1)

	# a report goes back with words only
	second = name_of(page)
	page.locator('button[value="Return"]').click()
	page.wait_for_selector(".toast.alert")
	assert name_of(page) == second
	page.locator('[data-field="review_note"]').fill("Lengkapi bukti dukung, lalu kirim lagi.")
	page.locator('button[value="Return"]').click()
	page.wait_for_function(f"window.kinerja?.page.name !== '{second}'")
	page.goto("/kinerja/review?kind=report")
	if many == 2:
		assert page.locator(".desk-head b").count() == 0
	else:
		assert place(page) == (1, many - 2)
	assert page.complaints == []


def test_an_evaluation_is_rated_handed_over_and_acknowledged(open_page):
	page = open_page(APPRAISER, "/kinerja/review?kind=evaluation", **PHONE)
	_which, many = place(page)
	while not name_of(page).endswith("-E-Annual"):
		before = name_of(page)
		page.locator('[data-go="next"]').click()
		page.wait_for_function(f"window.kinerja?.page.name !== '{before}'")
	name, address = name_of(page), page.url

	# the first step wants a rating, and evidence where it is not as expected
	onward = page.locator("[data-onward]")
	onward.click()
	page.wait_for_selector(".toast.alert")
	page.locator('[name="result_rating"][value="Above Expectation"]').check()
	onward.click()
	assert page.locator('[data-panel="2"]').is_hidden()
	page.locator('[data-field="result_evidence"]').fill("Target asuhan terlampaui, laporan lengkap.")
	onward.click()
	assert page.locator('[data-panel="1"]').is_hidden() and page.locator('[data-panel="2"]').is_visible()
	page.locator('[name="behaviour_rating"][value="As Expected"]').check()
	onward.click()
	assert page.locator("#predicate").inner_text() == "Baik"
	assert page.locator(".quadrant .here").get_attribute("data-result") == "Above Expectation"
	page.locator('button[value="Rate"]').click()
	page.wait_for_function(
		f"window.kinerja?.page.name !== '{name}' || document.querySelector('[value=\"Hand Over\"]')"
	)
	assert place(page)[1] == many

	# taking the rating back leads back to it
	page.locator(".toast button").click()
	page.wait_for_function(
		f"window.kinerja?.page.name === '{name}' && document.querySelector('[value=\"Rate\"]')"
	)
	for _step in range(2):
		page.locator("[data-onward]").click()
	page.locator('button[value="Rate"]').click()
	page.wait_for_selector(".toast")

	page.goto(address)
	page.locator('button[value="Hand Over"]').click()
	page.locator("dialog .primary").click()
	page.wait_for_function(f"window.kinerja?.page.name !== '{name}'")
	assert page.complaints == []

	page = open_page(EMPLOYEE, f"/kinerja/evaluation?name={name}", **PHONE)
	assert page.locator(".verdict .chip").inner_text() == "Baik"
	assert page.locator(".quadrant .here").count() == 1
	assert "Target asuhan terlampaui" in page.locator("main").inner_text()
	page.locator('button[value="Acknowledge"]').click()
	page.locator("dialog .primary").click()
	page.wait_for_selector('button[value="Acknowledge"]', state="detached")
	page.goto("/kinerja/history")
	assert page.locator(f'a[href*="{name}"]').count() == 1
	assert page.complaints == []


def test_everything_else_is_under_more(open_page):
	page = open_page(EMPLOYEE, "/kinerja", **PHONE)
	assert page.locator(".nav > a:visible, .nav > details:visible").count() <= 5
	page.locator(".more summary").click()
	page.locator('.more a[href="/kinerja/history"]').click()
	page.wait_for_url("**/kinerja/history")
	assert page.locator(".over-years").is_visible()
	assert page.evaluate("document.documentElement.scrollWidth") <= 400
	assert page.complaints == []
