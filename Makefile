# Two commands matter: `make run` and `make test`. Both work on a machine that has only Python, venv and make.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
# three workers for two cores: a test with a browser waits as much as it works
WORKERS := -n 3 --dist loadfile --no-loadscope-reorder
.DEFAULT_GOAL := help

help: ## say what each command does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

run: ## make everything the demo needs and serve it at http://127.0.0.1:8000
	@exec $(PYTHON) tools/setup.py run

test: ## set up all that testing needs and run everything
	@$(PYTHON) tools/setup.py test
	@$(MAKE) --no-print-directory check-only
	@$(BIN)/python -m pytest $(WORKERS)

fast: tools ## the tests that need no browser
	@$(BIN)/python -m pytest $(WORKERS) -m "not browser"

cover: tools ## run what needs no browser, print how much of the code it reaches, and name the lines it does not
	@COVERAGE_CORE=ctrace $(BIN)/python -m coverage run -m pytest -m "not browser"
	@$(BIN)/python -m coverage report

check: tools check-only ## format, lint, types, import contracts, templates, catalogues, documents, licences

check-only:
	@$(BIN)/ruff format --check --quiet civic tools tests || (echo "run make fix" && exit 1)
	@$(BIN)/ruff check --quiet civic tools tests
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	@$(BIN)/python -m tools.checks

fix: tools ## mend what a machine can mend
	@$(BIN)/ruff format --quiet civic tools tests
	@$(BIN)/ruff check --fix --quiet civic tools tests

words: tools ## collect messages from code and templates into translations/
	@$(BIN)/python -m tools.words --update

docs: tools ## write the documents that are made from the code
	@$(BIN)/python -m tools.docs

room: tools ## write a new room and its lines in every list: make room name=events thing=event
	@$(BIN)/python -m tools.room $(name) $(thing)

statuses: tools ## write rows of tests/house/statuses.txt anew: make statuses of="groups.show"
	@$(BIN)/python -m tests.house.write_statuses $(of)

bench: tools ## measure everything in one run and write docs/measurements.md (ROWS=1000000 for a million, ONLY=votes)
	@$(BIN)/python -m tests.bench.run $(ONLY)

prove: tools ## the long proofs in full: races, kills, power cuts, fuzz, the stories by mouse too
	@$(BIN)/python -m tools.oracle
	@$(BIN)/python -m tests.tally.oracle
	@CIVIC_PROVE=1 $(BIN)/python -m pytest tests/draws tests/proofs tests/stories tests/house/test_plans.py

lock: tools ## pin the newest versions in tools/locks (needs the network)
	@$(BIN)/python -m pip install --quiet pip-tools
	@cd tools/locks && for name in base test npm; do ../../$(BIN)/pip-compile --quiet --upgrade --generate-hashes \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --strip-extras --no-header --allow-unsafe \
	  --no-annotate --output-file $$name.txt $$name.in; done

assets:
	@$(PYTHON) tools/setup.py assets

tools:
	@$(PYTHON) tools/setup.py tools

.PHONY: help run test fast cover check check-only fix words docs room statuses bench prove lock assets tools
