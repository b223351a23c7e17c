"""What of a page is no text of the article: navigation, share bars, footers, hidden words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

#: Elements without words for a reader.
SILENT = frozenset(
    (
        "script", "style", "head", "noscript", "template", "iframe", "frame", "object", "embed", "applet",
        "svg", "canvas", "video", "audio", "map", "input", "textarea", "meta", "link", "title", "base", "rt", "rp",
    )
)  # fmt: skip
_NAVIGATION = frozenset(("nav", "aside", "menu", "button", "select", "dialog"))
_ROLES = {
    "navigation": "navigation", "banner": "navigation", "search": "navigation", "menu": "navigation",
    "menubar": "navigation", "complementary": "sidebar", "contentinfo": "footer", "dialog": "navigation",
}  # fmt: skip
#: Words in the class or id of an element, and why it is left out.
_NAMED = {
    "navigation": """nav navi navs navbar navbox navigation menu menus topbar toolbar tools tool head header top logo
        banner search searchbox crumb crumbs breadcrumb breadcrumbs location position weizhi dqwz wz curpos path
        pagination pager pagebar paging skip""",
    "sidebar": "sidebar sidenav side aside sider rightbar leftbar leftnav leftmenu rank hot ranking",
    "related": """related relate relation xgwz xgxx xglj xgbd recommend recommended tuijian links link yqlj
        friendlink comments comment""",
    "share": """share sharebox sharebar bdsharebuttonbox bdshare jiathis fenxiang social qrcode ewm erweima print
        close gotop totop backtop""",
    "footer": "foot footer footbar copyright copy bottom beian banquan",
    "advertisement": "ad ads adv advert guanggao popup modal",
}
_REASONS = {word: reason for reason, words in _NAMED.items() for word in words.split()}
#: Only these are judged by their names: a paragraph of the text may be called anything.
_BOXES = frozenset(
    ("div", "ul", "ol", "dl", "section", "table", "form", "header", "footer", "span", "center")
)
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
#: Words that nobody can see, in an element's own style. A page that fades in says so of whole boxes.
_UNSEEN = re.compile(
    r"(?:opacity|font-size)\s*:\s*0(?:\.0+)?(?:px|pt|r?em|%)?\s*(?:;|$)", re.IGNORECASE
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_MEDIA = re.compile(r"@media\s+print[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.IGNORECASE)
_SELECTOR = re.compile(r"[a-z0-9]*[.#][\w-]+", re.IGNORECASE)

_KEYS = (
    r"发布(?:时间|日期|机构|单位|者)|发文(?:时间|日期)|更新(?:时间|日期)|时间|日期|来源|信息来源|作者|责任编辑|编辑|审核|浏览(?:次数|量)?"
    r"|阅读(?:次数|量|数)?|点击(?:次数|量|数)?|访问量|字体|字号|分享(?:到|至)?|打印|保护视力色|视力保护色"
)
_KEY = re.compile(rf"(?:{_KEYS})\s*[:：\]】]")
_COUNTS = re.compile(
    r"(?:浏览|阅读|点击|访问)(?:次数|量|数)?\s*[:：]|字[体号]\s*[:：]?\s*[【\[（(]?\s*大"
)
_BUTTONS = re.compile(
    r"(?:[\s|｜/【】\[\]「」]*(?:打印(?:本页|正文|此页|文章)?|关闭(?:窗口|本页|页面)?|返回(?:顶部|首页|列表|上一页)?|收藏(?:本页)?|分享(?:到|至)?"
    r"[:：]?|微信|微博|新浪微博|QQ空间|QQ好友|字体|大|中|小|我要纠错|无障碍|繁体|上一[篇页]|下一[篇页]|回到顶部))+[\s|｜/【】\[\]「」:：]*"
)
_SCAN = re.compile(r"扫一扫.{0,20}(?:打开|分享|手机).{0,12}")
_PATH = re.compile(
    r"(?:您?(?:现在|当前)?(?:的)?(?:所在)?位置|当前位置|您现在的位置)\s*(?:是)?\s*[:：]"
)


def hidden_names(root: Any) -> frozenset[str]:
    """Selectors (``.name``, ``#name``, ``div.name``) that the page's own styles do not show."""
    found: set[str] = set()
    for style in root.iter("style"):
        rules = _MEDIA.sub("", _COMMENT.sub("", (style.text or "")[:500_000]))
        for selectors, body in _RULE.findall(rules):
            if _HIDDEN.search(body):
                for selector in selectors.split(","):
                    if _SELECTOR.fullmatch(selector.strip()):
                        found.add(selector.strip().lower())
    return frozenset(found)


def is_hidden(element: Any, names: frozenset[str]) -> bool:
    style = element.get("style") or ""
    if "hidden" in element.attrib or _HIDDEN.search(style):
        return True
    if _UNSEEN.search(style) and not len(element):
        return True
    if not names:
        return False
    signs = [f".{name.lower()}" for name in (element.get("class") or "").split()]
    if element.get("id"):
        signs.append(f"#{element.get('id').lower()}")
    return any(sign in names or f"{element.tag}{sign}" in names for sign in signs)


def furniture(element: Any) -> str | None:
    """Why the element stands outside any article, by its tag, role, class or id; None when it does not."""
    tag = element.tag
    if tag in _NAVIGATION:
        return "sidebar" if tag == "aside" else "navigation"
    if tag in ("header", "footer") and not _within(element, ("article", "main", "section")):
        return "navigation" if tag == "header" else "footer"
    if tag == "div" and element.get("title") in ("header", "footer"):  # as LibreOffice saves a page
        return f"page-{element.get('title')}"
    role = _ROLES.get((element.get("role") or "").lower())
    if role is not None:
        return role
    for name in _names(element) if tag in _BOXES else ():
        if name in _REASONS:
            return _REASONS[name]
    return None


def line_reason(words: str) -> str | None:
    """Why a line is none of the text by its words alone: date and counter, buttons, the path to the page."""
    if len(words) > 200:
        return None
    if _BUTTONS.fullmatch(words) or _SCAN.fullmatch(words):
        return "share"
    if _PATH.match(words):
        return "navigation"
    keys = len(_KEY.findall(words))
    if keys >= 2 or (_COUNTS.search(words) and (keys or len(words) < 30)):
        return "page-info"
    return None


def _names(element: Any) -> Iterator[str]:
    """Classes and id as they stand and their parts: ``page-Header`` is page, header."""
    for name in (*(element.get("class") or "").split(), element.get("id") or ""):
        yield name.lower()
        parts = [part.lower() for part in _TOKEN.findall(name)]
        # The last word says what it is, the ones before what of: nav-content is content.
        if parts:
            yield parts[-1]


def _within(element: Any, tags: tuple[str, ...]) -> bool:
    return any(above.tag in tags for above in element.iterancestors())
