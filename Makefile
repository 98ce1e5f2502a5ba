# Everything a developer does with the portal; needs make and Python 3.11 or newer, nothing else.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# The stamps carry the content of the requirements: what did not change is not installed again.
runtime_hash := $(shell cat requirements.txt | sha256sum | cut -c1-16)
development_hash := $(shell cat requirements.txt requirements-dev.txt | sha256sum | cut -c1-16)
RUNTIME := $(VENV)/installed-$(runtime_hash)
DEVELOPMENT := $(VENV)/installed-dev-$(development_hash)

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: $(RUNTIME) ## Serve the site on http://127.0.0.1:8000, made ready on the first start (Ctrl-C stops it)
	@exec $(BIN)/python manage.py serve

.PHONY: test
test: $(DEVELOPMENT) ## Run all tests: on SQLite, on PostgreSQL and in a browser
	@exec $(BIN)/python .ci/test.py

.PHONY: check
check: $(DEVELOPMENT) ## Run linters, type checker, import contract and Django's own checks
	@exec $(BIN)/python .ci/check.py

.PHONY: bench
bench: $(RUNTIME) ## Measure the speed of pages beside a bare view of the same server
	@exec $(BIN)/python manage.py bench

.PHONY: bench-search
bench-search: $(RUNTIME) ## Measure order and speed of search on a benchmark: make bench-search CORPUS=folder
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && \
	  corpus="$${CORPUS:?say where the benchmark is: CORPUS=folder}" && \
	  DATA_DIR=$$folder/order $(BIN)/python manage.py bench_search --corpus "$$corpus" && \
	  DATA_DIR=$$folder/speed $(BIN)/python manage.py bench_search --corpus "$$corpus" --speed 50000 && \
	  $(BIN)/python manage.py bench_similar "$$corpus/bench/faq"

.PHONY: golden
golden: $(RUNTIME) ## Measure the citation finder on texts marked by hand: make golden FILE=… for others
	@exec $(BIN)/python manage.py measure_citations $(FILE)

.PHONY: bench-comments
bench-comments: $(RUNTIME) ## Post 10,000 comments by 50 clients while the server is killed ten times; nothing may be lost
	@exec $(BIN)/python .ci/load_comments.py --comments $${COMMENTS:-10000} --clients $${CLIENTS:-50} --kills $${KILLS:-10} \
	  --rate $${RATE:-0}

.PHONY: bench-alerts
bench-alerts: $(DEVELOPMENT) ## Send a digest to 10,000 subscribers while the worker is killed ten times; one each
	@exec $(BIN)/python .ci/load_alerts.py --people $${PEOPLE:-10000} --kills $${KILLS:-10}

.PHONY: bench-questions
bench-questions: $(RUNTIME) ## Post 5,000 questions by 20 clients while the server is killed five times; nothing may be lost
	@exec $(BIN)/python .ci/load_questions.py --questions $${QUESTIONS:-5000} --clients $${CLIENTS:-20} --kills $${KILLS:-5}

.PHONY: bench-data
bench-data: $(RUNTIME) ## Measure questions to a large table: make bench-data TABLE=file.parquet
	@exec $(BIN)/python manage.py bench_data "$${TABLE:?say which table: TABLE=file.parquet}"

.PHONY: format
format: $(DEVELOPMENT) ## Format the code
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .
	@$(BIN)/djlint templates --reformat --quiet; true

.PHONY: messages
messages: $(DEVELOPMENT) ## Collect the texts to translate and compile the translations (needs gettext)
	@$(BIN)/python manage.py makemessages --locale en --ignore 'var/*' --ignore 'tests/*' --no-wrap --no-location --no-obsolete
	@$(BIN)/python manage.py compilemessages --ignore '.venv/*'

.PHONY: services
services: ## Start PostgreSQL and Redis for tests and print how to reach them
	@exec $(PYTHON) .ci/services.py start

.PHONY: services-stop
services-stop: ## Stop what `make services` started
	@exec $(PYTHON) .ci/services.py stop

$(RUNTIME): | $(BIN)/pip
	@$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@rm -f $(VENV)/installed-[0-9a-f]*
	@touch $@

$(DEVELOPMENT): | $(BIN)/pip
	@$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@rm -f $(VENV)/installed-*
	@touch $@ $(RUNTIME)

$(BIN)/pip:
	@PYTHON=$(PYTHON) bash .ci/environment $(VENV)
