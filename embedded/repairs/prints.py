"""Print formats as HTML: the engine's stand-ins for the printing hooks give nothing back. PDFs stay absent."""


def apply() -> None:
	import frappe.utils.pdf

	frappe.utils.pdf.pdf_body_html = body


def body(template, args: dict, **kwargs) -> str:
	return template.render(args, filters={"len": len})
