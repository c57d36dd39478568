# Two commands do everything: `make run` and `make test`. Needs Python 3.11 or newer and make.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
RUN    := $(VENV)/.run
DEV    := $(VENV)/.dev
PORT   ?= 5000

# Numbers of other programs that tests may compare with, when they lie beside the checkout.
export ENGAGE_SHARED ?= $(wildcard $(abspath ../shared))

.DEFAULT_GOAL := help
.PHONY: help run test check bench conformance translations screenshots lock clean

help: ## List the commands
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(RUN): requirements/run.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(DEV): $(RUN) requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@

run: $(RUN) ## Serve the sample city on this machine
	$(BIN)/engage init
	$(BIN)/engage sample load koriyama
	ENGAGE_BASE_URL=$${ENGAGE_BASE_URL:-http://127.0.0.1:$(PORT)} $(BIN)/engage serve --port $(PORT)

test: $(DEV) ## Everything: style, imports, unit, both databases, browser
	$(BIN)/python -m tests.browser.chromium
	$(MAKE) --no-print-directory check
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: $(DEV) ## Style, import contracts, types, templates
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy --no-error-summary
	$(BIN)/djlint templates --lint --quiet

bench: $(DEV) ## Print every figure that README claims, as ratios measured in one run
	$(BIN)/python -m bench

conformance: $(DEV) ## Count what comes over from the questionnaires in FIXTURES=folder
	$(BIN)/python -m tests.conformance $(FIXTURES)

translations: $(DEV) ## Collect new texts into the English catalogue
	$(BIN)/python -m engage.translations.update

screenshots: $(DEV) ## Make the README's pictures from the running program
	$(BIN)/python -m tests.browser.screenshots

lock: $(DEV) ## Refresh requirements/*.txt (maintainers)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-annotate --custom-compile-command "make lock" \
	  -o requirements/run.txt pyproject.toml requirements/run.in
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-annotate --custom-compile-command "make lock" -c requirements/run.txt \
	  -o requirements/dev.txt requirements/dev.in

clean: ## Remove the virtual environment, caches and the sample data
	rm -rf $(VENV) data .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
