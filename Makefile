# `make run` shows the dashboard, `make test` checks everything. Both start from a bare clone.

PORT ?= 8050
PYTHON ?= python3.13 python3.12 python3.11 python3.14 python3 python
VENV = .venv
PEERS = .venv-bench
PY = $(VENV)/bin/python
PIP = $(PY) -m pip install --quiet --disable-pip-version-check
BUILT = datasets/built/manifest.json
# One worker a core; tests/conftest.py says which tests stay together, and in which order they begin.
PARALLEL = -n auto --maxprocesses 8

help:
	@echo 'make run [PORT=8050]   install what is needed, build the data, serve on 127.0.0.1'
	@echo 'make test [ARGS=...]   lint, types, tests and browser tests; ARGS go to pytest'
	@echo 'make quick [ARGS=...]  ruff and the tests that are quick and need no browser: less than a minute'
	@echo 'make sentences         every sentence of 8,000 random selections, against the tables: about an hour'
	@echo 'make golden            digests of all texts and plain pages anew, once a change of theirs is meant'
	@echo 'make data              build the data, where a source or the code has changed'
	@echo 'make lint              ruff'
	@echo 'make types             mypy'
	@echo 'make browser           find or install a Chromium for the browser tests'
	@echo 'make exports           every chart as a file in every format, size and theme'
	@echo 'make pictures          take the pictures of README.md again: docs/page.png and docs/phone.png'
	@echo 'make bench [ARGS=...]  how fast the page is beside its peers, and files; the estimator, its calibration; ARGS: --quick'
	@echo 'make lock              write requirements*.txt anew from pyproject.toml (needs uv)'
	@echo
	@echo 'PYTHON=python3.12 names the Python (3.11 or newer) for a new $(VENV).'
	@echo 'To start over, delete $(VENV).'

run: data
	@exec $(PY) -m dashboard serve --port $(PORT)

data: $(VENV)/run.stamp
	@if [ ! -e $(BUILT) ] || [ -n "$$(find etl datasets/*.csv datasets/*.toml datasets/sources \
	    -newer $(BUILT) ! -path etl ! -name '*.md' ! -path '*__pycache__*')" ]; then echo 'Building the data ...'; $(PY) -m etl build; fi

# All three are run, whatever the first ones find; pytest's summary comes last.
test: browser
	@faults=0; $(MAKE) --no-print-directory -k lint types || faults=1; \
	$(PY) -m pytest tests $(PARALLEL) $(ARGS) && exit $$faults

# For the inner loop: what is marked browser or slow is left out.
quick: lint
	@$(PY) -m pytest tests $(PARALLEL) -q -m 'not browser and not slow' $(ARGS)

# What the answers are that need no browser; the difference of digests.json says which changed.
golden: data $(VENV)/dev.stamp
	$(PY) -m tests.golden.guard write tests/golden/digests.json --texts

# 2,000 random selections of each of four packages, with all charts, against facts recomputed from the tables: an hour.
sentences: data $(VENV)/dev.stamp
	MANY_SENTENCES=1 $(PY) -m pytest tests/sentences $(ARGS)

lint: $(VENV)/dev.stamp
	$(PY) -m ruff check

types: $(VENV)/dev.stamp
	$(PY) -m mypy

# The page beside its peers comes first: its table, with the times of files, goes into tests/bench/README.md.
bench: data browser $(PEERS)/made.stamp
	$(PY) -m tests.bench $(ARGS)
	$(PY) -m tests.bench.calibration
	$(PY) -m tests.bench.speed
	$(PY) -m tests.bench.many_claims

# The frameworks that the page is compared with, in an environment of their own.
$(PEERS)/made.stamp: tests/bench/peers/requirements.txt $(VENV)/dev.stamp
	@echo 'Installing the frameworks to compare with ...'
	@[ -x $(PEERS)/bin/python ] || $(PY) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r tests/bench/peers/requirements.txt
	@touch $@

# Every chart in every format, size and theme: some minutes.
exports: $(VENV)/dev.stamp browser
	$(PY) -m pytest tests/dashboard/exports/every.py $(ARGS)

# The pictures that README.md shows: take them again when the first screen has changed.
pictures: data browser
	$(PY) -m tests.pictures

browser: $(VENV)/dev.stamp
	$(PY) tests/find_browser.py

$(VENV)/run.stamp: $(VENV)/made.stamp requirements.txt
	@echo 'Installing the requirements (the first time takes a minute) ...'
	@$(PIP) -r requirements.txt || { $(HINT); exit 1; }
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.txt
	@echo 'Installing the tools for the tests ...'
	@$(PIP) -r requirements-dev.txt || { $(HINT); exit 1; }
	@touch $@

HINT = echo "The requirements could not be installed. Ready-made packages exist for Python 3.11 to 3.14; this is $$($(PY) --version)." >&2

# Takes the first Python that is new enough and can make an environment. An environment that is
# already there is kept.
$(VENV)/made.stamp:
	@right='import sys; sys.exit(sys.version_info < (3, 11))'; \
	if $(PY) -c "import pip; $$right" 2>/dev/null; then touch $@; exit 0; fi; \
	if [ -e $(VENV) ]; then spoilt=; else spoilt=$(VENV); fi; \
	for python in $(PYTHON); do \
	    "$$python" -c "$$right" 2>/dev/null || continue; \
	    if "$$python" -c 'import ensurepip, venv' 2>/dev/null && "$$python" -m venv $(VENV); then \
	        echo "Made $(VENV) with $$("$$python" --version)."; touch $@; exit 0; \
	    fi; \
	    bare=$$python; rm -rf $$spoilt; \
	done; \
	if [ -n "$$bare" ]; then \
	    version=$$("$$bare" -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	    echo "$$bare is Python $$version without the module venv." >&2; \
	    echo "  Debian, Ubuntu: apt-get install python3-venv (or python$$version-venv)" >&2; \
	else \
	    echo "No Python 3.11 or newer was found (looked for: $(PYTHON))." >&2; \
	    echo "  Debian 12, Ubuntu 24.04 or newer: apt-get install python3 python3-venv" >&2; \
	    echo "  Fedora: dnf install python3      macOS: brew install python@3.13" >&2; \
	fi; \
	echo "  Or name another Python: make PYTHON=/path/to/python3.12 run" >&2; \
	exit 1

# The second file leaves out what the first already pins.
LOCK = uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --no-annotate --no-header
lock:
	@{ echo '# Everything the dashboard runs on, pinned. Written by `make lock` from pyproject.toml.'; \
	   $(LOCK) --upgrade pyproject.toml; } > requirements.new
	@{ echo '# What the tests need beside that, pinned. Written by `make lock` from pyproject.toml.'; \
	   echo '-r requirements.txt'; \
	   $(LOCK) --upgrade --group dev -c requirements.new | grep -v -x -F -f requirements.new; } > requirements-dev.txt
	@mv requirements.new requirements.txt
	@{ echo '# The frameworks that the bench compares with, pinned. Written by `make lock` from requirements.in.'; \
	   $(LOCK) --upgrade tests/bench/peers/requirements.in; } > peers.new
	@mv peers.new tests/bench/peers/requirements.txt

.PHONY: help run data test quick golden sentences lint types bench exports pictures browser lock
