"""The kinds of files that a material may be, with their extensions and content types. Pure."""

from dataclasses import dataclass

from core.files.names import extension

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"


@dataclass(frozen=True)
class Format:
    content_type: str
    extensions: tuple[str, ...]
    has_pages: bool = True  # whether it can have slides


FORMATS = {
    "pdf": Format("application/pdf", (".pdf",)),
    "pptx": Format(f"{_OFFICE}.presentationml.presentation", (".pptx",)),
    "ppsx": Format(f"{_OFFICE}.presentationml.slideshow", (".ppsx",)),
    "ppt": Format("application/vnd.ms-powerpoint", (".ppt", ".pps")),
    "odp": Format(f"{_OPEN}.presentation", (".odp",)),
    "docx": Format(f"{_OFFICE}.wordprocessingml.document", (".docx",)),
    "doc": Format("application/msword", (".doc",)),
    "rtf": Format("application/rtf", (".rtf",)),
    "odt": Format(f"{_OPEN}.text", (".odt",)),
    "xlsx": Format(f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",)),
    "xls": Format("application/vnd.ms-excel", (".xls",)),
    "ods": Format(f"{_OPEN}.spreadsheet", (".ods",)),
    "jpeg": Format("image/jpeg", (".jpg", ".jpeg")),
    "png": Format("image/png", (".png",)),
    "webp": Format("image/webp", (".webp",)),
    "tiff": Format("image/tiff", (".tif", ".tiff")),
    "heic": Format("image/heic", (".heic", ".heif")),
    "zip": Format("application/zip", (".zip",), has_pages=False),
}
PICTURES = {"jpeg", "png", "webp", "tiff", "heic"}
# PowerPoint opens a slide show with the extension of a presentation and vice versa, so people rename them.
SLIDE_SHOWS = {"pptx", "ppsx"}
_KINDS = {suffix: kind for kind, known in FORMATS.items() for suffix in known.extensions}


def kind_named(name: str) -> str | None:
    """The kind of the extension; None if such files are not accepted."""
    return _KINDS.get(extension(name))


def content_type(name: str) -> str | None:
    kind = kind_named(name)
    return FORMATS[kind].content_type if kind else None


def has_pages(name: str) -> bool:
    kind = kind_named(name)
    return kind is not None and FORMATS[kind].has_pages
