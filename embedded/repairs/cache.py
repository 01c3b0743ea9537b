"""Redis inside the process, where no server is configured."""

import json
import pickle
import sys
import threading
from contextlib import suppress
from datetime import date, datetime, timedelta

from embedded import paths
from embedded.repairs.memory import raw

#: set by tests before the engine connects
remember_answers = False


#: documents that `get_cached_value` keeps
KEPT = 1024
#: What no employee and no company changes, and what takes longest to make again: how DocTypes look, the translations.
LASTING = ("doctype_meta::", "merged_translations", "lang_user_translations", "table_columns::", "db_tables")
keeping = threading.local()


class Keeper:
	"""Leaves the lasting keys out of what is cleared, where that was asked for."""

	def get_keys(self, key):
		keys = super().get_keys(key)
		if not getattr(keeping, "lasting", False):
			return keys
		beginnings = tuple(raw(self.make_key(name)) for name in LASTING)
		return [name for name in keys if not raw(name).startswith(beginnings)]


ASKING = frozenset({"GET", "HGET", "HGETALL", "HEXISTS"})


class Answers:
	"""A server's answers, kept until this process changes something under the key.

	For tests: requests follow each other in one process, no other one uses the site, and asking the server again for
	what it said to the last request takes a fifth of the time.
	"""

	def __init__(self):
		self.known, self.fleeting, self.changes = {}, set(), 0

	def of(self, question, ask):
		name = raw(question[1])
		# the keys of a site begin with the name of its database
		if name in self.fleeting or b"|" not in name:
			return ask()
		answers = self.known.setdefault(name, {})
		key = (question[0], *map(raw, question[2:]))
		if key not in answers:
			changes, answer = self.changes, ask()
			if changes != self.changes:
				return answer
			answers[key] = answer
		answer = answers[key]
		return dict(answer) if isinstance(answer, dict) else answer

	def forget(self, command):
		self.changes += 1
		word, *arguments = command
		if word.endswith(("EXPIRE", "SETEX")) or (word == "SET" and len(arguments) > 2):
			self.fleeting.add(raw(arguments[0]))
		if word.startswith("FLUSH"):
			self.known.clear()
		for argument in arguments:
			if isinstance(argument, bytes | str):
				self.known.pop(raw(argument), None)


def apply() -> None:
	import frappe
	import frappe.utils.background_jobs
	import frappe.utils.redis_wrapper as wrapper

	from embedded.repairs import replace
	from embedded.repairs.memory import MemoryRedis, Store

	store, answers = Store(), Answers()
	engine_client_cache = wrapper.ClientCache

	def own_server():
		return not frappe.conf.get("use_redis")

	def forget(names):
		if frappe.client_cache:
			for name in names:
				frappe.client_cache.cache.pop(name, None)

	class InProcessRedis(Keeper, wrapper.RedisWrapper, MemoryRedis):
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

	class KeepingRedis(Keeper, wrapper.RedisWrapper):
		pass

	class AnnouncingRedis(KeepingRedis):
		"""A connection whose changes the remembering one hears of."""

		def execute_command(self, *args, **options):
			if args[0] not in ASKING:
				answers.forget(args)
			return super().execute_command(*args, **options)

		def pipeline(self, *args, **options):
			pipeline = super().pipeline(*args, **options)
			execute = pipeline.execute

			def execute_and_forget(*args, **options):
				for command, _options in pipeline.command_stack:
					answers.forget(command)
				return execute(*args, **options)

			pipeline.execute = execute_and_forget
			return pipeline

	class RememberingRedis(AnnouncingRedis):
		def execute_command(self, *args, **options):
			if args[0] not in ASKING:
				return super().execute_command(*args, **options)
			return answers.of(args, lambda: super(RememberingRedis, self).execute_command(*args, **options))

	def setup_cache():
		if own_server():
			return InProcessRedis(store)
		if remember_answers:
			# the client cache connects by itself, and is told by the server what has changed
			wrapper.RedisWrapper = AnnouncingRedis
			return RememberingRedis.from_url(frappe.conf.get("redis_cache"))
		return KeepingRedis.from_url(frappe.conf.get("redis_cache"))

	def client_cache(*args, **kwargs):
		return (InProcessClientCache if own_server() else engine_client_cache)(*args, **kwargs)

	replace(wrapper, "setup_cache", setup_cache)
	replace(wrapper, "ClientCache", client_cache)

	engine_clear_cache = frappe.clear_cache

	def clear_cache(user=None, doctype=None):
		"""ERPNext clears everything whenever an employee or a company is saved, and its stand-in does; what lasts stays."""
		asked_by = sys._getframe(1).f_code.co_filename
		if user or doctype or not asked_by.startswith(str(paths.STANDINS)):
			return engine_clear_cache(user, doctype)
		local = frappe.client_cache
		beginnings = tuple(raw(local.redis.make_key(name)) for name in LASTING)
		copies = {key: value for key, value in local.cache.items() if raw(key).startswith(beginnings)}
		keeping.lasting = True
		try:
			engine_clear_cache()
		finally:
			keeping.lasting = False
		with local.lock:
			local.cache.update(copies)

	replace(frappe, "clear_cache", clear_cache)

	repair_cached_value()

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


#: what can be handed to many who ask, since nobody can change it
CONSTANT = frozenset({str, int, float, bool, type(None), date, datetime, timedelta})


def repair_cached_value() -> None:
	"""A field of a document that the cache holds: the document is unpacked once, not for each question.

	It is handed out to nobody, and thrown away as soon as the cache holds another one.
	"""
	import frappe
	import frappe.model.document as module
	from redis.exceptions import ConnectionError as Gone

	from embedded.repairs import replace

	engine_get_cached_value = module.get_cached_value
	unpacked = {}

	def get_cached_value(doctype, name, fieldname="name", as_dict=False):
		if type(doctype) is str and type(name) is str and type(fieldname) is str and not as_dict:
			key = frappe.cache.make_key(module.get_document_cache_key(doctype, name))
			packed = None
			if key not in frappe.local.cache:
				# without Redis everything is read from the database, as the engine does
				with suppress(Gone):
					packed = frappe.cache.get(key)
			if packed:
				if key not in unpacked or unpacked[key][0] != packed:
					if len(unpacked) >= KEPT:
						unpacked.clear()
					unpacked[key] = packed, pickle.loads(packed)
				value = unpacked[key][1].get(fieldname)
				if type(value) in CONSTANT:
					return value
		return engine_get_cached_value(doctype, name, fieldname, as_dict)

	replace(module, "get_cached_value", get_cached_value)
