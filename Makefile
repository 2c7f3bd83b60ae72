# The only list of commands. Continuous integration, Read the Docs and Pages call these too.
# `make` needs python3 (3.11 or newer) and make; everything else is installed into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ifeq ($(OS),Windows_NT)  # where Git brings the shell
BIN := $(VENV)/Scripts
SHELL := bash
endif
READY := $(VENV)/ready
HTMLDIR ?= build/html
# Compiled now, or some machines compile hundreds of modules at every build. The system's own
# certificates first: behind some proxies no others do, and a bare container may have none.
SYNC := $(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet --group build --group tools
SPHINX := $(BIN)/python -m sphinx -c . -d build/doctrees -n -W --keep-going -q
export PYTHONPATH := source
export PYTHONHASHSEED := 0
# Without it Windows prints with an alphabet of its own.
export PYTHONUTF8 := 1

.DEFAULT_GOAL := all
.PHONY: all html pdf epub check fix review ages preview test addresses links release fuzz mutants bench lock clean help

all: pdf epub html  ## set up, then build the PDFs, the EPUB and the site that offers them

html: $(READY)  ## build the site into build/html
	@echo "Building the site ..."
	@$(SPHINX) -b html docs $(HTMLDIR)
	@echo "The site: $(HTMLDIR)/index.html"

pdf: $(READY)  ## build the PDFs (book, data annex, brief) into build/pdf
	@echo "Building the PDFs ..."
	@$(SPHINX) -b typstbook docs build/pdf
	@echo "The PDFs: build/pdf/*.pdf"

epub: $(READY)  ## build the EPUB of the book into build/epub
	@echo "Building the EPUB ..."
	@$(SPHINX) -b epub docs build/epub
	@echo "The EPUB: build/epub/allied-cooperation.epub"

check: $(READY)  ## check pages and data in a few seconds, without building
	@$(BIN)/python -m allied_check check $(FILES)

fix: $(READY)  ## rewrite what is derived: row types, checked tables, outputs of examples, counts of the appendix
	@$(BIN)/python source/allied/store/generate.py
	@$(BIN)/python -m allied_check fix $(FILES)

review: $(READY)  ## say what the working tree changes against BASE (origin/main, or main)
	@$(BIN)/python -m allied_review

ages: $(READY)  ## list the sentences about the present by the age of what they cite
	@$(BIN)/python -m allied_check ages

preview: $(READY)  ## serve the site at http://127.0.0.1:8000 and build it again at each save
	@$(BIN)/python -m allied_sphinx.preview

test: $(VENV)/tests $(VENV)/browser  ## run every test, the linter and the type checker
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/codespell
	@$(BIN)/python -m pytest

addresses: html  ## add what the site offers to the addresses that must never lead nowhere
	@$(BIN)/python tests/addresses.py

links: $(READY)  ## ask the addresses of the sources what became of them (needs the network)
	@$(BIN)/python -m allied_check.links $(PART)

release: all  ## build everything, and pack it with its sums into build/release
	@$(BIN)/python -m allied_sphinx.archives

fuzz: $(VENV)/tests  ## put made-up pages, rows, sources and diagrams to the readers (TIMES=20: as many as usual)
	@FUZZ=$(or $(TIMES),20) $(BIN)/python -m pytest -m hypothesis

mutants: $(VENV)/tests  ## change the code in small ways and see whether a test notices (takes long)
	@$(BIN)/python tests/mutants.py $(ONLY) $(if $(EVERY),--every $(EVERY))

bench: $(READY)  ## measure set-up, builds, rebuild, check and the size of pages
	@$(BIN)/python tests/bench/measure.py

lock: $(READY)  ## resolve the dependencies anew into requirements.txt and requirements-test.txt
	@$(COMPILE) --group test --upgrade -o requirements-test.txt
	@$(COMPILE) -c requirements-test.txt --upgrade -o requirements.txt

clean:  ## remove what was built and the environment
	rm -rf build $(VENV)

help:  ## list the commands
	@sed -n 's/^\([a-z]*\):.*##  *\(.*\)/make \1|\2/p' Makefile | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'

# uv comes first, from the same lock; it then installs the rest in seconds.
$(READY): requirements.txt
	@echo "Setting up $(VENV) ..."
	@test ! -L $(VENV) || { echo "$(VENV) is a link: what it leads to would be cleared; remove it"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.13"; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) || \
	  { echo "python3 cannot make environments; on Debian: apt-get install python3-venv"; exit 1; }
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.txt > $(VENV)/uv.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/uv.txt
	@$(SYNC) requirements.txt --system-certs 2>/dev/null || $(SYNC) requirements.txt
	@touch $@

# What only the tests need is more than half of it all, and who builds is spared it.
$(VENV)/tests: requirements-test.txt $(READY)
	@echo "Adding to $(VENV) what the tests need ..."
	@$(SYNC) requirements-test.txt --system-certs 2>/dev/null || $(SYNC) requirements-test.txt
	@touch $@

# The browser tests are never skipped in silence: without a Chromium they cannot run.
$(VENV)/browser: $(VENV)/tests
	@$(BIN)/python tests/browser_setup.py
	@touch $@
