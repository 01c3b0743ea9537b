"""Unpacks the engine's wheel and gives it back the names under which apps know it.

The wheel is a copy of Frappe in which every "frappe" was renamed. Renaming it back makes `import frappe`, the
JavaScript namespace, the CSRF header and the class names those that an ordinary app expects. Runs under the system's
Python, so: standard library only.
"""

import os
import re
import shutil
import zipfile

NAMES = (("monoframe", "frappe"), ("Monoframe", "Frappe"), ("MonoFrame", "Frappe"), ("MONOFRAME", "FRAPPE"))
ANY_NAME = re.compile(b"monoframe", re.IGNORECASE)

# (file, text as shipped, text as wanted). Only what cannot be mended after the import; the rest is in repairs.py.
EDITS = (
	# A PEP 695 statement, which Python 3.11 cannot read.
	("desk/doctype/event/event.py", "type EventLikeDict =", "EventLikeDict ="),
	# The boot information and the module lists know only the framework.
	("boot.py", 'for app_name in ["frappe"]:', "for app_name in frappe.get_installed_apps():"),
	("boot.py", 'for app in ["frappe"]:', "for app in frappe.get_installed_apps():"),
	(
		"boot.py",
		'frappe.get_hooks("add_to_apps_screen")',
		'frappe.get_hooks("add_to_apps_screen", app_name=app_name)',
	),
	("boot.py", 'frappe.get_hooks("app_title")', 'frappe.get_hooks("app_title", app_name=app_name)'),
	("boot.py", 'frappe.get_hooks("app_home")', 'frappe.get_hooks("app_home", app_name=app_name)'),
	("boot.py", 'frappe.get_hooks("app_logo_url")', 'frappe.get_hooks("app_logo_url", app_name=app_name)'),
	(
		"apps.py",
		'app_details = frappe.get_hooks("add_to_apps_screen")',
		'app_details = frappe.get_hooks("add_to_apps_screen", app_name=app)',
	),
	(
		"model/module_utils.py",
		'get_hooks(hook="app_publisher")',
		'get_hooks(hook="app_publisher", app_name=app)',
	),
	(
		"utils/install.py",
		'frappe.get_hooks()["app_title"][0]',
		'frappe.get_hooks("app_title", app_name=app_name)[0]',
	),
	(
		"desk/doctype/desktop_icon/desktop_icon.py",
		'	app_title = frappe.get_hooks("app_title")[0]\n				app_icon',
		'	app_title = frappe.get_hooks("app_title", app_name=app_name)[0]\n				app_icon',
	),
	(
		"desk/doctype/desktop_icon/desktop_icon.py",
		'app_title = frappe.get_hooks("app_title")[0]\n		app_details = frappe.get_hooks("add_to_apps_screen")',
		(
			'app_title = frappe.get_hooks("app_title", app_name=a)[0]\n'
			'		app_details = frappe.get_hooks("add_to_apps_screen", app_name=a)'
		),
	),
	(
		"desk/doctype/desktop_icon/desktop_icon.py",
		'frappe.get_hooks()["app_title"][0] == self.label or self.app == a',
		'frappe.get_hooks("app_title", app_name=a)[0] == self.label or self.app == a',
	),
	(
		"desk/doctype/desktop_icon/desktop_icon.py",
		'frappe.get_hooks()["add_to_apps_screen"][0].get(',
		'(frappe.get_hooks("add_to_apps_screen", app_name=a) or [{}])[0].get(',
	),
	("boot.py", 'installed_apps = {"frappe"}', "installed_apps = set(frappe.get_installed_apps())"),
	# A workflow's button asked the server for the Workflow, which nobody but a System Manager may read; the form has it.
	(
		"public/js/frappe/form/workflow.js",
		"""frappe.db
							.get_value(
								"Workflow",
								{ document_type: me.frm.doctype },
								"enable_action_confirmation"
							)
""",
		"Promise.resolve({ message: frappe.workflow.workflows[me.frm.doctype] })\n",
	),
)


def renamed(text):
	for old, new in NAMES:
		text = text.replace(old, new)
	return text


def unpack(wheel, target):
	"""Unpack `wheel` so that `target` becomes a folder that can stand on sys.path."""
	scratch = f"{target}.new"
	shutil.rmtree(scratch, ignore_errors=True)
	with zipfile.ZipFile(wheel) as archive:
		for member in archive.namelist():
			if member.endswith("/"):
				continue
			data = archive.read(member)
			if ANY_NAME.search(data):
				try:
					data = renamed(data.decode()).encode()
				except UnicodeDecodeError:
					pass
			path = os.path.join(scratch, renamed(member))
			os.makedirs(os.path.dirname(path), exist_ok=True)
			with open(path, "wb") as file:
				file.write(data)
	for name, old, new in EDITS:
		path = os.path.join(scratch, "frappe", name)
		with open(path, encoding="utf-8") as file:
			text = file.read()
		if old not in text:
			raise SystemExit(f"The engine's {name} is not the one that was expected: {old!r} is missing.")
		with open(path, "w", encoding="utf-8") as file:
			file.write(text.replace(old, new))
	images = os.path.join(scratch, "frappe", "public", "images")
	# The hooks name a logo that the wheel has not.
	shutil.copy(os.path.join(images, "frappe-framework-logo.svg"), os.path.join(images, "frappe-logo.svg"))
	shutil.rmtree(target, ignore_errors=True)
	os.rename(scratch, target)
