// The distribution of predicates as columns, worst first, beside what the pattern expects.

frappe.provide("kinerja_asn.distribution");

/** The chart that `kinerja_asn.distribution.chart` gives on the server, as HTML. */
kinerja_asn.distribution.html = (data, title) => {
	const { escape } = kinerja_asn;
	const bars = data.bars
		.map(
			(bar) => `<div><b>${bar.count}</b><span class="kinerja-spread-track">
				${bar.expected === null ? "" : `<i class="expected" style="height:${bar.expected}%"></i>`}
				<i class="actual" style="height:${bar.percent}%"></i></span>
				<small>${escape(bar.label)}</small></div>`
		)
		.join("");
	const rated = data.unit_rating
		? __("Unit rated {0}", [__(data.unit_rating)])
		: __("The unit is not rated yet.");
	const warnings = data.warnings.map((text) => `<li>${escape(text)}</li>`).join("");
	return `<div class="kinerja-spread"><div><strong>${escape(title)}</strong><br>
		<span class="text-muted">${escape(rated)} · ${__("{0} employees rated", [data.total])}</span></div>
		<div class="kinerja-spread-bars">${bars}</div>
		${data.pattern.length ? `<p class="text-muted"><span class="kinerja-spread-key"></span> ${escape(__("Pattern expected: {0}.", [data.pattern.join("; ")]))}</p>` : ""}
		${data.small && data.unit_rating ? `<p class="text-muted">${__("With fewer than {0} people nothing is compared.", [data.smallest])}</p>` : ""}
		${warnings ? `<div class="kinerja-note warning"><ul>${warnings}</ul></div>` : ""}</div>`;
};
