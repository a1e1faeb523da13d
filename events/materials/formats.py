"""The kinds of files that materials may be: by the extension, and by the first bytes that must agree with it. Pure."""

from parks.files.names import extension

_ZIP = (b"PK\x03\x04",)
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

FORMATS = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".pptx": (f"{_OFFICE}.presentationml.presentation", _ZIP),
    ".ppt": ("application/vnd.ms-powerpoint", _OLE),
    ".odp": (f"{_OPEN}.presentation", _ZIP),
    ".docx": (f"{_OFFICE}.wordprocessingml.document", _ZIP),
    ".doc": ("application/msword", _OLE),
    ".odt": (f"{_OPEN}.text", _ZIP),
    ".xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _ZIP),
    ".ods": (f"{_OPEN}.spreadsheet", _ZIP),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".webp": ("image/webp", (b"RIFF",)),
    ".zip": ("application/zip", _ZIP),
}
HEAD_LENGTH = 16


def content_type(name):
    """The content type that the name's extension promises; None when such files are not taken."""
    known = FORMATS.get(extension(name))
    return known and known[0]


def begins_as_named(name, head):
    """Whether the first HEAD_LENGTH bytes may begin a file with this extension."""
    suffix = extension(name)
    if suffix == ".webp":
        return head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return head.startswith(FORMATS[suffix][1])
