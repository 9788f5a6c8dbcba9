# Everything a user or a developer runs. `make run` and `make test` do all the set-up themselves.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8501
export OMP_WAIT_POLICY := PASSIVE
export TF_CPP_MIN_LOG_LEVEL := 3
# Compiled files are kept whatever the shell says: tests start many processes.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test lint unit browser lock clean

run: .venv/ready-run
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: lint unit browser

lint: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

unit: .venv/ready-dev
	$(BIN)/pytest -m "not browser" -n 2 --dist worksteal

browser: .venv/ready-dev
	$(BIN)/pytest -m browser tests/browser

# Versions in requirements*.txt, exact and hashed for every platform in the lock files.
lock:
	$(PYTHON) -m venv .venv/lock && .venv/lock/bin/pip install --quiet uv
	.venv/lock/bin/uv pip compile --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --quiet requirements.txt -o requirements.lock
	.venv/lock/bin/uv pip compile --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --quiet requirements-dev.txt -c requirements.lock \
	  -o requirements-dev.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Merchlab needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv .venv

.venv/ready-run: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/ready-dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch .venv/ready-run $@
