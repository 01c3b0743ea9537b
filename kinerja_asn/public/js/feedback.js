// Continuous feedback in the form of an evaluation: what was said to the person, by row.

frappe.provide("kinerja_asn.feedback");

/** What `kinerja_asn.feedback.for_evaluation` gives on the server, as HTML; nothing where there is none. */
kinerja_asn.feedback.html = (doc, found, tables) => {
	if (!found?.total) return "";
	const { escape } = kinerja_asn;
	const writes = (table) => (tables[table].columns || []).includes("feedback");
	const entry = (one, target) => `<li>
		<span class="indicator-pill ${one.kind === "Positive" ? "green" : "orange"}">${__(one.kind)}</span>
		${escape(one.text || "")}
		<span class="text-muted">${escape(one.giver_name)} · ${escape(one.relation)} · ${kinerja_asn.date(one.day)}</span>
		${
			target
				? `<button type="button" class="btn btn-xs btn-default" data-put="${escape(one.line)}"
					data-doctype="${escape(target.doctype)}" data-row="${escape(target.name)}">${__("Put into the feedback")}</button>`
				: ""
		}</li>`;
	const block = (title, entries, target) =>
		entries?.length
			? `<h6>${escape(title)}</h6><ul>${entries.map((one) => entry(one, target)).join("")}</ul>`
			: "";
	const first = new Map();
	for (const row of doc.results || []) if (!first.has(row.result_key)) first.set(row.result_key, row);
	const parts = [...first].map(([key, row]) =>
		block(row.result, found.results[key], writes("results") && row)
	);
	for (const row of doc.behaviours || []) {
		parts.push(block(row.behaviour, found.behaviours[row.behaviour], writes("behaviours") && row));
	}
	parts.push(block(__("Feedback on the work as a whole"), found.general));
	return `<details class="kinerja-said"><summary>${__("Feedback given in this time")} (${found.total})</summary>
		${parts.join("")}</details>`;
};
