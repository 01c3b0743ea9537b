# The embedded engine: demo and tests without a bench. See README.md.

PYTHON ?= python3
SITE ?=
DB ?= sqlite
ARGS ?=
PORT ?= 8000
N ?=
CASES ?=
ROUNDS ?=
SEED ?=
ONLY ?=
export SITE DB PORT N CASES ROUNDS SEED ONLY

BOOT = command -v $(PYTHON) >/dev/null 2>&1 || { echo "$(PYTHON) was not found. Install Python 3.11, 3.12 or 3.13, or name one: make ... PYTHON=/path/to/python3"; exit 1; }; $(PYTHON) embedded/bootstrap.py

.PHONY: build template demo demo-reset test test-bench bench faults lint format lock

build:
	@$(BOOT) --with=dev $(if $(filter mariadb,$(DB)),--with=mariadb)

template:
	@$(BOOT) --with=dev $(if $(filter mariadb,$(DB)),--with=mariadb) template

demo:
	@$(BOOT) demo

demo-reset:
	@$(BOOT) demo-reset

test:
	@$(BOOT) --with=dev $(if $(filter mariadb,$(DB)),--with=mariadb) test -- $(ARGS)

bench:
	@$(BOOT) --with=dev $(if $(filter mariadb,$(DB)),--with=mariadb) bench

# on MariaDB unless another is named: there alone connections and Redis can be lost
faults: DB = mariadb
faults:
	@$(BOOT) --with=dev $(if $(filter mariadb,$(DB)),--with=mariadb) faults

test-bench:
	@$(BOOT) --with=dev test-bench --bench "$(BENCH)" --bench-site "$(SITE)"

lint:
	@$(BOOT) --with=dev lint

format:
	@$(BOOT) --with=dev lint --fix

lock:
	@$(BOOT) --with=dev lock
