# Run `make` to see what can be done here.
#
# Whatever a step installed or made is remembered by a stamp in .venv, and done again only when
# the file that it depends on has changed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BOARDPACK := $(BIN)/boardpack
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check --no-input
NEEDS := PYTHON="$(PYTHON)" .ci/system-libraries
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11

TESTABLE := $(BOARDPACK) $(VENV)/.dev $(VENV)/.pdf $(VENV)/.browser $(VENV)/.openapi $(VENV)/.editor
PYTEST := $(BIN)/python -m pytest -n 2 --dist worksteal

# What was compiled is kept: each test process, and each command that a test starts, loads all of it.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo install test check bench corpora serve lock bom clean

help: ## say what can be done here
	@echo "make WHAT, where WHAT is one of:"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/    \1 \2/p' $(MAKEFILE_LIST) | awk '{ w = $$1; $$1 = ""; printf "    %-8s%s\n", w, $$0 }'

demo: install ## build the worked example, then play its month: chase, sign, publish, send, correct, prove
	@echo "Checking the worked example"
	@$(BOARDPACK) check
	@echo "Building its site and its PDFs"
	@$(BOARDPACK) build
	@echo "Playing the month: chased, signed, published, sent, corrected, proved"
	@$(BOARDPACK) demo
	@echo
	@echo "Open in a browser:"
	@for page in build/*/site/index.html; do echo "    $(CURDIR)/$$page"; done
	@echo "The PDFs:"
	@for pdf in build/[!d]*/site/pdf/*.pdf; do echo "    $(CURDIR)/$$pdf"; done

install: $(BOARDPACK) $(VENV)/.run $(VENV)/.pdf ## put boardpack into .venv, so that .venv/bin/boardpack runs

test: $(TESTABLE) ## run the tests, with a sample of those that take long: another with each commit
	@echo "Running the tests"
	@$(PYTEST) --sample

check: $(TESTABLE) ## look the code over, then run all tests; 90 % of the code must be covered
	@echo "Formatting"
	@$(BIN)/ruff format --check --quiet
	@echo "Habits of the code"
	@$(BIN)/ruff check --quiet
	@echo "Types"
	@$(BIN)/mypy --no-error-summary
	@echo "Who may import whom"
	@PYTHONPATH=generator $(BIN)/lint-imports --no-logo >$(VENV)/imports.log || { cat $(VENV)/imports.log; exit 1; }
	@echo "Workflows"
	@$(BIN)/zizmor --offline --pedantic --quiet --no-progress .github
	@echo "Schemas"
	@$(BOARDPACK) schemas --check
	@echo "Running all tests"
	@$(PYTEST) --cov --cov-report=term

bench: $(BOARDPACK) $(VENV)/.dev $(VENV)/.pdf ## measure how long a build takes, beside bare mkdocs and WeasyPrint
	@$(BIN)/python bench/bench.py $(ARGS)

corpora: $(BOARDPACK) $(VENV)/.dev ## try the readers on corpora of odd input: make corpora DIR=folder
	@PYTHONPATH=generator:tests $(BIN)/python -m support.corpora $(DIR)

serve: install ## show the site on this computer while you write
	@$(BOARDPACK) serve

lock: $(VENV)/.dev ## choose anew the versions of what is installed
	@$(LOCK) --upgrade --output-file requirements.lock pyproject.toml
	@$(LOCK) --upgrade --group dev --extra dask --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

bom: $(BOARDPACK) $(VENV)/.dev ## write the page of licences, and the bill of materials into dist
	@PYTHONPATH=generator:tests $(BIN)/python -m support.materials dist

clean: ## remove everything that make made
	@rm -rf $(VENV) build dist .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache tests/openapi/node_modules
	@find generator tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.made:
	@$(NEEDS) python
	@echo "Making a virtual environment in $(VENV)"
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.run: requirements.lock $(VENV)/.made
	@echo "Installing what boardpack runs on (checked by requirements.lock)"
	@$(PIP) install --require-hashes --no-deps --requirement requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@echo "Installing what boardpack is tested with (checked by requirements-dev.lock)"
	@$(PIP) install --require-hashes --no-deps --requirement requirements-dev.lock
	@touch $@

$(VENV)/.pdf: $(VENV)/.run
	@$(NEEDS) pdf
	@touch $@

$(VENV)/.browser: $(VENV)/.pdf
	@$(NEEDS) browser
	@touch $@

# What GitHub says of its interface, against which the tests hold ours; axe; the form's own server.
$(VENV)/.openapi: tests/openapi/package-lock.json $(VENV)/.made
	@$(NEEDS) node
	@npm ci --prefix tests/openapi --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

# The editor in the form of the draft site, for the tests that write in it; a build needs none.
$(VENV)/.editor: generator/boardpack/adapters/web_editor/package-lock.json $(BOARDPACK) $(VENV)/.run $(VENV)/.openapi
	@$(BOARDPACK) form >/dev/null
	@touch $@

# The command runs what is in this folder, so that nothing is installed again after an edit.
$(BOARDPACK): $(VENV)/.made
	@printf '%s\n' '#!/bin/sh' 'here=$$(cd "$$(dirname "$$0")/../.." && pwd)' \
	    'PYTHONPATH="$$here/generator" exec "$$here/$(BIN)/python" -m boardpack "$$@"' >$@
	@chmod +x $@
