import path from "node:path";
import { createRequire } from "node:module";

// The tools live in the embedded engine's folder, so that the repository's root stays clean.
const tools = process.env.EMBEDDED_TOOLS ?? path.resolve(".embedded/tools");
const require = createRequire(path.join(tools, "node_modules", "x"));
const js = require("@eslint/js");
const globals = require("globals");

const framework = {
	$: "readonly",
	__: "readonly",
	cint: "readonly",
	cstr: "readonly",
	flt: "readonly",
	format_currency: "readonly",
	format_number: "readonly",
	frappe: "readonly",
	get_currency_symbol: "readonly",
	in_list: "readonly",
	is_null: "readonly",
	jQuery: "readonly",
	kinerja_asn: "writable",
	locals: "readonly",
	moment: "readonly",
	strip_html: "readonly",
	validate_email: "readonly",
};

export default [
	{ ignores: [".embedded/", "**/node_modules/", "**/dist/", "**/lib/"] },
	js.configs.recommended,
	{
		files: ["kinerja_asn/**/*.js"],
		languageOptions: {
			ecmaVersion: 2022,
			sourceType: "module",
			globals: { ...globals.browser, ...framework },
		},
		rules: {
			"no-unused-vars": [
				"error",
				{ args: "after-used", argsIgnorePattern: "^_", caughtErrors: "none" },
			],
			eqeqeq: ["error", "smart"],
			"no-console": "error",
			"no-restricted-globals": [
				"error",
				{ name: "cur_frm", message: "Use the form that the handler is given." },
			],
		},
	},
	{
		files: ["**/service-worker.js", "**/sw.js"],
		languageOptions: { globals: globals.serviceworker },
	},
	{
		files: ["embedded/**/*.mjs", "*.mjs"],
		languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals.node },
	},
];
