"""MariaDB and Redis from Debian's packages, in a folder of their own, for as long as a command needs them."""

import fcntl
import json
import os
import secrets
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager

from embedded import paths

HOME = paths.HOME / "services"
DATA = HOME / "mariadb"
STATE = HOME / "running.json"
CAPTURED = {"capture_output": True, "text": True}
SERVER_OPTIONS = (
	"--no-defaults",
	"--bind-address=127.0.0.1",
	"--skip-log-bin",
	"--skip-name-resolve",
	"--character-set-server=utf8mb4",
	"--collation-server=utf8mb4_unicode_ci",
	"--innodb-buffer-pool-size=384M",
	# A test database may be lost with the machine.
	"--innodb-flush-log-at-trx-commit=0",
	"--innodb-doublewrite=0",
	"--sync-frm=0",
	"--innodb-lock-wait-timeout=20",
	"--max-allowed-packet=64M",
	"--performance-schema=OFF",
	"--loose-innodb-flush-method=nosync",
	"--loose-innodb-stats-auto-recalc=OFF",
	# Two workers' sites, and those that tests make, have some hundred tables each.
	"--table-definition-cache=8000",
	"--table-open-cache=8000",
)


def program(*names: str) -> str:
	for name in names:
		found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
		if found:
			return found
	raise SystemExit(f"{names[0]} was not found. Install mariadb-server and redis-server, then start again.")


def free_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]


def state() -> dict:
	try:
		return json.loads(STATE.read_text())
	except (FileNotFoundError, ValueError):
		return {}


def site_settings(database: str) -> dict:
	"""What a site's configuration says about its database; where the servers listen is in `listening`."""
	return {
		"db_type": "mariadb",
		"db_name": database,
		"db_user": database,
		"db_password": state()["password"],
	}


def listening() -> dict:
	"""Where the running servers listen, as configuration of a site."""
	now = state()
	if not now:
		raise SystemExit(
			"MariaDB is not running: sites on it are used by `make test DB=mariadb` and its like only."
		)
	redis = f"redis://127.0.0.1:{now['redis_port']}"
	return {
		# a socket answers faster than a port
		"db_host": "localhost",
		"db_socket": now["socket"],
		"db_password": now["password"],
		"redis_cache": redis,
		"redis_queue": redis,
		"use_redis": 1,
	}


def client(*more: str, program_name: str = "mariadb") -> list[str]:
	return [
		program(program_name, "mysql" if program_name == "mariadb" else "mysqldump"),
		"--no-defaults",
		f"--socket={state()['socket']}",
		"--user=root",
		"--default-character-set=utf8mb4",
		*more,
	]


def execute(sql: str) -> None:
	done = subprocess.run(client("--batch"), input=sql, text=True, capture_output=True)
	if done.returncode:
		raise SystemExit(done.stderr.strip())


def create_database(name: str) -> None:
	execute(
		f"DROP DATABASE IF EXISTS `{name}`; "
		f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;"
	)
	create_user(name)


def create_user(database: str) -> None:
	"""A user who sees this database alone: Frappe asks for the columns of a table without naming the database."""
	execute(
		f"CREATE OR REPLACE USER '{database}'@'localhost' IDENTIFIED BY '{state()['password']}'; "
		f"GRANT ALL PRIVILEGES ON `{database}`.* TO '{database}'@'localhost';"
	)


def databases() -> list[str]:
	"""The databases of sites."""
	listed = subprocess.run(client("--batch", "--skip-column-names", "-e", "SHOW DATABASES"), **CAPTURED)
	return [name for name in listed.stdout.split() if name.startswith("site_")]


def drop_database(name: str) -> None:
	if state():
		execute(f"DROP DATABASE IF EXISTS `{name}`; DROP USER IF EXISTS '{name}'@'localhost';")


def copy_database(source: str, target: str) -> None:
	create_database(target)
	dump = subprocess.Popen(
		client("--skip-lock-tables", "--skip-comments", source, program_name="mariadb-dump"),
		stdout=subprocess.PIPE,
	)
	settings = "SET SESSION foreign_key_checks=0, unique_checks=0, autocommit=1;"
	load = subprocess.run(
		client(f"--init-command={settings}", target), stdin=dump.stdout, capture_output=True
	)
	if dump.wait() or load.returncode:
		raise SystemExit(f"The database could not be copied: {load.stderr.decode().strip()}")


