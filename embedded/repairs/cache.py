"""Redis inside the process, where no server is configured."""

import json
import threading


def apply() -> None:
	import frappe
	import frappe.utils.background_jobs
	import frappe.utils.redis_wrapper as wrapper

	from embedded.repairs import replace
	from embedded.repairs.memory import MemoryRedis, Store

	store = Store()
	engine_setup = wrapper.setup_cache
	engine_client_cache = wrapper.ClientCache

	def own_server():
		return not frappe.conf.get("use_redis")

	def forget(names):
		if frappe.client_cache:
			for name in names:
				frappe.client_cache.cache.pop(name, None)

	class InProcessRedis(wrapper.RedisWrapper, MemoryRedis):
		def unlink(self, *names):
			forget(names)
			return super().unlink(*names)

		def set(self, name, value, **options):
			forget([name])
			return super().set(name, value, **options)

		def flushall(self, *args, **options):
			if frappe.client_cache:
				frappe.client_cache.cache.clear()
			return super().flushall(*args, **options)

	class InProcessClientCache(engine_client_cache):
		"""Without a server nothing announces that a key has changed; the cache itself drops the copy instead."""

		def __init__(self, maxsize=1024, ttl=600, monitor=None):
			self.maxsize = 4096
			self.local_ttl = ttl
			self.lock = threading.RLock()
			self.cache = {}
			self.invalidator = self.redis = frappe.cache
			self.healthy = True
			self.connection_retries = 0
			self.invalidator_id = None
			self.invalidator_thread = None
			self.hits = self.misses = 0

		def erase_persistent_caches(self, *, doctype=None):
			message = json.dumps({"doctype": doctype, "site": frappe.get_site_name()})
			self._handle_persistent_cache_invalidation({"type": "message", "data": message})

	def setup_cache():
		return InProcessRedis(store) if own_server() else engine_setup()

	def client_cache(*args, **kwargs):
		return (InProcessClientCache if own_server() else engine_client_cache)(*args, **kwargs)

	replace(wrapper, "setup_cache", setup_cache)
	replace(wrapper, "ClientCache", client_cache)

	queue_module = frappe.utils.background_jobs
	engine_connection = queue_module.get_redis_connection_without_auth

	def get_redis_connection_without_auth():
		if not own_server():
			return engine_connection()
		if not queue_module._redis_queue_conn:
			import fakeredis

			queue_module._redis_queue_conn = fakeredis.FakeRedis(server=fakeredis.FakeServer())
		return queue_module._redis_queue_conn

	replace(queue_module, "get_redis_connection_without_auth", get_redis_connection_without_auth)
