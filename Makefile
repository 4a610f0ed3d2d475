# The front door. Each target does its own set-up; the second time that takes seconds.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup setup-tests demo test check bench messages fmt

export PATH := $(CURDIR)/.setup/bin:$(PATH)
# Nothing is fetched once the set-up is through: not a Python, not a package.
export UV_PYTHON_DOWNLOADS := never
RUN := uv run --no-sync
COVER := --cov --cov-append --cov-report= --cov-fail-under=0

help: ## Show this
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## Bring everything Kenesh needs into this folder
	@bin/setup

setup-tests:
	@bin/setup --tests

demo: setup ## Play the founding meeting, then stay open (ONCE=1: end after the play)
	@$(RUN) kenesh demo $(if $(ONCE),--once)

test: setup-tests ## Run every test on SQLite, then those with a database on PostgreSQL, and weigh the coverage
	npm --prefix frontend test
	$(RUN) coverage erase
	$(RUN) pytest -n 2 --dist loadfile -m 'not e2e' $(COVER)
	$(RUN) pytest -m e2e $(COVER)
	$(RUN) pytest -n 2 --dist loadfile -m integration --database postgresql $(COVER)
	$(RUN) coverage report --include='src/kenesh/*/domain/*' --fail-under=100
	$(RUN) coverage report

check: setup-tests ## Check form, layers, types and migrations, and run the pure tests
	$(RUN) ruff format --check
	$(RUN) ruff check
	$(RUN) lint-imports
	$(RUN) mypy
	$(RUN) basedpyright
	npm --prefix frontend run check
	$(RUN) django-admin makemigrations --check --dry-run --no-input --settings kenesh.sites.settings
	$(RUN) pytest -n 2 --dist loadfile -m unit

bench: setup-tests ## Measure, each beside a yardstick: screens, acts on both databases, picture and sound, documents
	$(RUN) kenesh bench fanout --viewers 1000
	$(RUN) kenesh bench acts
	$(RUN) kenesh bench join --seats 7
	$(RUN) kenesh bench documents

messages: setup-tests ## Collect what is to be translated into src/kenesh/locale
	$(RUN) python tools/messages.py

fmt: setup ## Put the code into form
	$(RUN) ruff format
	$(RUN) ruff check --fix
