# Two commands on a fresh machine with Python 3.11+ and make: `make demo` and `make test`.
# Each sets up a virtual environment in .venv by itself.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What the tests are run with: `make test EXTRAS=dev,spark` tries Apache Spark as well (half a gigabyte).
EXTRAS ?= dev
DBT_FORMULA := IIF(isMemberOf("dbt_developers"), "developer", "read_only")

.PHONY: demo test lint bench format clean

demo: $(VENV)/.installed
	@$(BIN)/oktaexpr license table '$(DBT_FORMULA)' --directory examples/acme \
		--map developer=dbt_developers --map read_only=dbt_read_only

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -q -n auto

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.installed-dev
	$(BIN)/python -m tests.bench

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.installed: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$(EXTRAS)]'
	@touch $@ $(VENV)/.installed
