"""`make bench [N=2000] [DB=mariadb] [ROUNDS=5] [CASES=opening,logs]`: the benchmark on a site of its own, figures in `.embedded/bench.json`."""

import secrets
from contextlib import nullcontext

from embedded import boot, paths, ready, services, site

#: bytes that MariaDB keeps of its tables: an agency's server has room for the tables of a year, the tests' has not
MEMORY = 2 << 30


def run(options) -> int:
	running = services.running() if options.db == "mariadb" else nullcontext()
	name = f"b{secrets.token_hex(4)}"
	with running:
		if options.db == "mariadb":
			services.execute(f"SET GLOBAL innodb_buffer_pool_size = {MEMORY};")
		ready.fresh(name, options.db)
		try:
			frappe = boot.connect(name)
			try:
				from kinerja_asn import benchmark
				from kinerja_asn.benchmark import january

				january.APPLICATION = "embedded.wsgi:application"
				benchmark.run(
					n=options.n,
					cases=options.cases or None,
					rounds=options.rounds,
					output=str(paths.HOME / "bench.json"),
				)
			finally:
				frappe.destroy()
		finally:
			site.drop(name)
	return 0
