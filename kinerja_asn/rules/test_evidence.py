"""Files that are run rather than read."""

from unittest import TestCase

from kinerja_asn.rules.evidence import runs


class EvidenceTest(TestCase):
	def test_by_name(self):
		for name in ("a.exe", "A.EXE", "laporan.pdf.cmd", "a.com", "a.js", "a.vbs.", "a.msi  ", "a.sh", "a.ps1",
			"a.jar", "a.scr", "a.html", "a.svg", "a.bat\u202e", "/private/files/a.lnk"):  # fmt: skip
			with self.subTest(name=name):
				self.assertTrue(runs(name))
		for name in (
			"a.pdf",
			"exe.pdf",
			"a.jpg",
			"a.docx",
			"a",
			"",
			None,
			"exe",
			"laporan exe",
			"a.exe.pdf",
			"a.mp4",
		):
			with self.subTest(name=name):
				self.assertFalse(runs(name))

	def test_by_first_bytes(self):
		for beginning in (b"MZ\x90", b"\x7fELF\x02", b"#!/bin/sh", b"  <SVG onload=1>", b"\xef\xbb\xbf<!doctype html>",
			b"<?xml version='1.0'?>\n<svg>", b"<?php echo 1;", b"@echo off\r\n", b"<\x00s\x00c\x00r\x00i\x00p\x00t\x00>\x00"):  # fmt: skip
			with self.subTest(beginning=beginning):
				self.assertTrue(runs("a.pdf", beginning))
		for beginning in (b"%PDF-1.7", b"\xff\xd8\xff", b"PK\x03\x04", b"catatan <b>", b"<?xml version='1.0'?><laporan>", b""):  # fmt: skip
			with self.subTest(beginning=beginning):
				self.assertFalse(runs("a.pdf", beginning))
