"""From a stored file to an answer: the whole of it or a part, once or «not modified», by us or by nginx."""

from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from .names import content_disposition
from .ranges import UNSATISFIABLE, parse_range, range_applies

# The server keeps some ten chunks for each reader who is slower than the disk: small ones make fifty of them cheap.
CHUNK = 4 * 1024


class Part:
    """`length` bytes of an open file from where it stands; closing it closes the file, begun or not."""

    def __init__(self, file, length):
        self.file, self.left = file, length

    def __iter__(self):
        return self

    def __next__(self):
        chunk = self.file.read(min(CHUNK, self.left)) if self.left else b""
        if not chunk:
            self.close()
            raise StopIteration
        self.left -= len(chunk)
        return chunk

    def close(self):
        self.left = 0
        self.file.close()


def deliver(request, stored_file, *, name, content_type, etag, last_modified=None, inline=False, max_age=None):
    """The answer to GET and HEAD for a file that the view has found to be open to this visitor.

    `etag` is unquoted and names these very bytes; `last_modified` is a datetime. Raises FileNotFoundError when the
    storage has no such file, and only then.
    """
    storage = stored_file.storage
    size = storage.size(stored_file.name)
    quoted = f'"{etag}"'
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache" if max_age is None else f"private, max-age={max_age}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "ETag": quoted,
        "X-Content-Type-Options": "nosniff",
    }
    if last_modified:
        headers["Last-Modified"] = http_date(last_modified.timestamp())
    body = {
        "Content-Type": content_type,
        "Content-Disposition": content_disposition(name, inline=inline, reads_raw=reads_raw(request)),
    }
    seconds = int(last_modified.timestamp()) if last_modified else None
    response = get_conditional_response(request, quoted, seconds)
    if response is None:
        headers |= body
        response = _by_nginx(request, stored_file) or _by_us(request, stored_file, size, headers)
    for header, value in headers.items():
        response[header] = value
    patch_vary_headers(response, ["Cookie"])
    return response


def reads_raw(request):
    """curl names a file by `filename` alone and writes its bytes as they come: `curl -OJ`."""
    return request.headers.get("User-Agent", "").startswith("curl/")


def _by_nginx(request, stored_file):
    # nginx knows the file by another validator than ours and would answer these two wrongly.
    strict = {"If-Match", "If-Unmodified-Since"} & set(request.headers)
    if settings.SENDFILE != "x-accel" or request.method != "GET" or strict:
        return None
    return HttpResponse(headers={"X-Accel-Redirect": f"/_files/{quote(stored_file.name)}"})


def _by_us(request, stored_file, size, headers):
    asked = None
    if request.method == "GET" and range_applies(
        request.headers.get("If-Range"), headers["ETag"], headers.get("Last-Modified")
    ):
        asked = parse_range(request.headers.get("Range"), size)
    if asked == UNSATISFIABLE:
        headers.pop("Content-Disposition")
        headers["Content-Type"] = "text/plain"
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = asked or (0, size - 1)
    length = last - first + 1
    headers["Content-Length"] = str(length)
    if asked:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    if request.method == "HEAD":
        return HttpResponse()
    file = stored_file.storage.open_at(stored_file.name, first, length)
    return StreamingHttpResponse(Part(file, length), status=206 if asked else 200)
