"""The table of settings in README.md and docs/settings.md, made from the settings class."""

from __future__ import annotations

from assistant.settings import Settings

START, END = "<!-- settings -->", "<!-- /settings -->"


def settings_table() -> str:
    """A Markdown table: variable, default, meaning; one row a setting."""
    rows = ["| 变量 | 默认 | 含义 |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default_factory else field.default
        shown = (
            f"`{default}`"
            if default not in (None, "")
            else "（系统的用户数据文件夹）"
            if name == "data_dir"
            else "（不填）"
        )
        rows.append(f"| `CQO_{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(rows)


def with_table(text: str) -> str:
    """``text`` with the table between its two marks renewed."""
    head, _, rest = text.partition(START)
    _, _, tail = rest.partition(END)
    return f"{head}{START}\n{settings_table()}\n{END}{tail}"
