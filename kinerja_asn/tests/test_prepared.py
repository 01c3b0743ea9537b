"""Prepared queries: texts are built once and shared by everybody on a server; what belongs to a reader is never kept in them."""

import frappe
from frappe.query_builder import DocType, Order
from pypika.terms import LiteralValue

from kinerja_asn import permissions
from kinerja_asn.prepared import in_places, prepared
from kinerja_asn.tests.base import KinerjaTestCase

test_ignore = ["Employee"]


class TestPreparedQueries(KinerjaTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		for text in ("100% 'a'", "b", "c"):
			frappe.get_doc({"doctype": "Note", "title": text, "content": text}).insert()

	def test_each_reader_and_list_has_its_own_answer(self):
		built = []

		@prepared
		def titles(order, readable, **given):
			built.append(order)
			Note = DocType("Note")
			return (
				frappe.qb.from_(Note)
				.select(Note.title)
				.where(Note.title.isin(list(given.values())) & readable)
				.orderby(Note.title, order=order)
			)

		def only(*texts):
			return LiteralValue(f"`tabNote`.`title` in ({', '.join(map(frappe.db.escape, texts))})")

		def found(condition, asked, order=Order.asc):
			rows = titles(order, readable=condition, **in_places("title", asked))
			return [row.title for row in rows]

		everything = ("100% 'a'", "b", "c")
		for readable, asked, expected in (
			(only(*everything), everything, ["100% 'a'", "b", "c"]),
			(only("100% 'a'"), everything, ["100% 'a'"]),
			(only("b", "%"), everything, ["b"]),
			(only("b"), ("b", "c", "d", "%"), ["b"]),
		):
			self.assertEqual(found(readable, asked), expected)
		self.assertEqual(len(built), 1)
		self.assertEqual(found(only(*everything), everything, Order.desc), ["c", "b", "100% 'a'"])
		self.assertEqual(found(only(*everything), ["c"]), ["c"])
		self.assertEqual(len(built), 3)

	def test_rights_are_never_built_in(self):
		unsafe = prepared(lambda: permissions.viewer())
		self.assertRaises(RuntimeError, unsafe)
		self.assertEqual(permissions.viewer().user, frappe.session.user)
