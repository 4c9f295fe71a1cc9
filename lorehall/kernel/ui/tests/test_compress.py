"""Pages are compressed where the browser takes them so, and nothing else is."""

from __future__ import annotations

import gzip

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import RequestFactory

from lorehall.kernel.ui.compress import WORTH_IT, Compression

PAGE = "<p>Calm paper, dark ink.</p>" * 200


def answer(response: HttpResponseBase, accepts: str = "gzip, br") -> HttpResponseBase:
    request: HttpRequest = RequestFactory().get("/", headers={"accept-encoding": accepts})
    return Compression(lambda _request: response)(request)


def test_a_page_comes_compressed_and_is_the_same_page() -> None:
    found = answer(HttpResponse(PAGE))
    assert isinstance(found, HttpResponse)
    assert found["Content-Encoding"] == "gzip"
    assert gzip.decompress(found.content).decode() == PAGE
    assert int(found["Content-Length"]) == len(found.content) < len(PAGE) / 5


def test_caches_are_told_that_the_form_depends_on_the_browser() -> None:
    assert "Accept-Encoding" in answer(HttpResponse(PAGE), accepts="")["Vary"]


@pytest.mark.parametrize(
    ("response", "accepts"),
    [
        (HttpResponse(PAGE), ""),
        (HttpResponse(PAGE), "br"),
        (HttpResponse("x" * (WORTH_IT - 1)), "gzip"),
        (HttpResponse(PAGE, content_type="application/json"), "gzip"),
        (StreamingHttpResponse([PAGE.encode()]), "gzip"),
    ],
    ids=["not asked for", "another form", "too small", "no page", "streamed"],
)
def test_everything_else_stays_as_it_is(response: HttpResponseBase, accepts: str) -> None:
    assert "Content-Encoding" not in answer(response, accepts).headers
