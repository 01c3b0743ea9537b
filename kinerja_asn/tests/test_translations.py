"""No untranslated text reaches the screen: the Indonesian catalogue is complete and keeps every placeholder."""

import re
import unittest

from babel.messages.pofile import read_po

from kinerja_asn.tests.texts import PACKAGE, all_texts

PLACEHOLDER = re.compile(r"\{[^{}]*\}|%\([a-z_]+\)s|%[sd]")
#: Words that are the same in both languages, or names.
SAME = {
	"NIP", "ASN", "PNS", "CPNS", "PPPK", "PPPK Part-Time", "JPT", "JA/JF", "JPT Utama", "JPT Madya", "JPT Pratama",
	"Kinerja ASN", "Administrator", "Data", "Total", "Status", "Format", "Portal", "Model", "SKP", "Unit", "JSON", "Label",
}  # fmt: skip


def catalogue() -> dict:
	with open(PACKAGE / "locale" / "id.po", "rb") as file:
		return {message.id: message.string for message in read_po(file, locale="id") if message.id}


class TranslationTest(unittest.TestCase):
	@classmethod
	def setUpClass(cls):
		cls.texts = all_texts()
		cls.translated = catalogue()

	def test_every_text_is_translated(self):
		missing = [
			f"{text!r} ({place})" for text, place in self.texts.items() if not self.translated.get(text)
		]
		self.assertEqual(missing, [], f"{len(missing)} texts of {len(self.texts)}")

	def test_translations_differ_from_the_source(self):
		same = [
			text
			for text in self.texts
			if self.translated.get(text) == text
			and text not in SAME
			and re.search(r"[a-z]{3,} [a-z]{3,}", text)
		]
		self.assertEqual(same, [])

	def test_placeholders_are_kept(self):
		broken = [
			text
			for text, translation in self.translated.items()
			if translation and sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(translation))
		]
		self.assertEqual(broken, [])

	def test_nothing_is_translated_that_is_not_there(self):
		self.assertEqual([text for text in self.translated if text not in self.texts], [])
