# Two commands do everything: `make map` and `make test`.

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
DISPLAYED := $(or $(DISPLAY),$(WAYLAND_DISPLAY),$(filter Darwin,$(shell uname -s)))

.PHONY: map test test-spark lint fmt bench docs pictures clean

map: .venv/installed
	@$(BIN)/whowhom map -o map.html $(if $(DISPLAYED),--open)

# What is traced takes twice as long.
COVERAGE ?= --cov=graph --cov-branch --cov-report=term:skip-covered
test: .venv/developing lint
	CHROMIUM=$$(tests/web/chromium.sh) && export CHROMIUM && \
		$(BIN)/python -m pytest -n auto --dist loadfile $(COVERAGE)

# One job of so many rows on DuckDB, on Spark here, and on a cluster of which a worker dies.
# JOBS of them side by side: few rows cost waiting more than work, and of many each fills the memory.
ROWS ?= 10000000
JOBS ?= 0
test-spark: .venv/sparking
	tests/spark/java.sh
	SPARK_ROWS=$(ROWS) $(BIN)/python -m pytest -n $(JOBS) --dist loadfile tests/spark

lint: .venv/developing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/make.py --check
	WHOWHOM_CACHE=off $(BIN)/whowhom check data --strict
	$(BIN)/whowhom fmt data --check

fmt: .venv/developing
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/whowhom fmt data

# Everything in docs/ that is made from the code.
docs: .venv/developing
	$(BIN)/python docs/make.py

# The screenshots in docs/images/.
pictures: .venv/developing
	CHROMIUM=$$(tests/web/chromium.sh) SOURCE_DATE_EPOCH=1795305600 $(BIN)/python docs/pictures.py

bench: .venv/measuring
	CHROMIUM=$$(tests/web/chromium.sh) $(BIN)/python benchmarks/run.py

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "whowhom needs Python 3.11 or newer" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "python's venv module is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }

.venv/installed: pyproject.toml | .venv/bin/python
	@$(PIP) install --editable .
	@touch $@

.venv/developing: pyproject.toml | .venv/bin/python
	@$(PIP) install --editable ".[dev]"
	@touch $@ .venv/installed

# With what the benchmarks compare with; without it, as where it cannot be had, they say so.
.venv/measuring: .venv/developing
	@$(PIP) install --editable ".[dev,bench]" || echo "benchmarks run without their peer" >&2
	@touch $@

.venv/sparking: pyproject.toml | .venv/developing
	@$(PIP) install --editable ".[dev,spark,spark-connect]"
	@touch $@

clean:
	rm -rf .venv build dist map.html .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
