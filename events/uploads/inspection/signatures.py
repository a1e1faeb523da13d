"""Kinds of files by their first bytes, and the extensions that belong to programs."""

import re

from core.files.names import extension

from ..formats import kind_named
from .refusal import Refused

HEAD = 4096
_START_OF_TEXT = re.compile(rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*")

_MAGIC = [
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "empty zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"MZ", "exe"),
    (b"\x7fELF", "elf"),
    (b"\xfe\xed\xfa", "macho"),
    (b"\xce\xfa\xed\xfe", "macho"),
    (b"\xcf\xfa\xed\xfe", "macho"),
    (b"\xca\xfe\xba\xbe", "class"),
    (b"dex\n", "dex"),
    (b"\0asm", "wasm"),
    (b"L\0\0\0\x01\x14\x02\0", "lnk"),
    (b"#!", "script"),
    (b"{\\rtf", "rtf"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"%!PS", "ps"),
    (b"AT&TFORM", "djvu"),
    (b"8BPS", "psd"),
    (b"AC10", "dwg"),
    (b"\xdb\xa5\x2d\0", "word 2"),
    (b"\x9b\xa5", "word 2"),
    (b"\x09\0\x04\0", "excel 4"),
    (b"\x09\x02\x06\0", "excel 4"),
    (b"\x09\x04\x06\0", "excel 4"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ", "xz"),
    (b"MSCF", "cab"),
    (b"\x1aE\xdf\xa3", "mkv"),
    (b"\0\0\x01\xba", "mpeg"),
    (b"ID3", "mp3"),
    (b"OggS", "ogg"),
    (b"FLV", "flv"),
    (b"FWS", "swf"),
    (b"CWS", "swf"),
    (b"ZWS", "swf"),
]
_TEXTS = [
    (re.compile(rb"<\?php|<\?=|<%@?", re.I), "script"),
    (re.compile(rb"@echo\s|rem\s+\S|(?:powershell|cmd\.exe)\b|set-executionpolicy|on error resume", re.I), "script"),
    (re.compile(rb"<(?:!doctype\s+)?html|<(?:head|body|script|iframe|title|meta|!doctype\s+html)\b", re.I), "html"),
    (re.compile(rb"<hta:|<job\b|<package\b|<component\b", re.I), "script"),
    (re.compile(rb"<\?mso-application\s+progid=.word|<(?:w:worddocument|pkg:package)\b", re.I), "word xml"),
    (re.compile(rb"<\?mso-application\s+progid=.excel|<(?:ss:)?workbook\b", re.I), "excel xml"),
    (re.compile(rb"<\?mso-application\s+progid=.powerpoint", re.I), "powerpoint xml"),
    (re.compile(rb"<office:document\b", re.I), "flat opendocument"),
    (re.compile(rb"<svg\b|<!doctype\s+svg", re.I), "svg"),
    (re.compile(rb"mime-version:|from: <saved by", re.I), "mhtml"),
]
_HEIF = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx"}
_PDF_WITHIN = 1024  # the header of a PDF may be within this many bytes

PROGRAMS = {"exe", "elf", "macho", "class", "dex", "wasm", "lnk", "script", "swf", "cab"}
WEB_PAGES = {"html", "svg", "mhtml"}
VIDEOS = {"mp4", "mkv", "mpeg", "mp3", "ogg", "flv", "avi", "wav"}
ARCHIVES = {"zip", "rar", "7z", "gz", "bz2", "xz", "tar"}
OTHER_FORMATS = {
    *("gif", "bmp", "avif", "psd", "ps", "djvu", "dwg", "rar", "7z", "gz", "bz2", "xz", "tar", "word 2", "excel 4"),
    *("word xml", "excel xml", "powerpoint xml", "flat opendocument"),
}
OTHER_NAMES = {".csv": "csv", ".rar": "rar", ".7z": "7z", ".dwg": "dwg", ".djvu": "djvu", ".psd": "psd", ".eml": "eml"}

PROGRAM_NAMES = re.compile(
    r"\.(?:exe|com|scr|pif|dll|sys|drv|ocx|cpl|msi|msp|mst|msix|appx|application|gadget|bat|cmd|ps[12]|ps1xml|psm1|vb|vbs|"
    r"vbe|js|jse|mjs|ws|wsf|wsh|wsc|sct|hta|lnk|url|scf|inf|reg|jar|class|war|apk|dex|ipa|app|dmg|pkg|deb|rpm|run|bin|"
    r"elf|so|sh|bash|zsh|csh|py|pyc|pyw|pl|rb|php|phtml|asp|aspx|jsp|cgi|command|desktop|swf|chm|hlp|iso|img|vhd|xll|"
    r"xlam|ppam|wll|jnlp|msc|library-ms|settingcontent-ms)\Z",
    re.I,
)
WEB_NAMES = re.compile(r"\.(?:html?|xht|xhtml|shtml|mht|mhtml|svgz?)\Z", re.I)
VIDEO_NAMES = re.compile(r"\.(?:mp4|m4v|mov|avi|mkv|webm|wmv|mpe?g|3gp|flv|mp3|wav|m4a|ogg|flac)\Z", re.I)
MACRO_NAMES = re.compile(r"\.(?:docm|dotm|pptm|potm|ppsm|sldm|xlsm|xltm)\Z", re.I)
# For parts of a document, where Office stores objects and printer settings as `.bin`.
INNER_PROGRAM_NAMES = re.compile(PROGRAM_NAMES.pattern.replace("|bin|", "|"), re.I)


def kind_of(head: bytes) -> str:
    """A word for the kind that begins with these bytes; "" if unknown."""
    if head[:4] == b"RIFF":
        return {b"WEBP": "webp", b"AVI ": "avi", b"WAVE": "wav"}.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        if head[8:12] in (b"avif", b"avis"):
            return "avif"
        return "heic" if head[8:12] in _HEIF else "mp4"
    if head[257:262] == b"ustar":
        return "tar"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    return _kind_of_text(head) or ("pdf" if b"%PDF-" in head[: _PDF_WITHIN + 5] else "")


def _kind_of_text(head: bytes) -> str:
    text = _START_OF_TEXT.sub(b"", head).replace(b"\0", b"")
    text = re.sub(rb"\A(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*|<\?xml-stylesheet[^>]*\?>\s*)*", b"", text, flags=re.S)
    for pattern, kind in _TEXTS:
        if pattern.match(text):
            return kind
    return "svg" if re.search(rb"<svg[\s>]", text, re.I) else ""


def refusal_of(kind: str, name: str) -> Refused:
    """The refusal of a file whose beginning is of no accepted kind. Its name helps if the bytes do not tell more."""
    if kind == "empty zip":
        return Refused("empty", "zip")
    if kind in PROGRAMS or PROGRAM_NAMES.search(name):
        return Refused("program", kind)
    if kind in WEB_PAGES or WEB_NAMES.search(name):
        return Refused("web_page", kind)
    if kind in VIDEOS or VIDEO_NAMES.search(name):
        return Refused("video", kind)
    other = kind if kind in OTHER_FORMATS else OTHER_NAMES.get(extension(name))
    if other:
        return Refused("other_format", other)
    return Refused("broken" if kind_named(name) else "unknown_kind")


def refuse_program_name(name: str) -> None:
    """Refuse a document named like a program, because opening it would run it."""
    for names, reason in ((PROGRAM_NAMES, "program"), (WEB_NAMES, "web_page"), (MACRO_NAMES, "macros")):
        if names.search(name):
            raise Refused(reason)


def is_program(head: bytes) -> bool:
    """Whether a part of a file is a program. Two letters at its beginning do not prove that."""
    if head[:2] == b"MZ":
        place = int.from_bytes(head[60:64], "little")
        return head[2:5] == b"\x90\0\x03" or head[place : place + 4] == b"PE\0\0"
    return bool(_PROGRAM.match(head))


_PROGRAM = re.compile(
    rb"\x7fELF[\x01\x02][\x01\x02]\x01|#!\s?/[a-z]|\xcf\xfa\xed\xfe.{3}\x01|\xca\xfe\xba\xbe\0\0\0|L\0\0\0\x01\x14\x02\0"
)
