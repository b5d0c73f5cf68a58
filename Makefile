PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
SERVE ?= 1

.PHONY: demo test check fix bench docs lock

demo: .venv/.ok        ## the main job on the real example: forecast, principal constraint, report in out/
	$(BIN)/tongchou demo --out out $(if $(filter 0,$(SERVE)),--no-serve,)

test: .venv/.dev       ## every test
	PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(BIN)/python -m pytest -p hypothesis.extra.pytestplugin -p pytest_django.plugin -p xdist.plugin -n auto --dist loadfile $(ARGS)

check: .venv/.dev      ## style, types, import contracts
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

fix: .venv/.dev
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

docs: .venv/.dev       ## regenerate the reference pages from the code
	$(BIN)/python -m docs.generate

bench-env: .venv-bench/.ok
bench: bench-env
	.venv-bench/bin/python -m benchmarks network simulation rescue

lock:                  ## renew the pinned, hashed locks
	$(BIN)/uv pip compile -q pyproject.toml --extra site --extra reports --generate-hashes --no-header --no-emit-index-url --no-annotate --python-version 3.11 -o requirements.txt
	$(BIN)/uv pip compile -q pyproject.toml --extra site --extra reports --group dev --generate-hashes --no-header --no-emit-index-url --no-annotate --python-version 3.11 -o requirements-dev.txt
	$(BIN)/uv pip compile -q benchmarks/peers.in --generate-hashes --no-header --no-emit-index-url --no-annotate --python-version 3.11 -o requirements-bench.txt

.venv/.uv:
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check uv==$(UV_VERSION) || echo "uv is not to be had: pip takes its place"
	touch $@

.venv/.ok: .venv/.uv requirements.txt pyproject.toml
	sh scripts/install requirements.txt .venv
	touch $@

.venv/.dev: .venv/.ok requirements-dev.txt
	sh scripts/install requirements-dev.txt .venv
	touch $@

.venv-bench/.ok: .venv/.uv requirements-bench.txt
	$(PYTHON) -m venv .venv-bench
	sh scripts/install requirements-bench.txt .venv-bench
	touch $@
