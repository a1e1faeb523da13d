"""The score that Mozilla's HTTP Observatory gives an answer over https.

The rules are those of https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring (November 2024). A bonus
counts only where nothing worse than 10 points was taken away; nothing here earns the bonus of a preloaded HSTS.
"""

import re
from http.cookies import SimpleCookie

REFERRER_POLICIES = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
SIX_MONTHS = 15_768_000
BROAD = {"*", "http:", "https:", "ftp:"}


def score(headers, body=b""):
    """`headers` is an http.client.HTTPMessage."""
    marks = [
        rule(headers) for rule in (_policy, _cookies, _sharing, _referrer, _transport, _sniffing, _frames, _embedding)
    ]
    marks.append(_scripts(headers, body))
    base = 100 + sum(mark for mark in marks if mark < 0)
    return base + sum(mark for mark in marks if mark > 0) if base >= 90 else max(base, 0)


def _directives(headers):
    policies = headers.get_all("Content-Security-Policy") or []
    assert len(policies) <= 1, headers.as_string()
    parts = [part.split() for part in ";".join(policies).split(";") if part.strip()]
    return {name: set(sources) for name, *sources in parts}


def _policy(headers):
    found = _directives(headers)
    if not found:
        return -25
    default = found.get("default-src", {"*"})
    scripts, styles, objects = (found.get(f"{kind}-src", default) for kind in ("script", "style", "object"))
    if scripts & (BROAD | {"'unsafe-inline'", "data:"}) or objects & BROAD:
        return -20
    if any(source.startswith(("http:", "ftp:")) for sources in found.values() for source in sources):
        return -20
    if "'unsafe-eval'" in scripts | styles:
        return -10
    if styles & (BROAD | {"'unsafe-inline'", "data:"}):
        return 0
    is_narrow = default == {"'none'"} and found.get("form-action", {"*"}) <= {"'none'", "'self'"}
    return 10 if is_narrow else 5


def _cookies(headers):
    set_ones = headers.get_all("Set-Cookie") or []
    for line in set_ones:
        [cookie] = SimpleCookie(line).values()
        if not cookie["secure"]:
            return -20
        if not cookie["httponly"]:
            return -30
        if cookie["samesite"] not in ("Lax", "Strict"):
            return -20
    return 5 if set_ones else 0


def _sharing(headers):
    return -50 if headers.get("Access-Control-Allow-Origin") else 0


def _referrer(headers):
    policy = headers.get("Referrer-Policy")
    return (5 if policy in REFERRER_POLICIES else -5) if policy else 0


def _transport(headers):
    found = re.fullmatch(r"max-age=(\d+).*", headers.get("Strict-Transport-Security", ""))
    if not found:
        return -20
    return 0 if int(found[1]) >= SIX_MONTHS else -10


def _sniffing(headers):
    return 0 if headers.get("X-Content-Type-Options") == "nosniff" else -5


def _frames(headers):
    if _directives(headers).get("frame-ancestors", BROAD) & BROAD:
        return 0 if headers.get("X-Frame-Options") in ("DENY", "SAMEORIGIN") else -20
    return 5


def _embedding(headers):
    policy = headers.get("Cross-Origin-Resource-Policy")
    return {"same-origin": 10, "same-site": 10, "cross-origin": 0, None: 0}.get(policy, -5)


def _scripts(headers, body):
    is_html = headers.get("Content-Type", "").startswith("text/html")
    return -50 if is_html and re.search(rb"<script[^>]+src=[\"']?(https?:)?//", body) else 0
