# Everything a person does with this folder. Needs make, a POSIX shell, Python 3.11 to 3.13 and pip; the rest is
# fetched from the lock files into .venv the first time, and again whenever a lock file has changed.
#
#   make PYTHON=/path/to/python3.12 demo    choose the interpreter (only when .venv is made)
#   make test ARGS="tests/bot -k daily"     pass words on to the program behind a target

.DEFAULT_GOAL := help
.PHONY: help demo run test check format-check lint types imports bench format texts pictures lock clean
.DELETE_ON_ERROR:

VENV := .venv
PY := $(VENV)/bin/python
RUN := $(VENV)/run.stamp
DEV := $(VENV)/dev.stamp
CANDIDATES := python3 python3.13 python3.12 python3.11 python
SUITS := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))

# A .venv whose interpreter went away (moved folder, upgraded system) is made again, although its stamps look fresh.
ifneq ($(wildcard $(VENV)/*.stamp),)
  ifneq ($(shell $(PY) -c '$(SUITS)' 2>/dev/null && echo sound),sound)
    $(shell rm -rf $(VENV))
  endif
endif

help:
	@echo 'make demo     try Muster in the browser with a sample team, no token needed'
	@echo 'make run      start the bot with the tokens of .env'
	@echo 'make test     run the tests'
	@echo 'make check    format, lint, types, import contracts, tests'
	@echo 'make bench    measure, each figure beside its goal'
	@echo 'make format   put the code into shape'
	@echo 'make texts    bring the translations up to date with the code'
	@echo 'make pictures take the pictures of the README again (needs chromium and Noto CJK)'
	@echo 'make lock     write the lock files again from pyproject.toml (UPGRADE=1 takes new versions)'
	@echo 'make clean    remove what the targets above have built; data stays'

demo: $(RUN)
	@exec $(PY) -m bot demo $(ARGS)

run: $(RUN)
	@exec $(PY) -m bot run $(ARGS)

test: $(DEV)
	$(PY) -m pytest -n auto $(ARGS)

check: format-check lint types imports test

format-check: $(DEV)
	$(PY) -m ruff format --check .

lint: $(DEV)
	$(PY) -m ruff check .

types: $(DEV)
	$(PY) -m mypy

imports: $(DEV)
	$(VENV)/bin/lint-imports

bench: $(DEV)
	$(PY) -m tests.bench $(ARGS)

format: $(DEV)
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

texts: $(DEV)
	$(PY) -m tests.texts

pictures: $(DEV)
	$(PY) -m tests.pictures

# Sets the shell variable `base` to the first interpreter that suits, or says what is missing.
define find_python
for each in $(or $(PYTHON),$(CANDIDATES)); do \
  if "$$each" -c '$(SUITS)' >/dev/null 2>&1; then base=$$each; break; fi; \
done; \
if [ -z "$${base:-}" ]; then \
  echo 'Muster needs Python 3.11, 3.12 or 3.13, and none of these is one: $(or $(PYTHON),$(CANDIDATES))' >&2; \
  echo 'Install one, or name it: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)' >&2; exit 1; \
fi
endef

# $(call install,LOCK): a .venv with exactly what the lock file names, each file checked against its hash.
# Debian and Ubuntu ship Python without ensurepip; then the pip of the system fills the .venv from outside.
define install
@set -eu; $(find_python); \
if ! $(PY) -c '$(SUITS)' >/dev/null 2>&1; then \
  echo "Making $(VENV) with $$base"; \
  rm -rf $(VENV); \
  "$$base" -m venv $(VENV) >/dev/null 2>&1 || "$$base" -m venv --clear --without-pip $(VENV) || { \
    echo "$$base cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }; \
fi; \
if $(PY) -m pip --version >/dev/null 2>&1; then pip="$(PY) -m pip"; \
elif "$$base" -m pip --python $(PY) --version >/dev/null 2>&1; then pip="$$base -m pip --python $(PY)"; \
else \
  echo "$$base has no pip. On Debian and Ubuntu: apt-get install python3-venv (or python3-pip)" >&2; exit 1; \
fi; \
echo 'Installing $(1) (a minute the first time)'; \
$$pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
endef

$(RUN): requirements.lock
	$(call install,$<)
	@touch $@

# The development lock holds everything of the other one in the same versions, so both stamps are fresh afterwards.
$(DEV): requirements-dev.lock requirements.lock
	$(call install,$<)
	@touch $(RUN) $@

# uv only resolves here; it has its own folder, so that it is never part of what the product runs on.
# The header a lock file gets names the command, not the folder it was made in.
COMPILE = .tools/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-annotate --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

lock: .tools/bin/uv
	$(COMPILE) pyproject.toml --output-file requirements.lock
	$(COMPILE) pyproject.toml --constraints requirements.lock --group dev --output-file requirements-dev.lock

.tools/bin/uv:
	@set -eu; $(find_python); "$$base" -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9,<1'

clean:
	rm -rf $(VENV) .tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
