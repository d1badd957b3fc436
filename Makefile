# Two commands: `make app` opens liantu, `make test` proves it. `make help` lists the rest.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8501
# Tests run in this many processes; each takes up to 2.5 GB and starts servers of its own.
WORKERS ?= 2
# Installs by uv, by pip where uv cannot; `make app INSTALLER=pip` leaves uv out. Byte code is written when a module is
# first imported; compiling all of PyTorch ahead takes a minute.
PIP    := $(BIN)/python requirements/install.py
export INSTALLER
# So it must be allowed to be written, or every start would compile everything again.
unexport PYTHONDONTWRITEBYTECODE
# On Linux x86-64 the CPU build of PyTorch is enough and saves gigabytes. Where your package index offers it under
# this version it is taken as it is; else name the index of the CPU builds: make app TORCH_INDEX=<url>
TORCH       ?= torch==2.13.0
TORCH_INDEX ?=
# What is installed is named by version and hash in requirements/ (written by `make lock`), so that it can be installed
# again next year; `make setup LOCK=` takes the newest releases. PyTorch's builds differ from index to index: it is
# pinned by its version above.
LOCK      ?= 1
INSTALLER ?=
LOCKED := $(PIP) --no-deps --require-hashes

define install-torch
	@if [ "$$(uname -s)-$$(uname -m)" = "Linux-x86_64" ] && [ -z "$(TORCH_INDEX)" ]; then \
		echo "PyTorch: where your package index has only the CUDA build, this fetches about 2.5 GB (5 GB on disk);"; \
		echo "         make $(or $(MAKECMDGOALS),app) TORCH_INDEX=<index of the CPU builds> fetches 0.2 GB instead."; fi
	$(PIP) "$(TORCH)" $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX))
endef

.PHONY: help setup app build test test-slow check format bench docs vectors notebooks lock clean

help:
	@echo "make app        install, build the graph, open the app on http://localhost:$(PORT)"
	@echo "make test       install with the test extras and run the tests (under 15 minutes)"
	@echo "make test-slow  campaigns: large sets, measured against the outside data"
	@echo "make check      format, lint, types, import directions, catalogue, generated docs"
	@echo "make bench      the benchmarks"
	@echo "make docs       regenerate docs/chains and the drawing of the rooms"
	@echo "make build      build or update the graph only"
	@echo "make vectors    the vectors that ship, after a change of firms, segments or trades"
	@echo "make notebooks  what the notebooks show"
	@echo "make lock       the versions and hashes of what is installed"

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit("liantu needs Python 3.11 or newer; name one with PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	@touch $@

ifeq ($(LOCK),)
$(VENV)/.app: $(VENV)/.python pyproject.toml
	$(install-torch)
	$(PIP) -e .
	@touch $@

$(VENV)/.test: $(VENV)/.python pyproject.toml
	$(install-torch)
	$(PIP) -e ".[test]"
	@touch $@ $(VENV)/.app
else
$(VENV)/.app: $(VENV)/.python pyproject.toml requirements/app.txt
	$(LOCKED) -r requirements/app.txt
	$(install-torch)
	$(PIP) --no-deps -e .
	@touch $@

$(VENV)/.test: $(VENV)/.app requirements/test.txt
	$(LOCKED) -r requirements/test.txt
	@touch $@
endif

setup: $(VENV)/.test

build: $(VENV)/.app
	$(BIN)/liantu build

app: $(VENV)/.app
	$(BIN)/liantu app --port $(PORT)

test: setup
	$(BIN)/python -m pytest -m "not slow" -n $(WORKERS) --dist loadfile

test-slow: setup
	$(BIN)/python -m pytest -m slow
	LIANTU_TEST_SERVER=neo4j $(BIN)/python -m pytest -m "not slow" tests/graph/store tests/commands/test_graph.py tests/ingest/load/test_corrections.py tests/ingest/load/undo/test_rollback.py

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	MYPY_NUM_WORKERS=2 $(BIN)/mypy || $(BIN)/mypy  # on a busy machine its workers may not come up
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

# After a change of firms, segments or trades: their vectors, of which only the changed ones are encoded.
vectors: $(VENV)/.app
	$(BIN)/liantu vectors

# What the notebooks show is kept in them.
notebooks: build
	$(BIN)/python notebooks/run.py

# Needs uv (https://docs.astral.sh/uv) on the path.
lock:
	$(PYTHON) requirements/lock.py

clean:
	rm -rf $(VENV) var test-artefacts .pytest_cache .mypy_cache .ruff_cache
