"""Prepares `.embedded/`: a virtual environment with locked packages, and the engine. Then runs `python -m embedded`.

Started by the Makefile with whatever Python the machine has, so: standard library and old syntax only.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HERE = os.path.join(ROOT, "embedded")
HOME = os.environ.get("EMBEDDED_HOME") or os.path.join(ROOT, ".embedded")
VENV = os.path.join(HOME, "venv")
PYTHON = os.path.join(VENV, "bin", "python")
ENGINE = os.path.join(HOME, "engine")
OLDEST, NEWEST = (3, 11), (3, 13)


def stop(message):
	sys.stderr.write(message.rstrip() + "\n")
	raise SystemExit(1)


def say(message):
	sys.stdout.write(message + "\n")
	sys.stdout.flush()


def digest(*paths):
	seal = hashlib.sha256()
	for path in paths:
		with open(path, "rb") as file:
			seal.update(file.read())
	return seal.hexdigest()


#: Ends with 0 where an environment can be made and everything be built in it, by an interpreter that was optimised by
#: profiling. Those of distributions are; one that was compiled by hand or by pyenv as it comes takes a third more time.
FAST = """
import ensurepip, os, sqlite3, ssl, sys, sysconfig
optimised = sys.base_prefix == "/usr" or "--enable-optimizations" in (sysconfig.get_config_var("CONFIG_ARGS") or "")
headers = os.path.join(sysconfig.get_path("include"), "Python.h")
raise SystemExit(not (optimised and os.path.exists(headers) and %r <= sys.version_info[:2] <= %r))
""" % (OLDEST, NEWEST)


def succeeds(python, code):
	return subprocess.call([python, "-c", code], stderr=subprocess.DEVNULL) == 0


def minors():
	"""This interpreter's own first, then from the newest."""
	newest_first = range(NEWEST[1], OLDEST[1] - 1, -1)
	return sorted(newest_first, key=lambda minor: minor != sys.version_info[1])


def suitable_python():
	"""The interpreter to build with: the one that was named, else a fast one on the PATH, else a suitable one."""
	suits = OLDEST <= sys.version_info[:2] <= NEWEST
	# make passes PYTHON on when somebody has set it
	if suits and (os.environ.get("PYTHON") or succeeds(sys.executable, FAST)):
		return sys.executable
	folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
	found = [shutil.which("python3.%d" % minor, path=folder) for minor in minors() for folder in folders]
	found = list(dict.fromkeys(path for path in found if path))
	for python in found:
		if succeeds(python, FAST):
			return python
	if suits:
		return sys.executable
	for python in found:
		if succeeds(python, ""):
			return python
	return stop(
		"Python 3.11, 3.12 or 3.13 is needed and this is %d.%d. Install one of them, or name it: make ... PYTHON=/path/to/python3.12"
		% sys.version_info[:2]
	)


def run(command, problem):
	"""Run quietly; on failure show the end of the output and one line that says what to do."""
	done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT)
	if done.returncode:
		lines = done.stdout.decode(errors="replace").strip().splitlines()
		sys.stderr.write("\n".join(lines[-8:]) + "\n")
		text = "\n".join(lines).lower()
		if "no space left" in text:
			problem = "The disk is full: about 1 GB is needed below %s." % HOME
		stop(problem)
	return done.stdout.decode(errors="replace")


def read(path):
	try:
		with open(path) as file:
			return file.read()
	except OSError:
		return ""


def write(path, text):
	with open(path, "w") as file:
		file.write(text)


