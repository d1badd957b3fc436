# Two commands: `make app` opens liantu, `make test` proves it. `make help` lists the rest.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8501
# Byte code is written when a module is first imported; compiling all of PyTorch ahead takes a minute.
PIP    := $(BIN)/pip install --quiet --no-compile
# So it must be allowed to be written, or every start would compile everything again.
unexport PYTHONDONTWRITEBYTECODE
# On Linux x86-64 the CPU build of PyTorch is enough and saves gigabytes. Where your package index offers it under
# this version it is taken as it is; else name the index of the CPU builds: make app TORCH_INDEX=<url>
TORCH       ?= torch==2.13.0
TORCH_INDEX ?=

.PHONY: help setup app build test test-slow check format bench docs clean

help:
	@echo "make app        install, build the graph, open the app on http://localhost:$(PORT)"
	@echo "make test       install with the test extras and run the tests (under 15 minutes)"
	@echo "make test-slow  campaigns: large sets, measured against the outside data"
	@echo "make check      format, lint, types, import directions, catalogue, generated docs"
	@echo "make bench      the benchmarks"
	@echo "make docs       regenerate docs/chains and the drawing of the rooms"
	@echo "make build      build or update the graph only"

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit("liantu needs Python 3.11 or newer; name one with PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	@if [ "$$(uname -s)-$$(uname -m)" = "Linux-x86_64" ]; then \
		$(PIP) "$(TORCH)" $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) ; fi
	@touch $@

$(VENV)/.app: $(VENV)/.python pyproject.toml
	$(PIP) -e .
	@touch $@

$(VENV)/.test: $(VENV)/.python pyproject.toml
	$(PIP) -e ".[test]"
	@touch $@ $(VENV)/.app

setup: $(VENV)/.test

build: $(VENV)/.app
	$(BIN)/liantu build

app: $(VENV)/.app
	$(BIN)/liantu app --port $(PORT)

test: setup
	$(BIN)/python -m pytest -m "not slow"

test-slow: setup
	$(BIN)/python -m pytest -m slow

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	MYPY_NUM_WORKERS=2 $(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/liantu check
	$(BIN)/python docs/chain_pages.py --check
	$(BIN)/python -m docs.architecture --check

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup
	$(BIN)/liantu bench

docs: setup
	$(BIN)/python docs/chain_pages.py
	$(BIN)/python -m docs.architecture

clean:
	rm -rf $(VENV) var test-artefacts .pytest_cache .mypy_cache .ruff_cache
