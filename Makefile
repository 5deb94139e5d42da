# Two commands are all a newcomer needs: `make demo` and `make test`.  Both set up an environment of their own.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo dashboard test mutants docs picture trace screenshots lint browser clean

demo: $(VENV)/.runtime
	$(BIN)/python -m planner sample --force estate.xlsx
	$(BIN)/python -m planner plan estate.xlsx --out plan.xlsx --json plan.json

dashboard: $(VENV)/.dashboard
	$(BIN)/python -m planner dashboard

test: $(VENV)/.test lint browser
	$(BIN)/python -m pytest -n auto --dist loadfile

# Not a part of the tests: puts small faults into copies of the program and sees which of them the tests notice.
mutants: $(VENV)/.test
	$(BIN)/python -m tests.mutation --raise

lint: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The dashboard's last tests drive the system's Chromium; it is fetched where this is allowed, else they are skipped.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	{ command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1; } || \
	echo "There is no Chromium on this machine, and it cannot be installed from here: the browser tests are skipped."

docs: $(VENV)/.runtime
	$(BIN)/python -m planner.reference

# How far one access travels through the modules of the program.
trace: $(VENV)/.test
	$(BIN)/python -m tools.trace --pairs 10

# The house in one picture, from its imports.
picture: $(VENV)/.test
	$(BIN)/python -m tools.picture

screenshots: $(VENV)/.test browser
	$(BIN)/python -m tests.browser.pictures docs/pictures

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

$(VENV)/.dashboard: requirements-dashboard.lock $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dashboard.lock
	touch $@

$(VENV)/.test: requirements-test.lock $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	touch $@

clean:
	rm -rf $(VENV) estate.xlsx plan.xlsx plan.json
