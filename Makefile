# 两条命令：make run（安装并运行主要功能）、make test（安装并运行全部检查）
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help run test check quick coverage format architecture golden bench clean
.DEFAULT_GOAL := help

help: ## 列出全部命令
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/'

# The stamp depends on pyproject.toml: a changed dependency is installed by the next command.
$(VENV)/.ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "需要 Python 3.11 或更高版本。")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

run: $(VENV)/.ready ## 安装，建立知识库，并检索一个词（WORDS=留守儿童）
	$(BIN)/duibiao build
	$(BIN)/duibiao search $(or $(WORDS),留守儿童)

test: $(VENV)/.ready ## 安装并运行全部检查和测试
	@$(MAKE) --no-print-directory check

check: $(VENV)/.ready ## 格式、静态检查、类型、导入方向、测试
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest $(if $(CI),--cov --cov-report=)
	$(if $(CI),$(BIN)/python tools/coverage_debts.py)

# What most mistakes show in, in less than a minute: no server, no browser, no test that is marked slow.
QUICK := analyzers ingest unseen quality service/answers service/query house

quick: $(VENV)/.ready ## 不到一分钟的检查：格式、类型、导入方向、拆条和检索的测试；交出前仍要 make check
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports >/dev/null || $(BIN)/lint-imports
	$(BIN)/pytest -m 'not slow' $(QUICK:%=tests/%)

coverage: $(VENV)/.ready ## 运行全部测试，列出没有测到的行，更新 docs/coverage.md
	$(BIN)/pytest --cov --cov-report=
	$(BIN)/python tools/coverage_debts.py --write

format: $(VENV)/.ready ## 整理代码格式
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

architecture: $(VENV)/.ready ## 按各模块的说明重写 ARCHITECTURE.md 里的房间图
	$(BIN)/python tools/make_map.py

golden: $(VENV)/.ready ## 重新生成 tests/golden（改动须逐行复核）
	DUIBIAO_GOLDEN=write $(BIN)/pytest tests -k golden

bench: $(VENV)/.ready ## 测量速度（同一次运行内的比值）
	$(BIN)/duibiao bench

clean: ## 删除虚拟环境和缓存
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
