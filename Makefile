# LabReady: `make run` starts the dashboard, `make test` runs the checks and the tests.
# Both need Python 3.11 or newer, and install what they need into .venv: with uv where it is on the PATH, else with pip.
# On Windows without make, the README has the same commands.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell uv --version >/dev/null 2>&1 && command -v uv)
WORKERS ?= auto
# PYTHON=/path/to/python chooses the interpreter that .venv is made with.
PYTHON ?=

.DEFAULT_GOAL := help
.PHONY: help install install-dev run sample check test test-slow search bench lock clean

help: ## say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | while IFS="$$(printf '\t')" read -r target words; do printf '  make %-12s %s\n' "$$target" "$$words"; done

run: $(VENV)/.installed ## install what is needed and start the dashboard on this computer
	$(BIN)/python -m streamlit run dashboard.py

install: $(VENV)/.installed ## make .venv and install the pinned requirements

install-dev: $(VENV)/.installed-dev ## the same, and the tools for tests and checks

check: $(VENV)/.installed-dev ## lint, format, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

test: check ## the checks, then all tests that take less than minutes
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "not slow"

test-slow: $(VENV)/.installed-dev ## the tests that take minutes
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "slow or laws" --timeout 1800 --hypothesis-profile thorough

search: $(VENV)/.installed-dev ## look for new counterexamples to the laws, other ones each time
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup tests/properties tests/fuzz --timeout 1800 --hypothesis-profile search

bench: $(VENV)/.installed-dev ## measure us, the peers and the limit in one run (takes long; ROUNDS=1 SCALE=0.1 for a look)
	$(BIN)/python -m tests.bench.run --rounds $(or $(ROUNDS),3) --scale $(or $(SCALE),1) $(if $(ONLY),--only $(ONLY))

sample: $(VENV)/.installed ## write the files of the sample laboratory anew
	$(BIN)/python sample_data/generate.py

lock: ## compile requirements.txt and requirements-dev.txt from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade -o requirements.txt
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade -c requirements.txt -o requirements-dev.txt

clean: ## remove .venv and the caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# What was installed last is remembered by a stamp that is older than the requirements as soon as those change.
$(VENV)/.installed-dev: requirements-dev.txt $(BIN)/python
	$(call install_requirements,requirements-dev.txt)
	@touch $(VENV)/.installed $@

$(VENV)/.installed: requirements.txt $(BIN)/python
	$(call install_requirements,requirements.txt)
	@touch $@

ifneq ($(UV),)

define install_requirements
	VIRTUAL_ENV=$(VENV) "$(UV)" pip install --quiet --compile-bytecode --require-hashes -r $(1)
endef

$(BIN)/python:
	@rm -rf $(VENV)
	"$(UV)" venv --quiet --no-project --python "$(or $(PYTHON),>=3.11)" $(VENV)

else

define install_requirements
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
endef

$(BIN)/python:
	@rm -rf $(VENV)
	@for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python); do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo "$$python -m venv $(VENV)"; \
			"$$python" -m venv $(VENV) && exit 0; \
			rm -rf $(VENV); \
			echo "The environment $(VENV) could not be made with $$python. On Debian and Ubuntu, install python3-venv and run make again." >&2; \
			exit 1; \
		fi; \
	done; \
	echo "No Python 3.11 or newer was found$(if $(PYTHON), at $(PYTHON)). Install it from python.org or your system's packages, or name it: make PYTHON=/path/to/python3 run" >&2; \
	exit 1

endif
