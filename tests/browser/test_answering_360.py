"""Answering a 360 on a phone: a draft that outlives a reload and a lost connection, and answers that are sent once."""

import os
import unittest
from contextlib import ExitStack

import pytest

from tests.browser.served import served_site

PASSWORD = os.environ.get("KINERJA_PASSWORD", "Kinerja-Uji-2026")
PHONE = {"width": 400, "height": 800}
SLOW = 60_000
DRAFTS = "Object.keys(localStorage).filter(key => key.startsWith('kinerja-360-')).length"


class TestAnswering(unittest.TestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		stack = ExitStack()
		cls.addClassCleanup(stack.close)
		cls.address = stack.enter_context(served_site("tests/browser/appraisal_site.py"))

	@pytest.fixture(autouse=True)
	def _shared_browser(self, browser):
		self.browser = browser

	def test_on_a_phone(self):
		context = self.browser.new_context(
			viewport=PHONE, has_touch=True, is_mobile=True, locale="id-ID", base_url=self.address
		)
		self.addCleanup(context.close)
		page = context.new_page()
		page.set_default_timeout(SLOW)
		errors, sent = [], []
		page.on("pageerror", lambda error: errors.append(str(error)))
		page.on("response", lambda answer: sent.append(answer) if "360.answer" in answer.url else None)
		login = page.request.post("/api/method/login", form={"usr": "budi.pkc@kinerja.test", "pwd": PASSWORD})
		self.assertTrue(login.ok, login.text())

		page.goto("/kinerja/appraisal-360")
		self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), PHONE["width"])
		page.locator(".requests a").first.click()
		page.locator("[data-answer]").wait_for()
		address = page.url
		self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), PHONE["width"])
		for box in page.locator(".scale label").all():
			size = box.bounding_box()
			self.assertGreaterEqual(min(size["width"], size["height"]), 44)

		# a draft outlives a reload, and says in the list that it is there
		page.locator("[name=a1][value='4']").check()
		page.locator("textarea[name=buka]").fill("Rapi dan tepat waktu")
		page.reload()
		self.assertTrue(page.locator("[name=a1][value='4']").is_checked())
		self.assertEqual(page.locator("textarea[name=buka]").input_value(), "Rapi dan tepat waktu")

		# what is missing is shown, not sent
		send = page.locator(".dock .primary")
		send.click()
		page.locator(".toast.alert").wait_for()
		self.assertEqual(page.locator("fieldset.missing").count(), 2)
		page.locator("[name=a2][value='3']").check()
		page.locator("[name=h1][value='5']").check()

		# no connection: everything stays
		context.set_offline(True)
		send.click()
		page.locator("dialog .primary").click()
		page.locator(".toast.alert").wait_for()
		self.assertEqual(page.evaluate(DRAFTS), 1)
		self.assertTrue(page.locator("[name=h1][value='5']").is_checked())
		context.set_offline(False)

		# two taps send once
		send.dblclick()
		self.assertEqual(page.locator("dialog").count(), 1)
		with page.expect_navigation():
			page.locator("dialog .primary").dblclick()
		page.locator(".toast").first.wait_for()
		self.assertEqual([answer.status for answer in sent], [200], page.locator(".toast").all_inner_texts())
		self.assertEqual(page.evaluate(DRAFTS), 0)
		self.assertEqual(page.locator(".requests a").count(), 0)

		# what was sent is not shown again, by no way back
		page.goto(address)
		self.assertEqual(page.locator("[data-answer]").count(), 0)
		self.assertNotIn("Rapi dan tepat", page.content())
		page.go_back()
		self.assertEqual(page.locator("[name=a1]").count(), 0)
		self.assertEqual(errors, [])
