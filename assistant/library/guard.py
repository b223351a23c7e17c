"""Who may change the library: pages of this site only, and by default clients on this machine only.

A browser sends requests of foreign pages too. Such a page cannot set ``WRITE_HEADER`` without asking
first (it never gets leave), is named in Origin and Sec-Fetch-Site, and when it points its own name at
this machine (DNS rebinding) its name stands in Host.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from assistant.library.problems import Refused
from assistant.settings import Settings

#: Every request that changes something carries it; its value does not matter.
WRITE_HEADER = "X-CQO-Library"
_LOCAL_NAMES = frozenset({"localhost", "ip6-localhost"})
_OWN_SITES = frozenset({"same-origin", "none"})


def is_loopback(host: str) -> bool:
    """Whether ``host``, a name or an address, is this machine itself."""
    name = host.strip("[]").rstrip(".").lower()
    if name in _LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def host_of(header: str) -> str:
    """The host of a Host header without its port; empty when it is none."""
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


def foreign_host(header: str, listening: str) -> bool:
    """Whether a request names another host than this machine while only this machine is served."""
    return is_loopback(listening) and not is_loopback(host_of(header))


def may_write(request: HTTPConnection, settings: Settings) -> bool:
    """Whether this client may change the library at all."""
    if settings.library_writable == "everyone":
        return True
    if settings.library_writable == "nobody":
        return False
    client = request.client.host if request.client else ""
    return is_loopback(client) and is_loopback(host_of(request.headers.get("host", "")))


def check_reader_of_uploads(request: HTTPConnection, settings: Settings) -> None:
    """Raises Refused when uploads are not this client's to see."""
    if settings.library_writable == "nobody":
        raise Refused(
            403, "这个服务的资料库设为只读（CQO_LIBRARY_WRITABLE=nobody），不能加入或修改。"
        )
    if not may_write(request, settings):
        raise Refused(
            403,
            "只有在运行服务的那台机器上才能加入和修改资料；要允许其他机器，请设置 CQO_LIBRARY_WRITABLE=everyone。",
        )


def check_writer(request: HTTPConnection, settings: Settings) -> None:
    """Raises Refused when the client may not write or the request comes from another site."""
    check_reader_of_uploads(request, settings)
    origin = request.headers.get("origin")
    own = urlsplit(origin).netloc == request.headers.get("host", "") if origin else True
    site = request.headers.get("sec-fetch-site", "none")
    if not own or site not in _OWN_SITES:
        raise Refused(403, "请求来自别的网站，没有执行。请在资料库页面上操作。")
    if WRITE_HEADER.lower() not in request.headers:
        raise Refused(403, f"请求里缺少 {WRITE_HEADER} 头，没有执行，请对照 docs/web.md 中的示例。")
