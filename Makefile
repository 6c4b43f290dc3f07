# Two commands matter: `make demo` and `make test`. Everything they need, `make setup` fetches.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
DEMO_ENV := SCORECARD_DEMO=1 DATABASE_URL=sqlite:///var/demo.sqlite

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint types contracts mutants bench screens docs clean

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

.venv/.ready: pyproject.toml tools/setup.py
	@$(PYTHON) tools/setup.py

setup: .venv/.ready ## Make .venv with the package, find or fetch PostgreSQL and a browser
	@$(PYTHON) tools/setup.py --check

demo: setup ## Load the invented council on SQLite and serve it on http://127.0.0.1:$(PORT)
	@mkdir -p var
	@$(DEMO_ENV) SCORECARD_PUBLIC_URL=http://127.0.0.1:$(PORT) $(BIN)/python -m service demo
	@$(DEMO_ENV) SCORECARD_PUBLIC_URL=http://127.0.0.1:$(PORT) $(BIN)/python -m service serve --port $(PORT)

lint: .venv/.ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: .venv/.ready
	@$(BIN)/mypy

contracts: .venv/.ready
	@$(BIN)/lint-imports --no-cache

check: .venv/.ready lint types contracts ## The quick loop: lint, types, contracts, fast tests on SQLite
	@TEST_ENGINES=sqlite $(BIN)/python -m pytest -q -m "not slow and not browser" tests/architecture tests/unit tests/spec tests/storage tests/api

test: setup ## Everything: both databases, the browser, coverage of the pure cores
	@$(BIN)/python tools/run_tests.py

mutants: .venv/.ready ## Mutation test of formulas, rounding and disclosure (figure in docs/quality.md)
	@$(BIN)/python tools/mutants.py

bench: .venv/.ready ## Run every benchmark and print its ratios
	@$(BIN)/pip install -q -e '.[dev,bench]'
	@for f in benchmarks/*.py; do echo "== $$f"; $(BIN)/python $$f || exit 1; done

screens: setup ## Photograph every page into docs/screens/
	@$(BIN)/python tools/screens.py

docs: .venv/.ready ## Generate the documents that are rendered from the code
	@$(BIN)/python tools/docs.py

clean: ## Remove the environment and the demo database
	rm -rf .venv var
