"""The tree of results and the role-result matrix, as their people use them."""

LEADER = "budi.santoso@dumai.example"


def test_a_cell_is_kept_and_a_person_added(open_page):
	page = open_page(LEADER, "/kinerja/matrix")
	first = page.locator("tbody tr").first.locator("textarea").last
	first.wait_for(timeout=30000)
	first.fill("Terlaksananya skrining anemia remaja putri")
	first.press("Tab")
	page.locator(".matrix-state", has_text="Tersimpan").first.wait_for(timeout=10000)
	page.get_by_role("button", name="Tambah pegawai").click()
	page.locator("dialog input").fill("perawat")
	page.locator("dialog .choices button").first.click()
	assert "Bukan bawahan langsung" in page.locator("tbody tr").first.inner_text()
	page.reload()
	again = page.locator("tbody tr").first.locator("textarea").last
	again.wait_for(timeout=30000)
	assert again.input_value() == "Terlaksananya skrining anemia remaja putri"
	again.fill("")
	again.press("Tab")
	page.locator(".matrix-state").first.wait_for(state="attached")
	assert page.complaints == []


def test_on_a_phone_each_person_is_a_card(open_page):
	page = open_page(LEADER, "/kinerja/matrix", width=400, height=800)
	page.locator("tbody textarea").first.wait_for(timeout=30000)
	assert page.evaluate("document.documentElement.scrollWidth") <= 400
	assert not page.locator("thead").is_visible()
	assert page.complaints == []


def test_the_tree_opens_by_keyboard_and_prints(open_page):
	page = open_page("Administrator", "/desk/kinerja-cascade")
	page.locator(".cascade-node").first.wait_for(timeout=60000)
	page.locator("[role=treeitem]").first.focus()
	page.keyboard.press("ArrowRight")
	below = page.locator("[role=treeitem] [role=treeitem]")
	below.first.wait_for(timeout=20000)
	page.keyboard.press("ArrowRight")
	assert page.evaluate("document.activeElement.getAttribute('aria-level')") == "2"
	page.keyboard.press("+")
	assert page.locator(".cascade-scale").inner_text() == "125%"
	page.get_by_label("Cari dalam penjenjangan").fill("Dewi Lestari")
	page.locator(".cascade-found button").first.click()
	page.locator(".cascade-path button").nth(1).wait_for(timeout=20000)
	person = page.locator(".cascade-person strong").first.inner_text()
	page.get_by_role("button", name="Cetak").click()
	page.locator(".cascade-paper").wait_for(state="attached")
	paper = page.evaluate("document.querySelector('.cascade-paper').srcdoc")
	assert "Dewi Lestari" in person and person in paper
	assert page.complaints == []
