# Every target does its own set-up; the stamp makes repeated calls instant.
# Needs Python 3.11 or newer with venv; PYTHON=... chooses another interpreter.

VENV  := .venv
BIN   := $(VENV)/bin
OUT   ?= demo-output
LOCK  := requirements.lock
# the tests need every extra but the density-functional engine
TESTED := $(VENV)/.installed-test-dev-atoms-imaging

CANDIDATES := python3.11 python3.12 python3.13 python3 python
PYTHON ?= $(shell for p in $(CANDIDATES); do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

.DEFAULT_GOAL := help
.PHONY: help demo test slow lint format docs bench validate clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "ambipolar needs Python 3.11 or newer; none of: $(CANDIDATES)." \
	  "Install one, or name it: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) is $$($(PYTHON) -V 2>&1); ambipolar needs Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) lacks venv; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# one stamp per set of extras: demo needs none, docs and bench only their own
$(VENV)/.installed-%: pyproject.toml $(LOCK) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c $(LOCK) -e '.[$(subst -,$(comma),$*)]'
	@touch $@
$(VENV)/.installed: pyproject.toml $(LOCK) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c $(LOCK) -e .
	@touch $@
comma := ,

demo: $(VENV)/.installed ## set up, run the main job, say where the figures are
	$(BIN)/ambipolar run lfp-rate-suppression --out $(OUT) --force
	@echo; echo "Results are in $(OUT)/:"; cd $(OUT) && find . -type f | sed 's|^\./|  |' | sort

test: $(TESTED) ## set up and run the whole test suite (all but the minutes-long tests)
	@$(BIN)/python -m pytest -n 2 -q -m "not slow"

slow: $(TESTED) ## run the minutes-long tests as well
	@$(BIN)/python -m pytest -n 2 -q

lint: $(TESTED) ## linters, formatting, layers, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/pyright

format: $(TESTED) ## format the code and mend what can be mended safely
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/.installed-docs-atoms-imaging ## build the documentation strictly into site/
	$(BIN)/python docs/gallery.py
	$(BIN)/mkdocs build --strict

bench: $(VENV)/.installed-bench-atoms ## measure side by side with peers, print the ratios
	$(BIN)/python benchmarks/run.py

validate: $(VENV)/.installed ## run the claims of all studies: published | computed | verdict
	$(BIN)/ambipolar validate

clean: ## remove what was built (the virtual environment stays; rm -r .venv removes it)
	rm -rf $(OUT) site build dist .pytest_cache .ruff_cache .import_linter_cache .hypothesis
