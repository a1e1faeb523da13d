# The portal's few commands; `make help` lists them. Everything they make stays in this folder.

PYTHON ?= python3
DEMO ?= --size 40
BENCH ?= --size 40
DEMO_LOCK := .venv/demo-$(shell cksum < requirements.txt | cut -d' ' -f1)
DEV_LOCK := .venv/dev-$(shell cksum < requirements-dev.txt | cut -d' ' -f1)
INSTALL := .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes --requirement

.PHONY: help demo check test postgresql coverage lint bench lock screenshot manual

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

demo: $(DEMO_LOCK) ## the portal with the Smolensk visit in it, on http://127.0.0.1:8000 (DEMO="--size 0 --port 8001")
	.venv/bin/python manage.py demo $(DEMO)

check: $(DEV_LOCK) ## lint and the quick tests on SQLite, before each commit
	@.ci/test check

test: $(DEV_LOCK) ## everything that CI runs
	@.ci/test

postgresql: $(DEV_LOCK) ## all tests with a database on PostgreSQL, before a release
	@.ci/test postgresql

coverage: $(DEV_LOCK) ## the same tests, and the branches of the code that they take
	@.ci/test coverage

lint: $(DEV_LOCK) ## style, templates, types and the direction of imports
	@.ci/test lint

bench: $(DEV_LOCK) ## queries, milliseconds and bytes of each page
	.venv/bin/python bench/pages.py $(BENCH)

screenshot: $(DEV_LOCK) ## take docs/screenshot.png anew
	SCREENSHOT=docs/screenshot.png .venv/bin/pytest -q tests/e2e -k finds_the_visit

manual: $(DEV_LOCK) ## take the pictures of docs/editors anew
	PICTURES=docs/editors/pictures .venv/bin/pytest -q tests/e2e/test_story.py -k mouse

lock: .venv/bin/pip ## choose the newest versions that pyproject.toml allows, and lock them
	.venv/bin/pip install -qq --disable-pip-version-check uv
	.venv/bin/uv lock --quiet --upgrade
	.venv/bin/uv export --quiet --no-header --no-default-groups --output-file requirements.txt
	.venv/bin/uv export --quiet --no-header --no-default-groups --group dev --all-extras --output-file requirements-dev.txt

# A lock's checksum is in the name of its stamp: a changed lock is installed, an unchanged one costs nothing.
$(DEMO_LOCK): | .venv/bin/pip
	@echo "Installing what the portal runs on…"
	@$(INSTALL) requirements.txt
	@rm -f .venv/demo-* && touch $@

$(DEV_LOCK): | .venv/bin/pip
	@echo "Installing what the portal and its tests run on…"
	@$(INSTALL) requirements-dev.txt
	@rm -f .venv/dev-* && touch $@

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo \
	  "The portal needs Python 3.11 or newer, and «$(PYTHON)» is not. If another one is installed: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo \
	  "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv .venv
