# Everything a newcomer needs: `make demo` and `make test`. Only Python 3.11 or newer, git and make are assumed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO_STORE := demo-store

.PHONY: demo test fast lint format notebooks clean bench compiled

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "whodid needs Python 3.11 or newer; set PYTHON=…")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $@

demo: $(VENV)/.installed  ## build a graph from the sample articles and show who did what
	rm -rf $(DEMO_STORE)
	$(BIN)/kg build kg/assets/samples --store $(DEMO_STORE)
	@echo
	@echo "== What several independent outlets report, most of them first"
	@echo
	$(BIN)/kg events --store $(DEMO_STORE) --min-support 2 --sort support
	@echo
	@echo "== What was done in Iraq around the turn of the year 2020, in order"
	@echo
	$(BIN)/kg events --store $(DEMO_STORE) --place Iraq --from 2019-12-26 --to 2020-01-10 --limit 12
	@echo
	@echo "== What is denied, and by whom"
	@echo
	$(BIN)/kg events --store $(DEMO_STORE) --status Denied --type ASSAULT --type CRIME --limit 5
	@echo
	@echo "Ask for more:   $(BIN)/kg events --store $(DEMO_STORE) --actor Suleimani"
	@echo "Serve it:       $(BIN)/kg serve --store $(DEMO_STORE)    then open http://127.0.0.1:8000/"

test: $(VENV)/.installed  ## the whole test suite
	$(BIN)/python -m pytest

fast: $(VENV)/.installed  ## without the slow tests
	$(BIN)/python -m pytest -m "not slow"

lint: $(VENV)/.installed  ## the gates besides the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m ontology.generate --check

bench: $(VENV)/.installed  ## what it costs beside what one would take instead, in one table; some minutes
	$(BIN)/python tests/bench/bench_all.py

compiled: $(VENV)/.installed  ## a wheel in dist/ whose extraction is compiled to C, tested; asks for a C compiler and some minutes
	rm -rf dist && mkdir -p dist/source
	git ls-files -z | tar --null -cT - | tar -xC dist/source
	cd dist && HATCH_BUILD_HOOK_ENABLE_MYPYC=true ../$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir . ./source
	cd dist/source && ../../$(BIN)/python -c 'from kg.extract.text import tree; assert not tree.__file__.endswith(".py"), tree.__file__'
	cd dist/source && ../../$(BIN)/python -m pytest tests/cases tests/extract tests/articles
	ls dist/*.whl

format: $(VENV)/.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

notebooks: $(VENV)/.installed  ## run the notebooks from nothing and keep what they put out
	$(BIN)/python tests/notebooks/refresh.py

clean:
	rm -rf $(VENV) $(DEMO_STORE) dist
