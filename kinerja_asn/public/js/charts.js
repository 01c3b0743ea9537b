// Charts of reports and dashboards that can be read whole. Frappe cuts each label to the room beside its neighbours, gives
// every word of a legend the same room, and drops what no longer fits below; on a telephone only dots are left.

frappe.provide("kinerja_asn.charts");

const LINE = 12;
const LINES = 3;
const STEEP = (60 * Math.PI) / 180;
/** The longest slanted label, and the room between two words of a legend, in pixels. */
const LONGEST = 130;
const BETWEEN = 18;

/**
 * Make the charts inside an element readable, now and whenever they are drawn again.
 * `charts()` gives those that are there: {svg, labels, values, title}.
 */
kinerja_asn.charts.watch = (element, charts) => {
	element.kinerja_charts?.disconnect();
	const all = () => charts().forEach((chart) => chart.svg && chart.labels && readable(chart));
	element.kinerja_charts = new MutationObserver(all);
	element.kinerja_charts.observe(element, { childList: true, subtree: true });
	all();
};

function readable({ svg, labels, values, title }) {
	if (title) svg.parentElement.dataset.title = title;
	write_numbers(svg, values);
	const texts = [...svg.querySelectorAll(".x.axis text")];
	// texts that were drawn once more have lost their mark
	if (texts.length !== labels.length || texts.every((text) => text.dataset.whole)) return;
	svg.dataset.height ||= svg.getAttribute("height");
	const higher = write_labels(svg, texts, labels);
	const legend = lay_out_legend(svg, higher);
	svg.setAttribute("height", Math.max(Number(svg.dataset.height) + higher, legend));
}

/** The numbers beside the axis as they are written here; what is counted has no halves. */
function write_numbers(svg, values) {
	const whole = values.flat().every(Number.isInteger);
	for (const text of svg.querySelectorAll(".y.axis text")) {
		if (text.dataset.whole || !/^-?\d+(\.\d+)?$/.test(text.textContent)) continue;
		const number = Number(text.textContent);
		text.dataset.whole = 1;
		const half = !Number.isInteger(number);
		text.textContent = whole && half ? "" : format_number(number, null, half ? 1 : 0);
	}
}

/** Labels in as many lines as they need, or slanted where a word has no room; answers how much higher the chart gets. */
function write_labels(svg, texts, labels) {
	const font = font_of(texts[0], 10);
	const places = texts.map((text) => place_of(text.parentElement)[0]);
	const width = Number(svg.getAttribute("width"));
	const room = places.length > 1 ? places[1] - places[0] - 4 : width - 60;
	const wrapped = labels.map((label) => lines_of(String(label), room, font));
	const slanted = wrapped.some((lines) => !lines);
	const left = place_of(svg.querySelector(".chart-draw-area"))[0];
	let higher = 0;
	texts.forEach((text, number) => {
		const label = String(labels[number]);
		text.dataset.whole = 1;
		text.innerHTML = `<title></title>`;
		text.firstChild.textContent = label;
		const y = Number(text.getAttribute("y"));
		if (slanted) {
			const most = Math.min(LONGEST, (left + places[number]) / Math.cos(STEEP));
			const shown = shortened(label, most, font);
			text.setAttribute("text-anchor", "end");
			text.style.textAnchor = "end";
			text.setAttribute("transform", `rotate(-60, 0, ${y})`);
			text.append(shown);
			higher = Math.max(higher, width_of(shown, font) * Math.sin(STEEP));
		} else {
			wrapped[number].forEach((line, row) => {
				const span = document.createElementNS("http://www.w3.org/2000/svg", "tspan");
				span.setAttribute("x", 0);
				span.setAttribute("dy", row ? LINE : text.getAttribute("dy") || 0);
				span.textContent = line;
				text.append(span);
			});
			text.removeAttribute("dy");
			higher = Math.max(higher, (wrapped[number].length - 1) * LINE);
		}
	});
	return Math.ceil(higher);
}

/** The words of a legend one behind the other; answers where it ends. */
function lay_out_legend(svg, higher) {
	const legend = svg.querySelector(".chart-legend");
	const items = [...(legend?.children || [])];
	if (!items.length) return 0;
	const [left, top] = place_of(legend);
	const room = Number(svg.getAttribute("width")) - left;
	let [x, y] = [0, 5];
	for (const item of items) {
		const text = item.querySelector("text");
		const width = Number(text.getAttribute("x")) + 9 + width_of(text.textContent, font_of(text, 11));
		if (x && x + width > room) [x, y] = [0, y + 20];
		item.setAttribute("transform", `translate(${x}, ${y})`);
		x += width + BETWEEN;
	}
	legend.setAttribute("transform", `translate(${left}, ${top + higher})`);
	return top + higher + y + 20;
}

/** A label in at most LINES lines; nothing where one of its words is wider than the room. */
function lines_of(label, room, font) {
	const lines = [];
	for (const word of label.split(/(?<=\/)|\s+/)) {
		if (width_of(word, font) > room) return null;
		const last = lines.at(-1);
		const joined = last?.endsWith("/") ? last + word : `${last} ${word}`;
		if (last !== undefined && width_of(joined, font) <= room) lines[lines.length - 1] = joined;
		else lines.push(word);
	}
	if (lines.length <= LINES) return lines;
	return [...lines.slice(0, LINES - 1), shortened(lines.slice(LINES - 1).join(" "), room, font)];
}

function shortened(text, room, font) {
	if (width_of(text, font) <= room) return text;
	let kept = text;
	while (kept && width_of(`${kept}…`, font) > room) kept = kept.slice(0, -1);
	return `${kept.trimEnd()}…`;
}

let canvas;
function width_of(text, font) {
	canvas ||= document.createElement("canvas").getContext("2d");
	canvas.font = font;
	return canvas.measureText(text).width;
}

const font_of = (text, size) => `${size}px ${getComputedStyle(text).fontFamily || "sans-serif"}`;

function place_of(group) {
	const found = /translate\(([-\d.]+),\s*([-\d.]+)\)/.exec(group?.getAttribute("transform") || "");
	return found ? [Number(found[1]), Number(found[2])] : [0, 0];
}

// --- dashboards -----------------------------------------------------------------------------------------------

$(document).on("page-change", () => {
	const [view, name] = frappe.get_route();
	const page = frappe.pages["dashboard-view"];
	if (view !== "dashboard-view" || !name?.startsWith("Kinerja ASN") || !page) return;
	kinerja_asn.charts.watch(page, () => {
		const widgets = (frappe.dashboard?.chart_group?.widgets_list || []).filter((one) => one.data);
		for (const { empty, data } of widgets)
			if (data.empty && empty.text() !== data.empty) empty.text(data.empty);
		return widgets
			.filter(({ data }) => data.labels)
			.map(({ chart_wrapper, data }) => ({
				svg: chart_wrapper?.[0]?.querySelector("svg.frappe-chart"),
				labels: data.labels,
				values: data.datasets.map(({ values }) => values),
			}));
	});
});
