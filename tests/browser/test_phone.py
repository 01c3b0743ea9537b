"""On a phone: write a plan, lose nothing by a reload, propose, be returned, mend, be agreed."""

import os
import unittest
from contextlib import ExitStack

import pytest

from tests.browser.served import served_site

PASSWORD = os.environ.get("KINERJA_PASSWORD", "Kinerja-Uji-2026")
PHONE = {"width": 390, "height": 844}
SLOW = 60_000


class TestPhone(unittest.TestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		stack = ExitStack()
		cls.addClassCleanup(stack.close)
		cls.address = stack.enter_context(served_site("tests/browser/agency_site.py"))

	@pytest.fixture(autouse=True)
	def _shared_browser(self, browser):
		# one browser for all tests of the process: Playwright runs once in it
		self.browser = browser

	def phone_of(self, user):
		context = self.browser.new_context(
			viewport=PHONE, has_touch=True, is_mobile=True, locale="id-ID", base_url=self.address
		)
		self.addCleanup(context.close)
		page = context.new_page()
		page.set_default_timeout(SLOW)
		page.on("pageerror", lambda error: self.errors.append(f"{user}: {error}"))
		answer = page.request.post(
			"/api/method/login", form={"usr": f"{user}.pkc@kinerja.test", "pwd": PASSWORD}
		)
		self.assertTrue(answer.ok, answer.text())
		return page

	def assertFits(self, page):
		self.assertLessEqual(
			page.evaluate("document.documentElement.scrollWidth"), PHONE["width"], f"{page.url} is too wide"
		)

	def saved(self, page):
		"""Press Save and wait until the newest content is drawn."""
		with page.expect_response("**/kinerja_asn.api.portal.plan_content"):
			page.locator(".dock button").first.click()
		page.locator(".dock .said-here:text-is('')").wait_for(state="attached")

	def stepped(self, page, button, ask=True):
		"""Press a button of a step, confirm, and wait for the page that follows."""
		page.locator(button).click()
		if ask:
			with page.expect_navigation():
				page.locator("dialog .primary").click()
		page.locator("#messages .toast").first.wait_for()

	def test_propose_return_agree(self):
		self.errors = []
		employee = self.phone_of("sari")
		employee.goto("/kinerja")
		self.assertFits(employee)
		employee.goto("/kinerja/write")
		self.write_result(employee)

		# what was typed survives a reload, with the browser's question answered
		employee.on("dialog", lambda dialog: dialog.accept())
		employee.wait_for_timeout(500)
		employee.reload()
		employee.locator("details.result [data-column=result]").wait_for(state="attached")
		self.assertEqual(
			employee.locator("[data-column=result]").input_value(), "Tersusunnya laporan triwulan"
		)
		self.saved(employee)
		self.assertFits(employee)

		# interval targets by one tap, adding up to the target
		card = employee.locator("details.result")
		self.assertTrue(card.evaluate("element => element.open"))
		targets = card.locator(".sub-card details").last
		if not targets.evaluate("element => element.open"):
			targets.locator("summary").click()
		with employee.expect_response("**/kinerja_asn.api.portal.plan_content"):
			targets.locator("button").click()
		# the answer has come when the page begins to show it
		employee.wait_for_function(
			"""() => {
				const values = [...document.querySelectorAll(".intervals input")].map(input => +input.value);
				return values.length === 12 && values.reduce((sum, value) => sum + value, 0) === 24;
			}"""
		)

		with employee.expect_navigation():
			employee.locator(".dock .primary").click()
		employee.locator(".chip.waiting").first.wait_for()

		head = self.phone_of("kabid")
		head.goto("/kinerja/team?state=waiting")
		self.assertFits(head)
		head.locator(".todo a").first.click()
		head.locator("[data-decide]").wait_for()
		self.assertFits(head)
		# returning without words is not possible
		head.locator("[value=Return]").click()
		head.locator(".toast.alert").wait_for()
		note = head.locator("details.noting", has=head.locator("[data-column=appraiser_note]")).first
		note.locator("summary").click()
		note.locator("textarea").fill("Sebutkan <b>jumlahnya</b>")
		self.stepped(head, "[value=Return]")

		employee.goto("/kinerja/plan")
		self.assertIn("Sebutkan <b>jumlahnya</b>", employee.locator(".said").first.inner_text())
		self.assertFits(employee)
		employee.goto("/kinerja/write")
		# a finished result is folded; it opens by a tap
		card = employee.locator("details.result")
		if not card.evaluate("element => element.open"):
			card.locator("> summary").click()
		employee.locator("[data-column=result]").fill("Tersusunnya 24 laporan triwulan")
		with employee.expect_navigation():
			employee.locator(".dock .primary").click()
		employee.locator(".chip.waiting").first.wait_for()

		head.goto("/kinerja")
		head.locator(".tasks a").first.click()
		head.locator("[data-decide]").wait_for()
		self.stepped(head, "[value=Agree]")

		employee.goto("/kinerja/plan")
		employee.locator(".page-head .chip.good").wait_for()
		self.assertIn("Tersusunnya 24 laporan triwulan", employee.locator("main").inner_text())
		self.assertEqual(self.errors, [])

	def test_the_second_saver_keeps_his_text(self):
		self.errors = []
		first, second = self.phone_of("budi"), self.phone_of("budi")
		for page in (first, second):
			page.goto("/kinerja/write")
			page.locator("#annex textarea").first.wait_for()
		first.locator("#annex textarea").first.fill("Dua orang pendamping")
		self.saved(first)
		second.locator("#annex textarea").first.fill("Tiga orang pendamping")
		second.locator(".dock button").first.click()
		with second.expect_response("**/kinerja_asn.api.portal.plan_content"):
			second.locator("dialog .primary").click()
		second.locator("#lost").wait_for()
		self.assertEqual(second.locator("#annex textarea").first.input_value(), "Dua orang pendamping")
		# it is still there after a reload
		second.on("dialog", lambda dialog: dialog.accept())
		second.reload()
		second.locator("#lost .button").click()
		second.locator("#lost").wait_for(state="detached")
		self.saved(second)
		first.goto("/kinerja/plan")
		self.assertIn("Tiga orang pendamping", first.locator("#annex").inner_text())
		self.assertEqual(self.errors, [])

	def write_result(self, page):
		page.locator("section[id=results] > .row .button").click()
		card = page.locator("details.result")
		card.locator("[data-column=result]").fill("Tersusunnya laporan triwulan")
		card.locator(".field:has([data-column=result]) ~ .field .button").first.click()
		page.locator("dialog .choices button").first.click()
		page.locator(".picked").wait_for()
		card.locator("> .button").first.click()
		card.locator("[data-column=indicator]").fill("Jumlah laporan")
		card.locator("[data-column=aspect]").select_option("Quantity")
		card.locator("[data-column=target]").fill("24")
		card.locator("[data-column=uom]").fill("Dokumen")


if __name__ == "__main__":
	unittest.main()
