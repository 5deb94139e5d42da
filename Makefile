# Two commands are all a newcomer needs: `make demo` and `make test`.  Both set up an environment of their own, and both
# ask make.py, which does the same on systems without make: `py make.py demo` on Windows.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo dashboard test lint programs audit mutants docs trace picture screenshots clean

demo dashboard test lint programs audit:
	$(PYTHON) make.py $@

# Not a part of the tests: puts small faults into copies of the program and sees which of them the tests notice.
mutants:
	$(PYTHON) make.py setup test
	$(BIN)/python -m tests.mutation --raise

docs:
	$(PYTHON) make.py setup runtime
	$(BIN)/python -m planner.reference

# How far one access travels through the modules of the program.
trace:
	$(PYTHON) make.py setup test
	$(BIN)/python -m tools.trace --pairs 10

# The house in one picture, from its imports.
picture:
	$(PYTHON) make.py setup test
	$(BIN)/python -m tools.picture

screenshots: programs
	$(PYTHON) make.py setup test
	$(BIN)/python -m tests.browser.pictures docs/pictures

clean:
	rm -rf .venv .venv-audit estate.xlsx plan.xlsx plan.json
