"""Serves a site: pages and the API from the engine, assets and uploaded files from disk, jobs in a thread."""

import os
import signal
import threading

from embedded import boot, desk_build, paths
from embedded.repairs import jobs, replace


def application(site: str):
	"""The WSGI application with static files."""
	boot.load().init(site, force=True)
	import frappe
	import frappe.app
	from frappe.middlewares import StaticDataMiddleware
	from werkzeug.middleware.shared_data import SharedDataMiddleware

	# A refused request is no news for whoever watches the terminal; what fails is kept in the Error Log.
	replace(
		frappe, "errprint", lambda message: frappe.local.error_log.append({"exc": frappe.as_unicode(message)})
	)

	# Built files are found before the folder they are linked into.
	static = {
		f"/assets/{app}/dist": str(desk_build.DESK / "dist" / app)
		for app in paths.APPS
		if (desk_build.DESK / "dist" / app).is_dir()
	}
	static["/assets"] = str(paths.ASSETS)
	served = SharedDataMiddleware(frappe.app.application, static, cache_timeout=3600)
	return StaticDataMiddleware(served, {"/files": str(paths.site_folder(site))})


def serve(site: str, port: int, host: str = "127.0.0.1", ready=None) -> None:
	"""Serve until Ctrl-C or SIGTERM."""
	from werkzeug.serving import WSGIRequestHandler, make_server

	class Handler(WSGIRequestHandler):
		def log_request(self, code="-", size="-"):
			if str(code).startswith("5"):
				super().log_request(code, size)

	# Requests of a browser that went away are no news.
	server = make_server(host, port, application(site), threaded=True, request_handler=Handler)
	worker = jobs.WorkerThread(site)
	worker.start()

	def stop(*_):
		threading.Thread(target=server.shutdown, daemon=True).start()

	signal.signal(signal.SIGINT, stop)
	signal.signal(signal.SIGTERM, stop)
	if ready:
		ready()
	try:
		server.serve_forever()
	finally:
		worker.stopping.set()
		server.server_close()
		# Threads of open connections must not keep the process alive.
		os._exit(0)


def port_is_free(port: int, host: str = "127.0.0.1") -> bool:
	import socket

	with socket.socket() as probe:
		probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
		try:
			probe.bind((host, port))
		except OSError:
			return False
	return True
