# Few words: setup demo up test check bench eval test-postgres build
.DEFAULT_GOAL := help
PYTHON ?= python3.13
BIN := .venv/bin
# Some machines forbid Python to keep what it has compiled: then every process starts two seconds later.
unexport PYTHONDONTWRITEBYTECODE
export HEEDFUL_HOME ?= $(CURDIR)/var/heedful

NODE ?= node
WIDGET_BUILT ?= src/heedful/listen/channels/static/channels/widget/manifest.json

.PHONY: help setup demo up test check style borders types format lock bench eval test-python test-postgres build \
  widget test-widget

help:  ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.venv/.ready: requirements/dev.txt requirements/uv.txt pyproject.toml
	@echo "Setting up Python packages in .venv (locked, checked by hash)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@$(BIN)/uv pip sync --quiet --require-hashes requirements/dev.txt
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

setup: .venv/.ready widget  ## install everything that is needed

# Node is needed only here. Without it everything else works, and the pages say that the script is missing.
widget: $(WIDGET_BUILT)  ## build the script that sites embed (needs Node)

$(WIDGET_BUILT): $(wildcard widget/src/*) widget/build.mjs widget/package-lock.json
	@if command -v $(NODE) >/dev/null; then \
	  cd widget && { test -d node_modules/esbuild || npm ci --silent || { \
	    echo "What builds the widget could not be fetched: it was not built."; exit 0; }; } && $(NODE) build.mjs; \
	else echo "Node is not on this machine: the widget was not built (docs/widget.md)."; fi

demo: setup  ## build the demo organisation, serve it, print the URL and the admin link
	@$(BIN)/heedful models fetch || echo "The models that read comments could not be fetched: comments wait unread."
	@$(BIN)/heedful demo --serve

up: setup  ## serve this folder's instance
	@$(BIN)/heedful up

check: style borders types  ## style, types, borders

style: setup
	@$(BIN)/ruff check src tests
	@$(BIN)/ruff format --check src tests

borders: setup
	@$(BIN)/lint-imports --no-logo

types: setup
	@$(BIN)/mypy

format: setup  ## put the code into its shape
	@$(BIN)/ruff check --fix-only --quiet src tests
	@$(BIN)/ruff format src tests

test-widget: widget  ## the tests of the widget's own parts
	@if command -v $(NODE) >/dev/null; then cd widget && npm test --silent; else echo "Node is not here: these tests are left out."; fi

# What takes a second comes first. Then a core each for types and for the beginning of the tests.
test: setup style test-widget  ## everything a change must pass
	@$(MAKE) --no-print-directory -j 2 types test-python borders

test-python: setup
	@$(BIN)/python tests/chromium.py
	@PYTHONPATH=. $(BIN)/python tests/models.py
	@$(BIN)/pytest -n 3 --dist worksteal $(ARGS) || $(BIN)/python tests/again.py

# Left out: what touches no record store (tests/conftest.py sees to it, and whole folders of it are not even
# read), and the browser's journeys, whose servers are an instance as it comes.
NO_STORE := tests/browser tests/methods tests/training tests/test_architecture.py
test-postgres: setup  ## the same tests on PostgreSQL, which starts by itself
	@$(BIN)/python tests/postgres.py -n 3 --dist worksteal -m "not browser" $(NO_STORE:%=--ignore %) $(ARGS)

bench: setup  ## measure speed, write docs/measurements.md (ARGS=warehouse: only that)
	@$(BIN)/python -m bench.run $(ARGS)

eval: setup  ## check methods, linter and all that reads comments (docs/methods/validation.md, docs/measurements.md)
	@$(BIN)/python -m bench.validate
	@$(BIN)/python -m bench.run linter words.redaction words.sentiment words.demo words.aspects words.languages \
	  words.types words.themes words.topics
	@$(BIN)/pytest -q --hypothesis-profile thorough -m hypothesis

build: setup widget  ## make the package that can be installed elsewhere
	@$(BIN)/python -m hatchling build

lock:  ## resolve the dependencies anew
	@$(BIN)/uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.13 \
	  --generate-hashes --no-emit-index-url --no-header --quiet --upgrade -o requirements/dev.txt
	@grep -A40 '^uv==' requirements/dev.txt | awk 'NR==1 || /^    --hash/ {print} NR>1 && !/^    --hash/ {exit}' | sed '$$ s/ \\$$//' > requirements/uv.txt
