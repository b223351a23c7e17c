"""Gradio's own controls in the colours of the page: its variables point at those of tokens.css."""

from __future__ import annotations

import gradio as gr

#: System fonts only; nothing is fetched. The same stack is in tokens.css.
FONTS = (
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "system-ui",
    "sans-serif",
)
MONOSPACE = ("ui-monospace", "Consolas", "Noto Sans Mono CJK SC", "monospace")

_COLOURS = {
    "body_background_fill": "var(--paper)",
    "body_text_color": "var(--ink)",
    "body_text_color_subdued": "var(--ink-soft)",
    "background_fill_primary": "var(--surface)",
    "background_fill_secondary": "var(--paper)",
    "block_background_fill": "transparent",
    "block_border_color": "var(--line)",
    "border_color_primary": "var(--line)",
    "border_color_accent": "var(--teal)",
    "color_accent_soft": "var(--teal-soft)",
    "input_background_fill": "var(--surface)",
    "input_border_color": "var(--line-strong)",
    "input_border_color_focus": "var(--teal)",
    "input_placeholder_color": "var(--ink-soft)",
    "button_primary_background_fill": "var(--teal)",
    "button_primary_background_fill_hover": "var(--teal-deep)",
    "button_primary_text_color": "var(--on-teal)",
    "button_secondary_background_fill": "transparent",
    "button_secondary_background_fill_hover": "var(--teal-soft)",
    "button_secondary_text_color": "var(--ink)",
}


def page_theme() -> gr.themes.Base:
    """Gradio's base theme with the page's colours in light and dark."""
    theme = gr.themes.Base(font=FONTS, font_mono=MONOSPACE)
    dark = {f"{name}_dark": value for name, value in _COLOURS.items()}
    return theme.set(**_COLOURS, **dark)
