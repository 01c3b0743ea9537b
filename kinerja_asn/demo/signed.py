"""The acts that the regional head has signed on paper: one small file, attached to each document that HR recorded."""

import frappe
from frappe.query_builder import DocType

from kinerja_asn import bulk
from kinerja_asn.demo.rows import change

FILE_NAME = "naskah-bertanda-tangan-wali-kota.pdf"
RECORDED = {
	"Work Plan": ("Plan Agreed", "Closed"),
	"Periodic Report": ("Report Accepted",),
	"Performance Evaluation": ("Handed Over", "Acknowledged"),
	"Unit Performance Rating": ("Unit Rating Confirmed",),
	"Performance Agreement": ("Agreement Agreed",),
}


def attach_signed_acts(company: str, recorder: str):
	first = None
	for doctype, states in RECORDED.items():
		Table = DocType(doctype)
		found = (
			frappe.qb.from_(Table)
			.select(Table.name)
			.where(
				(Table.company == company)
				& (Table.appraiser_type == "External Appraiser")
				& Table.workflow_state.isin(states)
			)
			.orderby(Table.name)
			.run(pluck=True)
		)
		if not found:
			continue
		if not first:
			first = make_file(doctype, found[0])
		bulk.insert_rows(
			"File",
			[
				{
					"file_name": first.file_name,
					"file_url": first.file_url,
					"file_size": first.file_size,
					"file_type": first.get("file_type"),
					"content_hash": first.content_hash,
					"is_private": 1,
					"folder": "Home/Attachments",
					"attached_to_doctype": doctype,
					"attached_to_name": name,
					"attached_to_field": "signed_document",
				}
				for name in found
				if (doctype, name) != (first.attached_to_doctype, first.attached_to_name)
			],
		)
		change(doctype, found, {"signed_document": first.file_url, "recorded_by": recorder})


def make_file(doctype: str, name: str):
	doc = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": FILE_NAME,
			"is_private": 1,
			"content": one_page("Naskah ini telah ditandatangani oleh Wali Kota Dumai (contoh)."),
			"attached_to_doctype": doctype,
			"attached_to_name": name,
			"attached_to_field": "signed_document",
		}
	)
	# the demo fills the site as its administrator
	doc.insert(ignore_permissions=True)
	return doc


def one_page(text: str) -> bytes:
	"""A PDF of one page with one line."""
	stream = f"BT /F1 14 Tf 60 760 Td ({text}) Tj ET".replace("(contoh)", "\\(contoh\\)")
	objects = (
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
		f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
		"<< /Font << /F1 5 0 R >> >>",
	)
	page, places = "%PDF-1.4\n", []
	for number, content in enumerate(objects, 1):
		places.append(len(page))
		page += f"{number} 0 obj\n{content}\nendobj\n"
	table = len(page)
	page += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
	page += "".join(f"{place:010d} 00000 n \n" for place in places)
	page += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
	return page.encode("latin-1")
