"""What the server serves and refuses: the document, its headers, the closed parts of Gradio."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from assistant.settings import load_settings
from assistant.web.document import UnknownDocumentError, page_document
from assistant.web.site import create_site
from tests.web.library_assistant import LibraryAssistant


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_site(LibraryAssistant(), load_settings())) as made:
        yield made


def test_the_document_names_no_other_host(client: TestClient) -> None:
    document = client.get("/", headers={"Accept-Encoding": "br, gzip"})
    assert document.status_code == 200
    hosts = re.findall(r"(?:https?:)?//([\w.-]+\.\w+)", document.text)
    assert set(hosts) <= {"www.w3.org"}
    for unwanted in ("iframe", "manifest", "googleapis", "og:image", "huggingface", "share.html"):
        assert unwanted not in document.text.lower()


def test_the_theme_and_the_styles_of_the_page_name_no_other_host(client: TestClient) -> None:
    names = re.findall(r'(?:href|src)="(\./(?:page/[\w.-]+))"', client.get("/").text)
    assert len(names) >= 9
    for path in (*names, "theme.css"):
        answer = client.get(path.removeprefix("."))
        assert answer.status_code == 200, path
        assert not re.search(r"(?:url\(|import\s)['\"]?(?:https?:)?//", answer.text), path
        assert "@font-face" not in answer.text


def test_scripts_in_the_text_of_the_page_do_not_run(client: TestClient) -> None:
    first, second = client.get("/"), client.get("/")
    policy = first.headers["content-security-policy"]
    nonce = re.search(r"'nonce-([\w-]+)'", policy)
    assert nonce is not None
    assert nonce.group(1) in first.text
    assert nonce.group(1) not in second.text
    script_sources = re.search(r"script-src ([^;]*)", policy)
    assert script_sources is not None
    assert "unsafe-inline" not in script_sources.group(1)
    assert "default-src 'self'" in policy
    assert first.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/proxy=https://example.hf.space/",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/openapi.json",
        "/gradio_api/run/predict",
        "/gradio_api/vibe-code",
        "/monitoring",
        "/manifest.json",
        "/docs",
        "/redoc",
        "/login",
        "/anything",
    ],
)
def test_what_the_page_does_not_use_is_not_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_another_document_of_gradio_is_noticed() -> None:
    with pytest.raises(UnknownDocumentError):
        page_document("<html><head></head></html>", "nonce")
