"""The part of Redis that the framework's cache uses, in a dictionary of this process."""

import fnmatch
import random
import threading
import time

import redis


def raw(value) -> bytes:
	if isinstance(value, bytes):
		return value
	return str(value).encode()


class Store:
	def __init__(self):
		self.values = {}
		self.deadlines = {}
		self.lock = threading.RLock()


class MemoryRedis(redis.Redis):
	"""Answers as `redis.Redis` does; whatever is not here fails loudly."""

	def __init__(self, store: Store):
		super().__init__()
		self.store = store

	def execute_command(self, *args, **options):
		raise NotImplementedError(f"The in-process cache does not know {args[0]}")

	def _live(self, name):
		deadline = self.store.deadlines.get(name)
		if deadline is not None and deadline <= time.monotonic():
			self._drop(name)
			return None
		return self.store.values.get(name)

	def _drop(self, name) -> bool:
		self.store.deadlines.pop(name, None)
		return self.store.values.pop(name, None) is not None

	def _made(self, name, kind):
		value = self._live(name)
		if value is None:
			value = self.store.values[name] = kind()
		return value

	def ping(self, **options):
		return True

	def get(self, name):
		return self._live(raw(name))

	def set(self, name, value, ex=None, px=None, nx=False, xx=False, keepttl=False, **options):
		name = raw(name)
		with self.store.lock:
			there = self._live(name) is not None
			if (nx and there) or (xx and not there):
				return None
			self.store.values[name] = raw(value)
			if not keepttl:
				self.store.deadlines.pop(name, None)
			if ex or px:
				seconds = ex.total_seconds() if hasattr(ex, "total_seconds") else ex or px / 1000
				self.store.deadlines[name] = time.monotonic() + seconds
		return True

	def setex(self, name, seconds, value):
		return MemoryRedis.set(self, name, value, ex=seconds)

	def incrby(self, name, amount=1):
		name = raw(name)
		with self.store.lock:
			value = int(self._live(name) or 0) + amount
			self.store.values[name] = raw(value)
		return value

	incr = incrby

	def unlink(self, *names):
		with self.store.lock:
			return sum(self._drop(raw(name)) for name in names)

	delete = unlink

	def exists(self, *names):
		return sum(self._live(raw(name)) is not None for name in names)

	def keys(self, pattern="*", **options):
		pattern = raw(pattern).decode(errors="replace")
		names = [name for name in list(self.store.values) if self._live(name) is not None]
		beginning = pattern.rstrip("*")
		if beginning != pattern and not any(c in beginning for c in "*?["):
			start = beginning.encode()
			return [name for name in names if name.startswith(start)]
		return [name for name in names if fnmatch.fnmatchcase(name.decode(errors="replace"), pattern)]

	def expire(self, name, seconds, **options):
		name = raw(name)
		if self._live(name) is None:
			return False
		if hasattr(seconds, "total_seconds"):
			seconds = seconds.total_seconds()
		self.store.deadlines[name] = time.monotonic() + seconds
		return True

	def ttl(self, name):
		name = raw(name)
		if self._live(name) is None:
			return -2
		deadline = self.store.deadlines.get(name)
		return -1 if deadline is None else int(deadline - time.monotonic())

	def hset(self, name, key=None, value=None, mapping=None, items=None):
		pairs = dict(mapping or {})
		if key is not None:
			pairs[key] = value
		with self.store.lock:
			table = self._made(raw(name), dict)
			added = sum(raw(each) not in table for each in pairs)
			table.update({raw(each): raw(content) for each, content in pairs.items()})
		return added

	def hget(self, name, key):
		return (self._live(raw(name)) or {}).get(raw(key))

	def hgetall(self, name):
		return dict(self._live(raw(name)) or {})

	def hkeys(self, name):
		return list(self._live(raw(name)) or {})

	def hexists(self, name, key):
		return raw(key) in (self._live(raw(name)) or {})

	def hlen(self, name):
		return len(self._live(raw(name)) or {})

	def hdel(self, name, *keys):
		with self.store.lock:
			table = self._live(raw(name)) or {}
			gone = sum(table.pop(raw(key), None) is not None for key in keys)
			if not table:
				self._drop(raw(name))
		return gone

	def lpush(self, name, *values):
		rows = self._made(raw(name), list)
		for value in values:
			rows.insert(0, raw(value))
		return len(rows)

	def rpush(self, name, *values):
		rows = self._made(raw(name), list)
		rows.extend(raw(value) for value in values)
		return len(rows)

	def lpop(self, name, count=None):
		rows = self._live(raw(name))
		return rows.pop(0) if rows else None

	def rpop(self, name, count=None):
		rows = self._live(raw(name))
		return rows.pop() if rows else None

	def llen(self, name):
		return len(self._live(raw(name)) or [])

	def lrange(self, name, start, end):
		rows = self._live(raw(name)) or []
		return rows[start:] if end == -1 else rows[start : end + 1]

	def ltrim(self, name, start, end):
		rows = self._live(raw(name))
		if rows is not None:
			rows[:] = rows[start:] if end == -1 else rows[start : end + 1]
		return True

	def sadd(self, name, *values):
		group = self._made(raw(name), set)
		before = len(group)
		group.update(raw(value) for value in values)
		return len(group) - before

	def srem(self, name, *values):
		group = self._live(raw(name)) or set()
		before = len(group)
		group.difference_update(raw(value) for value in values)
		return before - len(group)

	def sismember(self, name, value):
		return raw(value) in (self._live(raw(name)) or set())

	def smembers(self, name):
		return set(self._live(raw(name)) or set())

	def spop(self, name, count=None):
		group = self._live(raw(name))
		return group.pop() if group else None

	def srandmember(self, name, number=None):
		group = self._live(raw(name))
		return random.choice(sorted(group)) if group else None

	def flushall(self, *args, **options):
		with self.store.lock:
			self.store.values.clear()
			self.store.deadlines.clear()
		return True

	flushdb = flushall

	def publish(self, channel, message, **options):
		return 0

	def pipeline(self, transaction=True, shard_hint=None):
		return Pipeline(self)


class Pipeline:
	"""Calls kept until `execute`, as plain Redis commands: names are not prefixed a second time."""

	def __init__(self, client: MemoryRedis):
		self.client = client
		self.calls = []

	def __getattr__(self, command):
		method = getattr(MemoryRedis, command)

		def later(*args, **options):
			self.calls.append((method, args, options))
			return self

		return later

	def __enter__(self):
		return self

	def __exit__(self, *error):
		self.calls = []

	def execute(self):
		calls, self.calls = self.calls, []
		return [method(self.client, *args, **options) for method, args, options in calls]
