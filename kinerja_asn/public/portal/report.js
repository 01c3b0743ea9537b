// Evidence of a report's rows: a photo or a file is uploaded at once, its address is saved with the report.
(() => {
	"use strict";
	const { __, page, say, busy, upload, filePicker } = window.kinerja;
	for (const place of document.querySelectorAll("[data-upload]")) {
		const field = place.querySelector("input");
		const picker = filePicker({ current: place.dataset.current });
		const write = (value) => {
			field.value = value;
			field.dispatchEvent(new Event("input", { bubbles: true }));
		};
		picker.element.addEventListener("change", () => {
			if (!picker.file) return;
			busy(picker.element, async () => {
				write(
					await upload(picker.file, {
						doctype: page.doctype,
						name: page.name,
						fieldname: "evidence",
					})
				);
				say(__("Uploaded. Save or send the report to keep it."));
			});
		});
		picker.element.addEventListener("click", () => picker.removed && !picker.file && write(""));
		place.append(picker.element);
	}
})();
