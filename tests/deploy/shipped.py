"""The shipped nginx.conf, fitted to the folders and ports of a test."""

import os
import re

from tests import files
from tests.deploy.servers import CLONE
from tests.ports import free_port

CONTENT = files.pdf("0123456789" * 5000)
HTTP = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; {user}
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    {temporary}
    include {folder}/portal.conf;
}}
"""


def render(folder, portal, port, tls=False, plain=None, others=()):
    """The shipped files with the folders, ports and `others` of this test; their TLS needs `tls.pem` in the folder."""
    text = (CLONE / "deploy" / "nginx.conf").read_text()
    certificate, here = (r"/etc/ssl/portal/\w+\.pem", f"{folder}/tls.pem") if tls else (r"    ssl_.*\n", "")
    text = re.sub(certificate, here, text)
    for shipped, here in {
        "listen 80;": f"listen 127.0.0.1:{plain or free_port()};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port}{' ssl http2' if tls else ''};",
        "server_name portal.example;": "server_name 127.0.0.1;",
        "127.0.0.1:8000": f"127.0.0.1:{portal.port}",
        "/var/cache/nginx/portal": f"{folder}/pages",
        "/srv/portal/var/media/": f"{portal.media}/",
        "/srv/portal/var/static/": f"{folder}/static/",
        "/srv/portal/deploy/nginx-errors.conf": f"{folder}/nginx-errors.conf",
        **dict(others),
    }.items():
        assert shipped in text
        text = text.replace(shipped, here)
    (folder / "portal.conf").write_text(text)
    errors = (CLONE / "deploy" / "nginx-errors.conf").read_text()
    assert "/srv/portal/deploy/errors/" in errors
    (folder / "nginx-errors.conf").write_text(errors.replace("/srv/portal/", f"{CLONE}/"))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(HTTP.format(folder=folder, temporary=temporary, user=user))