def make_venv():
	if os.path.exists(PYTHON) and succeeds(PYTHON, ""):
		return
	python = suitable_python()
	say("Making a virtual environment with %s ..." % python)
	shutil.rmtree(VENV, ignore_errors=True)
	if succeeds(python, "import ensurepip"):
		run([python, "-m", "venv", VENV], "The virtual environment could not be made in %s." % VENV)
		return
	has_pip = (
		subprocess.call(
			[python, "-m", "pip", "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
		)
		== 0
	)
	missing = (
		"%s has no module for virtual environments: install the package python3-venv, or name another Python with PYTHON=."
		% python
	)
	if not has_pip:
		stop(missing)
	run([python, "-m", "venv", "--without-pip", VENV], missing)


def pip(*args):
	"""pip of the environment, or the system's pip working on it where the environment has none."""
	if os.path.exists(os.path.join(VENV, "bin", "pip")):
		return [PYTHON, "-m", "pip", *args]
	return [suitable_python(), "-m", "pip", "--python", PYTHON, *args]


UNREACHABLE = (
	"The Python packages could not be installed. Check that this machine reaches PyPI (pip's own settings for a proxy or "
	"a mirror are respected), then start again."
)


DEBIAN = {
	"mariadbd": "mariadb-server",
	"redis-server": "redis-server",
	"gcc": "gcc",
	"pkg-config": "pkg-config",
	"mariadb_config": "libmariadb-dev",
}


def install_debian_packages():
	"""The servers, and what mysqlclient is built with."""
	path = os.environ.get("PATH", "") + ":/usr/sbin"
	missing = [package for program, package in DEBIAN.items() if not shutil.which(program, path=path)]
	headers = [
		PYTHON,
		"-c",
		"import sysconfig, os; raise SystemExit(not os.path.exists(os.path.join(sysconfig.get_path('include'), 'Python.h')))",
	]
	if subprocess.call(headers):
		missing.append("python3-dev")
	if not missing:
		return
	advice = "MariaDB, Redis and what mysqlclient is built with are needed: apt-get install " + " ".join(
		missing
	)
	if os.geteuid() or not shutil.which("apt-get"):
		stop(advice)
	say("Installing Debian packages (%s) ..." % ", ".join(missing))
	environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
	subprocess.call(
		["apt-get", "update", "-qq"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
	)
	command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"] + missing
	if subprocess.call(command, env=environment, stdout=subprocess.DEVNULL):
		stop("apt-get could not install what is needed. Try it by hand: " + " ".join(command))


def install(*names):
	"""Install locked lists of packages that are not installed yet."""
	for name in names:
		locked = os.path.join(HERE, name + ".txt")
		stamp = os.path.join(VENV, name + ".installed")
		seal = digest(locked)
		if read(stamp) == seal:
			continue
		say("Installing Python packages (%s) ..." % name)
		began = time.time()
		command = pip("install", "--quiet", "--no-compile", "--require-hashes", "--no-deps", "-r", locked)
		problem = UNREACHABLE
		if name == "requirements-mariadb":
			problem = "mysqlclient could not be built: install gcc, pkg-config, libmariadb-dev and Python's headers (python3-dev)."
		run(command, problem)
		write(stamp, seal)
		if name == "requirements-dev":
			# It holds the other list too.
			write(
				os.path.join(VENV, "requirements.installed"), digest(os.path.join(HERE, "requirements.txt"))
			)
		say("  done in %.0f s" % (time.time() - began))


def unpack_engine():
	import unpack

	stamp = os.path.join(ENGINE, ".unpacked")
	locked = os.path.join(HERE, "engine.txt")
	seal = digest(locked, os.path.join(HERE, "unpack.py"))
	if read(stamp) == seal:
		return
	say("Unpacking the engine ...")
	downloads = os.path.join(HOME, "downloads")
	run(
		pip("download", "--quiet", "--no-deps", "--require-hashes", "--dest", downloads, "-r", locked),
		UNREACHABLE,
	)
	wheels = [name for name in os.listdir(downloads) if name.endswith(".whl")]
	unpack.unpack(os.path.join(downloads, wheels[0]), ENGINE)
	write(stamp, seal)


def need_node():
	if not shutil.which("node") or not shutil.which("npm"):
		stop("Node.js was not found. Install Node 20 or newer with npm, then start again.")


def start_desk():
	"""Build the desk while the Python packages are installed: it needs Node and the engine's files only."""
	with open(os.path.join(HOME, "desk.log"), "wb") as log:
		subprocess.Popen([PYTHON, "-m", "embedded", "desk"], cwd=ROOT, stdout=log, stderr=log)


def prepare(*lists, desk=False):
	os.makedirs(HOME, exist_ok=True)
	with open(os.path.join(HOME, "build.lock"), "w") as lock:
		# Two commands started together must not build the same folder.
		fcntl.flock(lock, fcntl.LOCK_EX)
		make_venv()
		if "requirements-mariadb" in lists:
			install_debian_packages()
		unpack_engine()
		if desk and not os.path.exists(os.path.join(HOME, "desk", "frappe.built")):
			say("Building the desk in the background ...")
			start_desk()
		install(*(lists if "requirements-dev" in lists else ("requirements", *lists)))


def main(argv):
	lists = []
	while argv and argv[0].startswith("--with="):
		lists.append("requirements-" + argv.pop(0)[len("--with=") :])
	demo = argv[:1] == ["demo"]
	if demo:
		need_node()
	# `make build` makes everything that the others would make first, the desk where there is Node
	prepare(*lists, desk=demo or (not argv and bool(shutil.which("npm"))))
	if argv:
		os.chdir(ROOT)
		sys.stdout.flush()
		os.execv(PYTHON, [PYTHON, "-m", "embedded", *argv])


if __name__ == "__main__":
	main(sys.argv[1:])
