# Every chore, by one word. Needs Python 3.11 or later and a network to the package registries.
# `make run` starts the demo, `make test` proves everything, `make quick` is the inner loop.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The first Python that is new enough; say PYTHON=… for another.
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links \
	--universal --python-version 3.11 --custom-compile-command "make lock"
PORT ?= 8000
DEMO := demo-data
MARK = mkdir -p $(@D) && touch $@

.PHONY: help run test quick lint bench bench-search fuzz lock browser clean

help:  ## say what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

run: $(VENV)/.runtime  ## install, load the demo community, serve it on http://localhost:8000
	@LOREHALL_PORT=$(PORT) $(BIN)/lorehall demo --data $(DEMO)
	@exec $(BIN)/lorehall serve --data $(DEMO) --port $(PORT)

test: $(VENV)/.dev browser  ## everything: lint, both engines, house tests, journeys
	@$(BIN)/python scripts/suite.py

quick: $(VENV)/.dev  ## the inner loop: SQLite, nothing slow, no browser
	@$(BIN)/python -m pytest -q -n 2 -m "not slow and not journey"

lint: $(VENV)/.dev  ## style, types, floors, security
	@$(BIN)/python scripts/lint.py

bench: $(VENV)/.dev browser  ## measure the pages against the floor; writes bench/latest.json
	@$(BIN)/python -m bench

bench-search: $(VENV)/.dev  ## measure how well similar questions are found; ENGINE=postgresql, SET=folder
	@$(BIN)/python -m bench.search

fuzz: $(VENV)/.dev  ## throw odd texts at the renderer for a minute
	@$(BIN)/python scripts/fuzz_text.py 60

lock: $(VENV)/.dev  ## compile requirements/*.lock anew, with hashes and without addresses
	cd requirements && for name in build runtime dev; do \
		../$(COMPILE) "$$name.in" -o "$$name.lock"; done

browser: $(VENV)/.dev
	@$(BIN)/python scripts/browser.py

clean:  ## remove what the chores made; the demo's data too
	rm -rf $(VENV) .tools .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-output build dist \
		*.egg-info bench/.cache $(DEMO)

# Each mark is newer than the lock files that it stands for, so a second run has nothing to do.
$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Lorehall needs Python 3.11 or later, and none was found. Say make PYTHON=/path/to/python." >&2; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)."
	@$(PYTHON) scripts/environment.py $(VENV)
	@$(MARK)

$(VENV)/.runtime: $(VENV)/.made requirements/runtime.lock requirements/build.lock pyproject.toml
	@if [ -e $(VENV)/.dev ] && [ ! $(VENV)/.dev -ot requirements/runtime.lock ]; then \
		echo "What it runs on is installed with the development tools."; else \
		echo "Installing what Lorehall runs on; the first time takes a minute."; \
		$(INSTALL) --require-hashes -r requirements/runtime.lock; fi
	@$(INSTALL) --require-hashes -r requirements/build.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@$(MARK)

$(VENV)/.dev: $(VENV)/.runtime requirements/dev.lock
	@echo "Installing what testing needs; the first time takes a minute or two."
	@$(INSTALL) --require-hashes -r requirements/dev.lock
	@$(MARK)