def _answers(port: int) -> bool:
	with socket.socket() as probe:
		probe.settimeout(0.2)
		return probe.connect_ex(("127.0.0.1", port)) == 0


def _start() -> None:
	mariadbd = program("mariadbd", "mysqld")
	redis = program("redis-server")
	if not (DATA / "mysql").is_dir():
		print("Preparing a MariaDB folder ...", flush=True)
		shutil.rmtree(DATA, ignore_errors=True)
		done = subprocess.run(
			[
				program("mariadb-install-db", "mysql_install_db"),
				"--no-defaults",
				f"--datadir={DATA}",
				"--auth-root-authentication-method=normal",
				"--skip-test-db",
				*(["--user=root"] if os.geteuid() == 0 else []),
			],
			capture_output=True,
			text=True,
		)
		if done.returncode:
			raise SystemExit(f"{done.stdout[-1500:]}\nMariaDB's folder could not be prepared in {DATA}.")
	now = {
		"port": free_port(),
		"redis_port": free_port(),
		# A socket's path may have about 100 characters only.
		"socket": f"/tmp/embedded-{secrets.token_hex(6)}.sock",
		"password": secrets.token_hex(12),
	}
	log = open(HOME / "mariadb.log", "ab")
	temporary = HOME / "tmp"
	temporary.mkdir(exist_ok=True)
	command = [
		mariadbd,
		*SERVER_OPTIONS,
		f"--datadir={DATA}",
		f"--port={now['port']}",
		f"--socket={now['socket']}",
		f"--pid-file={HOME / 'mariadb.pid'}",
		# in a folder that servers share, one that starts deletes what the others have open
		f"--tmpdir={temporary}",
	]
	if os.geteuid() == 0:
		command.append("--user=root")
	# Ctrl-C in the terminal must not reach the servers before the tests have ended.
	server = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
	cache = subprocess.Popen(
		[
			redis,
			"--port",
			str(now["redis_port"]),
			"--bind",
			"127.0.0.1",
			"--save",
			"",
			"--appendonly",
			"no",
			"--dir",
			str(HOME),
		],
		stdout=log,
		stderr=log,
		start_new_session=True,
	)
	now["pids"] = [server.pid, cache.pid]
	for _ in range(300):
		if server.poll() is not None or cache.poll() is not None:
			raise SystemExit(f"MariaDB or Redis did not start; the reason is in {HOME / 'mariadb.log'}.")
		if _answers(now["port"]) and _answers(now["redis_port"]):
			break
		time.sleep(0.1)
	STATE.write_text(json.dumps(now))
	# The password is new with every start.
	for database in databases():
		create_user(database)


def _alive(pid: int) -> bool:
	try:
		with open(f"/proc/{pid}/stat") as file:
			return file.read().rsplit(")", 1)[1].split()[0] != "Z"
	except OSError:
		return False


def _stop() -> None:
	for pid in state().get("pids", []):
		try:
			os.kill(pid, 15)
		except ProcessLookupError:
			continue
	for _ in range(200):
		for pid in state().get("pids", []):
			try:
				os.waitpid(pid, os.WNOHANG)
			except ChildProcessError:
				pass
		if not any(_alive(pid) for pid in state().get("pids", [])):
			break
		time.sleep(0.05)
	STATE.unlink(missing_ok=True)


@contextmanager
def running():
	"""The servers, shared by commands that run at once; the last one stops them."""
	HOME.mkdir(parents=True, exist_ok=True)
	with open(HOME / "users.lock", "w") as users, open(HOME / "start.lock", "w") as starting:
		fcntl.flock(starting, fcntl.LOCK_EX)
		fcntl.flock(users, fcntl.LOCK_SH)
		now = state()
		if not now or not all(_alive(pid) for pid in now.get("pids", [])):
			STATE.unlink(missing_ok=True)
			_start()
		fcntl.flock(starting, fcntl.LOCK_UN)
		try:
			yield
		finally:
			fcntl.flock(starting, fcntl.LOCK_EX)
			fcntl.flock(users, fcntl.LOCK_UN)
			try:
				fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
			except BlockingIOError:
				pass
			else:
				_stop()
