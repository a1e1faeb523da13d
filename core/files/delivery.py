"""Answer a request for a stored file: the whole of it or a part, «not modified», by this process or by nginx."""

from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from .names import content_disposition
from .ranges import UNSATISFIABLE, AskedRange, parse_range, range_applies

# The server holds about ten chunks for each reader that is slower than the disk. Small chunks keep fifty readers cheap.
CHUNK = 4 * 1024


class FilePart:
    """An iterator over the next `length` bytes of an open file. Closing it closes the file in any case."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self.file, self.left = file, length

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        chunk = self.file.read(min(CHUNK, self.left)) if self.left else b""
        if not chunk:
            self.close()
            raise StopIteration
        self.left -= len(chunk)
        return chunk

    def close(self) -> None:
        self.left = 0
        self.file.close()


class Delivery(NamedTuple):
    """`begins` tells whether the response contains the first byte, so that a download is counted once.

    It does not for HEAD, for «not modified», or for the rest of a file.
    """

    response: HttpResponseBase
    begins: bool


def deliver(
    request: HttpRequest,
    stored_file: Any,
    *,
    name: str,
    content_type: str,
    etag: str,
    last_modified: datetime | None = None,
    inline: bool = False,
    max_age: int | None = None,
) -> Delivery:
    """Answer a GET or HEAD request for a file. The view has checked that the visitor may have it.

    `stored_file` has a `name` and a `storage`. `etag` is unquoted and identifies exactly these bytes. Raises
    FileNotFoundError if the storage has no such file, and no other error.
    """
    size = stored_file.storage.size(stored_file.name)
    quoted = f'"{etag}"'
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache" if max_age is None else f"private, max-age={max_age}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "ETag": quoted,
        "X-Content-Type-Options": "nosniff",
    }
    seconds = None
    if last_modified:
        seconds = int(last_modified.timestamp())
        headers["Last-Modified"] = http_date(seconds)
    response = get_conditional_response(request, quoted, seconds)
    begins = False
    if response is None:
        headers["Content-Type"] = content_type
        headers["Content-Disposition"] = content_disposition(name, inline=inline, reads_raw=reads_raw(request))
        asked = _asked_range(request, size, headers)
        begins = request.method == "GET" and asked != UNSATISFIABLE and (asked is None or asked[0] == 0)
        response = _by_nginx(request, stored_file, asked) or _by_us(request, stored_file, size, asked, headers)
    for header, value in headers.items():
        response[header] = value
    patch_vary_headers(response, ["Cookie"])
    return Delivery(response, begins)


def reads_raw(request: HttpRequest) -> bool:
    """Whether the client is curl: `curl -OJ` reads only `filename` and takes its bytes as they are."""
    return request.headers.get("User-Agent", "").startswith("curl/")


def _asked_range(request: HttpRequest, size: int, headers: dict[str, str]) -> AskedRange:
    if request.method != "GET":
        return None
    if not range_applies(request.headers.get("If-Range"), headers["ETag"], headers.get("Last-Modified")):
        return None
    return parse_range(request.headers.get("Range"), size)


def _by_nginx(request: HttpRequest, stored_file: Any, asked: AskedRange) -> HttpResponse | None:
    # nginx computes another ETag than ours and would answer these two headers wrongly. In a 416 it would send each
    # header twice.
    strict = {"If-Match", "If-Unmodified-Since"} & set(request.headers)
    if settings.SENDFILE != "x-accel" or request.method != "GET" or strict or asked == UNSATISFIABLE:
        return None
    return HttpResponse(headers={"X-Accel-Redirect": f"/_files/{quote(stored_file.name)}"})


def _by_us(
    request: HttpRequest, stored_file: Any, size: int, asked: AskedRange, headers: dict[str, str]
) -> HttpResponseBase:
    if asked == UNSATISFIABLE:
        headers.pop("Content-Disposition")
        headers["Content-Type"] = "text/plain; charset=utf-8"
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = asked or (0, size - 1)
    length = last - first + 1
    headers["Content-Length"] = str(length)
    if asked:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    if request.method == "HEAD":
        return HttpResponse()
    file = stored_file.storage.open_at(stored_file.name, first, length)
    return StreamingHttpResponse(FilePart(file, length), status=206 if asked else 200)
