// A photo or a file as evidence: chosen or taken with the phone, made smaller, uploaded as a private file of a document.
(() => {
	"use strict";
	const { __, h, post, Refusal } = window.kinerja;
	const LONGEST_SIDE = 1600;
	const LARGEST = 10 * 1024 * 1024;

	// A phone's photo has several megabytes; what can be read on a screen has a few hundred kilobytes.
	async function smaller(file) {
		if (!/^image\/(jpeg|png|webp|heic)$/.test(file.type) || file.size < 400 * 1024) return file;
		try {
			const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
			const factor = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
			const canvas = h("canvas", {
				width: Math.round(picture.width * factor),
				height: Math.round(picture.height * factor),
			});
			canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
			const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.82));
			if (!blob || blob.size >= file.size) return file;
			return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
		} catch {
			return file;
		}
	}

	// Answers the address of the file, which the caller writes into the document.
	async function upload(file, { doctype, name, fieldname }) {
		const ready = await smaller(file);
		if (ready.size > LARGEST)
			throw new Refusal(
				__("The file is larger than 10 MB. Choose a smaller one, or give a link."),
				"TooLarge"
			);
		const form = new FormData();
		form.append("file", ready, ready.name);
		for (const [key, value] of Object.entries({ is_private: 1, doctype, docname: name, fieldname }))
			form.append(key, value);
		return (await post("upload_file", form)).file_url;
	}

	// Two buttons, camera and file, and what is chosen; `picker.file` is a File, `picker.removed` says that the one
	// that was there is to go.
	function filePicker({ current } = {}) {
		const shown = h("p", { class: "picked-file" });
		const picker = { file: null, removed: false };
		const input = (attributes) =>
			h("input", {
				type: "file",
				class: "hidden",
				onchange: (event) => pick(event.target),
				...attributes,
			});
		function pick(field) {
			if (!field.files.length) return;
			picker.file = field.files[0];
			field.value = "";
			draw();
		}
		function draw() {
			const there = current && !picker.removed && !picker.file;
			shown.replaceChildren(
				...(picker.file
					? [h("span", {}, picker.file.name)]
					: there
						? [h("a", { href: current, target: "_blank" }, __("Open the evidence"))]
						: []),
				...(picker.file || there
					? [h("button", { type: "button", class: "link", onclick: drop }, __("Remove"))]
					: [])
			);
			shown.hidden = !shown.childElementCount;
		}
		function drop() {
			if (picker.file) picker.file = null;
			else picker.removed = true;
			draw();
		}
		draw();
		picker.element = h(
			"div",
			{ class: "picker" },
			h(
				"div",
				{ class: "row tight" },
				h(
					"label",
					{ class: "button small" },
					__("Photo"),
					input({ accept: "image/*", capture: "environment" })
				),
				h("label", { class: "button small" }, __("File"), input({}))
			),
			shown
		);
		return picker;
	}

	Object.assign(window.kinerja, { upload, filePicker });
})();
