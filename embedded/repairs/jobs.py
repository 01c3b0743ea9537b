"""Background jobs: with the Redis inside the process, a thread of the server works the queues off."""

import threading


def apply() -> None:
	import frappe
	import frappe.utils.background_jobs as jobs

	from embedded.repairs import replace

	engine_execute = jobs.execute_job

	def execute_job(site, method, event, job_name, kwargs, user=None, is_async=True, retry=0):
		if is_async:
			frappe.init(site, force=True)
		return engine_execute(
			site, method, event, job_name, kwargs, user=user, is_async=is_async, retry=retry
		)

	replace(jobs, "execute_job", execute_job)
	replace(jobs, "_check_queue_size", lambda queue: None)


class WorkerThread(threading.Thread):
	"""Runs queued jobs one after another until it is told to stop."""

	def __init__(self, site: str):
		super().__init__(name="jobs", daemon=True)
		self.site = site
		self.stopping = threading.Event()

	def run(self) -> None:
		while not self.stopping.wait(0.3):
			work_off(self.site)


def work_off(site: str) -> int:
	"""Run everything that is queued; answers how many jobs were run. Runs in a thread of its own context."""
	import contextvars

	return contextvars.Context().run(_work_off, site)


def _work_off(site: str) -> int:
	import frappe
	from frappe.utils.background_jobs import get_queue_list, get_redis_conn
	from rq import Queue, SimpleWorker
	from rq.timeouts import TimerDeathPenalty

	class Worker(SimpleWorker):
		death_penalty_class = TimerDeathPenalty

		def _install_signal_handlers(self):
			pass

	frappe.init(site, force=True)
	try:
		connection = get_redis_conn()
		queues = [Queue(name, connection=connection) for name in get_queue_list(build_queue_name=True)]
		waiting = sum(queue.count for queue in queues)
		if waiting:
			worker = Worker(queues, connection=connection)
			worker.log.setLevel("ERROR")
			worker.work(burst=True, logging_level="ERROR")
		return waiting
	finally:
		frappe.destroy()
