# Everything that is done with this checkout. The only needs are make, a POSIX shell and Python 3.11 or newer.

BIN = .venv/bin
READY = .venv/ready
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet

.PHONY: help venv demo test check bench format clean

help: ## Tell what can be made
	@sed -n 's/^\([a-z][a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F '|' '{ printf "%-14s %s\n", $$1, $$2 }'

demo: $(READY) ## Show the main job on built-in data
	@$(BIN)/esep demo

test: check ## Run every linter, type check, layer contract and test
	@echo '--- pytest'
	@# Shown as it comes and kept, so that its last line, the counts, can close the whole run.
	@mkdir -p build
	@{ $(BIN)/coverage run -m pytest; echo $$? > build/pytest-status; } 2>&1 | tee build/pytest-output
	@exit "$$(cat build/pytest-status)"
	@echo '--- coverage of the domain: every line and branch'
	@$(BIN)/coverage report --include='src/domain/*' --fail-under=100
	@tail -n 1 build/pytest-output

check: $(READY) ## Run the linters, the type check and the layer contracts only
	@echo '--- ruff check'
	@$(BIN)/ruff check
	@echo '--- ruff format --check'
	@$(BIN)/ruff format --check
	@echo '--- mypy'
	@$(BIN)/mypy
	@echo '--- lint-imports'
	@$(BIN)/lint-imports

bench: $(READY) ## Measure the speed, as ratios to this machine's own limits
	@$(BIN)/python -m benchmarks

format: $(READY) ## Sort the imports and format the code
	@$(BIN)/ruff check --select I --fix
	@$(BIN)/ruff format

venv: $(READY) ## Make the virtual environment .venv with pinned dependencies; .venv/bin/esep is the product

clean: ## Remove what was made here, the virtual environment too
	rm -rf .venv build dist esep.egg-info .coverage htmlcov
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests benchmarks -type d -name __pycache__ -prune -exec rm -rf {} +

# Setuptools comes first, pinned like the rest: the product is then built without fetching another one.
$(READY): pyproject.toml constraints.txt
	@echo 'Setting up .venv (once; about a minute)'
	@rm -f $(READY)
	@python="$(PYTHON)"; \
	for each in python3 python3.13 python3.12 python3.11 python; do \
		test -n "$$python" && break; \
		"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && python="$$each"; \
	done; \
	test -n "$$python" || { echo 'Python 3.11 or newer is needed, and none was found: make venv PYTHON=path' >&2; exit 1; }; \
	"$$python" -m venv .venv
	@$(PIP) install --constraint constraints.txt setuptools
	@$(PIP) install --constraint constraints.txt --no-build-isolation --editable '.[dev]'
	@touch $(READY)
