// Builds the *.bundle.js and *.bundle.scss files of one app, as a bench does, and writes their list.
//
//   node build.mjs APP PUBLIC_FOLDER OUT_FOLDER LIST_FILE SEARCH_FOLDER...

import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";

const [app, publicFolder, out, listFile, ...searched] = process.argv.slice(2);
const modules = path.join(process.cwd(), "node_modules");
const require = createRequire(path.join(modules, "x"));
const esbuild = require("esbuild");
const sass = require("sass");
const sfc = require("vue/compiler-sfc");

// Nobody misses these: a crash reporter, and a video player whose package has left this entry behind.
const leftOut = ["sentry.bundle.js", "video_player.bundle.js"];

const bundles = fs
	.readdirSync(publicFolder, { recursive: true })
	.filter((name) => /\.bundle\.(js|css|scss)$/.test(name) && !/(^|\/)(dist|node_modules)\//.test(name))
	.filter((name) => !leftOut.includes(path.basename(name)))
	.map((name) => path.join(publicFolder, name))
	.sort();

function firstFile(...candidates) {
	return candidates.find((name) => fs.existsSync(name) && fs.statSync(name).isFile());
}

// Frappe's sources write `~package/file` for a file of an npm package, and `app/public/...` for one of an app.
function stylesheet(url) {
	const name = url.replace(/^~/, "");
	for (const root of [modules, ...searched]) {
		const base = path.join(root, name);
		const folder = path.dirname(base);
		const file = path.basename(base);
		const found = firstFile(
			base,
			`${base}.scss`,
			`${base}.css`,
			path.join(folder, `_${file}.scss`),
			path.join(base, "_index.scss")
		);
		if (found) return found;
	}
	return null;
}

function compiledSass(file, text) {
	const options = {
		loadPaths: [path.dirname(file), modules, ...searched],
		importers: [
			{
				findFileUrl(url) {
					const found = stylesheet(url.replace(/\.css$/, ""));
					return found ? pathToFileURL(found) : null;
				},
			},
		],
		logger: sass.Logger.silent,
		url: pathToFileURL(file),
	};
	return sass.compileString(text ?? fs.readFileSync(file, "utf8"), options).css;
}

const styles = {
	name: "styles",
	setup(build) {
		build.onLoad({ filter: /\.scss$/ }, ({ path: file }) => ({
			contents: compiledSass(file),
			loader: "css",
			resolveDir: path.dirname(file),
		}));
		// Addresses inside style sheets are those of the running site.
		build.onResolve({ filter: /.*/ }, ({ kind, path: name }) =>
			kind === "url-token" ? { path: name, external: true } : undefined
		);
	},
};

const templates = {
	name: "templates",
	setup(build) {
		build.onLoad({ filter: /\.html$/ }, ({ path: file }) => {
			const name = path.basename(file, ".html");
			const text = fs
				.readFileSync(file, "utf8")
				.replace(/<!--[\s\S]*?-->/g, "")
				.replace(/\s+/g, " ");
			return {
				contents: `frappe.templates[${JSON.stringify(name)}] = ${JSON.stringify(text)};`,
				loader: "js",
			};
		});
	},
};

const components = {
	name: "components",
	setup(build) {
		const kept = new Map();
		build.onResolve({ filter: /^vue-style:/ }, ({ path: name }) => ({
			path: name,
			namespace: "vue-style",
		}));
		build.onLoad({ filter: /.*/, namespace: "vue-style" }, ({ path: name }) => ({
			...kept.get(name),
			loader: "css",
		}));
		build.onLoad({ filter: /\.vue$/ }, ({ path: file }) => {
			const source = fs.readFileSync(file, "utf8");
			const id = createHash("sha1").update(file).digest("hex").slice(0, 8);
			const { descriptor, errors } = sfc.parse(source, { filename: file });
			if (errors.length) return { errors: errors.map((error) => ({ text: String(error) })) };
			const scoped = descriptor.styles.some((style) => style.scoped);
			let code = "const component = {};";
			let language = "js";
			if (descriptor.script || descriptor.scriptSetup) {
				const script = sfc.compileScript(descriptor, {
					id,
					genDefaultAs: "component",
					inlineTemplate: true,
				});
				code = script.content;
				language = script.lang === "ts" ? "ts" : "js";
			}
			if (descriptor.template && !descriptor.scriptSetup) {
				const template = sfc.compileTemplate({
					id,
					filename: file,
					source: descriptor.template.content,
					scoped,
				});
				code += `\n${template.code.replace("export function render", "function render")}\ncomponent.render = render;`;
			}
			if (scoped) code += `\ncomponent.__scopeId = "data-v-${id}";`;
			descriptor.styles.forEach((style, number) => {
				const text = style.lang === "scss" ? compiledSass(file, style.content) : style.content;
				const css = sfc.compileStyle({
					id: `data-v-${id}`,
					filename: file,
					source: text,
					scoped: style.scoped,
				});
				const name = `vue-style:${id}-${number}`;
				kept.set(name, { contents: css.code, resolveDir: path.dirname(file) });
				code += `\nimport ${JSON.stringify(name)};`;
			});
			code += "\nexport default component;";
			return { contents: code, loader: language, resolveDir: path.dirname(file) };
		});
	},
};

const apps = {
	name: "apps",
	setup(build) {
		build.onResolve({ filter: /^frappe\/public\// }, ({ path: name }) => {
			for (const root of searched) {
				const found = firstFile(path.join(root, name), `${path.join(root, name)}.js`);
				if (found) return { path: found };
			}
		});
		build.onResolve({ filter: /^\/?assets\// }, ({ path: name }) => ({ path: name, external: true }));
	},
};

async function built(file) {
	const style = !file.endsWith(".js");
	const name = path.basename(file).replace(/\.(js|scss|css)$/, "");
	const result = await esbuild.build({
		entryPoints: [file],
		outdir: path.join(out, style ? "css" : "js"),
		entryNames: `${name}.[hash]`,
		assetNames: "[name].[hash]",
		bundle: true,
		minify: true,
		write: true,
		metafile: true,
		logLevel: "silent",
		format: "iife",
		target: ["es2020"],
		nodePaths: [modules, ...searched],
		loader: {
			".svg": "dataurl",
			".png": "dataurl",
			".woff": "dataurl",
			".woff2": "dataurl",
			".ttf": "dataurl",
		},
		define: {
			"process.env.NODE_ENV": '"production"',
			__VUE_OPTIONS_API__: "true",
			__VUE_PROD_DEVTOOLS__: "false",
			__VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
		},
		plugins: [apps, styles, templates, components],
	});
	return Object.keys(result.metafile.outputs)
		.filter((output) => /\.(js|css)$/.test(output))
		.map((output) => [
			`${name}${path.extname(output)}`,
			`/assets/${app}/dist/${path.relative(out, path.resolve(output))}`,
		]);
}

fs.rmSync(out, { recursive: true, force: true });
const list = {};
const failed = [];
for (const answer of await Promise.allSettled(
	bundles.map((file) => built(file).catch((error) => failed.push([file, error]) && []))
)) {
	for (const [name, address] of answer.value) list[name] = address;
}
fs.mkdirSync(path.dirname(listFile), { recursive: true });
fs.writeFileSync(listFile, JSON.stringify(list, null, 1));
for (const [file, error] of failed) {
	console.error(`${path.basename(file)}: ${String(error.errors?.[0]?.text ?? error).split("\n")[0]}`);
}
console.log(`${bundles.length - failed.length} of ${bundles.length} bundles of ${app}`);
process.exitCode = failed.length ? 1 : 0;
