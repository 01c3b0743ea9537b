"""Which files are no evidence: programs and pages that run on the computer of who opens them."""

#: Endings of files that a computer runs when they are opened; no regulation, ordinary care.
RUNNABLE = frozenset(
	"ade adp apk app application asp aspx bas bat bin cgi chm class cmd com command cpl crt csh dll dmg elf exe gadget "
	"hlp hta htm html inf iso jar js jse jsp ksh lnk mht mhtml mjs msc msh msi msp mst pcd php phtml pif pl ps1 psd1 "
	"psm1 py pyc rb reg run scf scpt scr sct sh shs so svg svgz swf sys vb vbe vbs wasm ws wsc wsf wsh xhtml xht xll".split()
)
#: First bytes of programs, whatever their name says.
_BEGINNINGS = (
	b"MZ",
	b"\x7fELF",
	b"#!",
	b"\xca\xfe\xba\xbe",
	b"\xfe\xed\xfa\xce",
	b"\xfe\xed\xfa\xcf",
	b"\xce\xfa\xed\xfe",
	b"\xcf\xfa\xed\xfe",
	b"L\x00\x00\x00\x01\x14\x02\x00",
)
#: First words of pages and scripts in text files.
_WORDS = (b"<!doctype html", b"<html", b"<script", b"<svg", b"<?php", b"@echo off")
#: A drawing hides behind an XML head and comments.
_LOOKED_AT = 1024


def runs(name: str | None, beginning: bytes = b"") -> bool:
	"""Whether a file is run rather than read when somebody opens it, by its name or by its first bytes.

	beginning: the first bytes of the file as far as they are at hand; 1,024 are enough.
	"""
	tail = (name or "").strip().rstrip(". \u200e\u200f\u202a\u202b\u202c\u202d\u202e").lower()
	if "." in tail and tail.rpartition(".")[2] in RUNNABLE:
		return True
	if beginning.startswith(_BEGINNINGS):
		return True
	words = beginning[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").strip().lower()
	if words.startswith(_WORDS):
		return True
	return words.startswith(b"<?xml") and (b"<svg" in words or b"<html" in words)
