"""The commands of `python -m embedded`. Every one takes the site from --site or SITE=."""

import argparse
import json
import os
import runpy
import secrets
import time
from contextlib import nullcontext

from embedded import boot, paths, ready, site


def command_new_site(options) -> None:
	began = time.time()
	if site.exists(options.site) and not options.force:
		raise SystemExit(f"Site {options.site} is there already; --force replaces it.")
	if options.scratch:
		site.drop(options.site)
		site.new_site(options.site, options.db, verbose=options.verbose)
	else:
		ready.fresh(options.site, options.db, with_app=not options.without_app)
	print(f"Site {options.site} is ready ({time.time() - began:.1f} s).")


def command_drop_site(options) -> None:
	site.drop(options.site)


def command_install_app(options) -> None:
	site.install(options.site, options.app, verbose=options.verbose)


def command_uninstall_app(options) -> None:
	frappe = boot.connect(options.site)
	from frappe.installer import remove_app

	with site.quiet(not options.verbose):
		remove_app(options.app, yes=True, no_backup=True)
	frappe.destroy()


def command_migrate(options) -> None:
	began = time.time()
	site.migrate(options.site, verbose=options.verbose)
	print(f"Migrated {options.site} ({time.time() - began:.1f} s).")


def command_execute(options) -> None:
	frappe = boot.connect(options.site)
	try:
		answer = frappe.get_attr(options.method)(
			*json.loads(options.args or "[]"), **json.loads(options.kwargs or "{}")
		)
		frappe.db.commit()
		if answer is not None:
			print(frappe.as_json(answer) if not isinstance(answer, str) else answer)
	finally:
		frappe.destroy()


def command_run(options) -> None:
	frappe = boot.connect(options.site)
	try:
		runpy.run_path(options.script, {"frappe": frappe}, run_name="__main__")
	finally:
		frappe.destroy()


def command_console(options) -> None:
	frappe = boot.connect(options.site)
	import code

	code.interact(f"frappe on site {options.site}", local={"frappe": frappe})
	frappe.destroy()


def command_template(options) -> None:
	from embedded import services

	with services.running() if options.db == "mariadb" else nullcontext():
		ready.app_template(options.db)


def command_demo_template(options) -> None:
	ready.demo_template(options.db)


def command_test(options) -> int:
	from embedded import testing

	return testing.run(options)


def command_demo(options) -> int:
	from embedded import demo

	return demo.run(options)


def command_demo_reset(options) -> int:
	from embedded import demo

	return demo.reset(options)


def command_serve(options) -> None:
	from embedded import desk_build, server

	if not options.no_desk:
		desk_build.build()
	if not server.port_is_free(options.port):
		raise SystemExit(f"Port {options.port} is taken. Choose another with --port.")
	server.serve(
		options.site,
		options.port,
		ready=lambda: print(f"Serving {options.site} on http://127.0.0.1:{options.port}", flush=True),
	)


def command_desk(options) -> None:
	from embedded import desk_build

	desk_build.build()


def command_lint(options) -> int:
	from embedded import lint

	return lint.run(options.fix)


def command_lock(options) -> int:
	from embedded import lint

	return lint.lock()


def command_bench(options) -> int:
	from embedded import benchmark

	return benchmark.run(options)


def command_faults(options) -> int:
	boot.load()
	from tests import faults

	return faults.run(options)


def command_test_bench(options) -> int:
	from embedded import bench

	return bench.run(options)


def parser() -> argparse.ArgumentParser:
	top = argparse.ArgumentParser(prog="python -m embedded")
	commands = top.add_subparsers(dest="command", required=True)

	def add(name, function, help):
		one = commands.add_parser(name, help=help)
		one.add_argument("--site", default=boot.chosen_site())
		one.add_argument("--verbose", action="store_true")
		one.set_defaults(run=function)
		return one

	one = add("new-site", command_new_site, "make a site with all apps")
	one.add_argument("--db", choices=("sqlite", "mariadb"), default=os.environ.get("DB") or "sqlite")
	one.add_argument("--force", action="store_true", help="replace a site of this name")
	one.add_argument("--without-app", action="store_true", help="engine and stand-ins only")
	one.add_argument(
		"--scratch", action="store_true", help="install everything instead of copying a template"
	)
	add("drop-site", command_drop_site, "remove a site")
	for name, function in (("install-app", command_install_app), ("uninstall-app", command_uninstall_app)):
		one = add(name, function, name.replace("-", " "))
		one.add_argument("app", nargs="?", default="kinerja_asn")
	add("migrate", command_migrate, "bring a site up to the code")
	one = add("execute", command_execute, "call a function by its dotted path")
	one.add_argument("method")
	one.add_argument("--args", help="a JSON list")
	one.add_argument("--kwargs", help="a JSON object")
	one = add("run", command_run, "run a script with `frappe` connected")
	one.add_argument("script")
	add("console", command_console, "an interactive console")
	port = int(os.environ.get("PORT") or 8000)
	add("demo", command_demo, "build, fill and serve the demo agency").add_argument(
		"--port", type=int, default=port
	)
	add("demo-reset", command_demo_reset, "remove the demo's site")
	one = add("serve", command_serve, "serve a site")
	one.add_argument("--port", type=int, default=port)
	one.add_argument("--no-desk", action="store_true", help="do not build the desk first")
	one = add("bench", command_bench, "measure against a baseline")
	one.add_argument("--db", choices=("sqlite", "mariadb"), default=os.environ.get("DB") or "sqlite")
	one.add_argument("--n", type=int, default=int(os.environ.get("N") or 2000), help="employees")
	one.add_argument("--cases", default=os.environ.get("CASES") or "", help="modules, with commas between")
	one.add_argument("--rounds", type=int, default=int(os.environ.get("ROUNDS") or 5), help="turns of each")
	one = add("faults", command_faults, "work on many while workers are killed and connections lost")
	one.add_argument("--db", choices=("sqlite", "mariadb"), default=os.environ.get("DB") or "sqlite")
	one.add_argument("--rounds", type=int, default=int(os.environ.get("ROUNDS") or 30))
	one.add_argument("--seed", type=int, default=int(os.environ.get("SEED") or secrets.randbelow(10**6)))
	one.add_argument("--only", default=os.environ.get("ONLY") or "", help="works, with commas between")
	one.add_argument("--output", help="a file for the results as JSON")
	one = add("test-bench", command_test_bench, "run the tests on an existing bench")
	one.add_argument("--bench", help="the bench's folder")
	one.add_argument("--bench-site", help="the site, with ERPNext, HRMS and the app installed")
	add("lint", command_lint, "check the code").add_argument(
		"--fix", action="store_true", help="mend what can be mended"
	)
	add("lock", command_lock, "lock the versions of packages anew")
	add("desk", command_desk, "build what the browser loads")
	one = add("template", command_template, "make the template that sites with the app are copied from")
	one.add_argument("--db", choices=("sqlite", "mariadb"), default=os.environ.get("DB") or "sqlite")
	one = add("demo-template", command_demo_template, "make the template of sites with the demo agency")
	one.add_argument("--db", choices=("sqlite", "mariadb"), default=os.environ.get("DB") or "sqlite")
	one = add("test", command_test, "run the tests with pytest")
	one.add_argument("--db", choices=("sqlite", "mariadb"), default=os.environ.get("DB") or "sqlite")
	one.add_argument("pytest", nargs=argparse.REMAINDER)
	return top


def main(argv=None) -> int:
	options = parser().parse_args(argv)
	paths.SITES.mkdir(parents=True, exist_ok=True)
	return options.run(options) or 0
