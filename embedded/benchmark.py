"""`make bench [N=2000] [DB=mariadb] [ROUNDS=5] [CASES=opening,logs]`: the benchmark on a site of its own, figures in `.embedded/bench.json`."""

import secrets
from contextlib import nullcontext

from embedded import boot, paths, ready, site


def run(options) -> int:
	running = nullcontext()
	if options.db == "mariadb":
		from embedded import services

		running = services.running()
	name = f"b{secrets.token_hex(4)}"
	with running:
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
