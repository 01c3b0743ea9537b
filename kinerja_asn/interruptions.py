"""Errors after which nothing of a transaction is left: its statements have to be said again from the last commit."""

import time
from collections.abc import Callable
from contextlib import suppress

import frappe

#: MariaDB: gone away, lost during a query, shut down, killed, lost while idle, closed for being idle.
LOST = (2006, 2013, 1053, 1927, 2055, 4031)
#: MariaDB: the disk, or a table, is full.
FULL = (1021, 1114)
#: How others say so: the storage engine, the system, SQLite.
FULL_WORDS = ("Got error 28 from storage engine", "No space left on device", "database or disk is full")
#: Seconds to wait before each attempt to connect again; a database that restarts is back within them.
PAUSES = (0, 1, 2, 5, 10, 20)
#: So often the same work may be interrupted before it is given up.
AT_MOST = 5


def ended(error: Exception) -> bool:
	"""Whether the database has taken the whole transaction back: a deadlock, or a lock that came too late."""
	if isinstance(error, frappe.QueryDeadlockError | frappe.QueryTimeoutError):
		# as Frappe raises them, with the driver's error inside
		return True
	return bool(error.args) and (frappe.db.is_deadlocked(error) or frappe.db.is_timedout(error))


def lost(error: Exception) -> bool:
	"""Whether the connection to the database is gone, and with it the transaction."""
	if frappe.db.db_type != "mariadb" or not error.args:
		return False
	return error.args[0] in LOST or frappe.db.is_interface_error(error)


def full(error: Exception) -> bool:
	"""Whether the database has found no room for what was to be written."""
	if not error.args:
		return False
	return error.args[0] in FULL or any(words in str(error) for words in FULL_WORDS)


def persist(work: Callable):
	"""Do what may be done twice; where the database interrupts it, again from the last commit."""
	for left in reversed(range(AT_MOST + 1)):
		try:
			return work()
		except Exception as error:
			if not left or not over(error):
				raise


def over(error: Exception) -> bool:
	"""Whether this error was an interruption after which one can begin again, in a transaction of its own."""
	if lost(error):
		return connect_again()
	if ended(error):
		frappe.db.rollback()
		return True
	return False


def connect_again() -> bool:
	"""A new connection in place of a lost one, with nothing left to be said in it; whether there is one."""
	with suppress(Exception):
		frappe.db.close()
	for pause in PAUSES:
		time.sleep(pause)
		try:
			# whatever waited for a commit belonged to what is lost
			frappe.db.connect()
			frappe.db.rollback()
		except Exception as error:
			if not _refused(error):
				raise
			continue
		return True
	return False


def _refused(error: Exception) -> bool:
	# 2002 and 2003: nobody listens
	return bool(error.args) and (error.args[0] in (2002, 2003) or lost(error))
