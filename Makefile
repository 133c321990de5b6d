# Every check has one definition here; people and CI call the same targets.
PYTHON ?= python3
BIN := .venv/bin
HOME_DIR ?= data

.DEFAULT_GOAL := help
.PHONY: help install run test check fix golden lock

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

install: .venv/.installed ## make .venv with the product and its development tools in it

.venv/.installed: pyproject.toml requirements.txt requirements-dev.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

run: install ## ingest the sample reports and open the app
	$(BIN)/kb ingest data/reports --home $(HOME_DIR) || test $$? -eq 1
	$(BIN)/kb serve --home $(HOME_DIR)

test: install ## run the whole test suite, in parallel
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: install ## lint, format, types, architecture
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: install ## mend what the linters can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

golden: install ## rewrite the golden records and the data dictionary; review the difference like code
	$(BIN)/python -m tests.golden
	$(BIN)/python -c "from tests.test_docs import *; DICTIONARY.write_text(render()); DATASETTE.write_text(render_datasette())"

COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

lock: install ## pin the requirements again, with hashes and without addresses
	$(COMPILE) --output-file requirements.txt pyproject.toml
	$(COMPILE) --extra dev --output-file requirements-dev.txt pyproject.toml
