"""The reasons why a file is refused, each a stable word. `verdicts.py` has the sentences for people."""

REASONS = {
    "empty": "no bytes, or an archive without a file",
    "unknown_kind": "not a kind that a material may be",
    "program": "a program or a script, whatever its name",
    "web_page": "HTML or SVG",
    "video": "video or sound; they are linked to, not stored",
    "other_format": "a document or picture that has to be saved in another format first",
    "not_as_named": "the extension says another kind than the content",
    "polyglot": "two files in one: an archive or a program behind what it seems to be",
    "preceded": "something stands before the beginning of a PDF",
    "truncated": "the end is missing",
    "broken": "the structure is damaged",
    "encrypted": "cannot be read without a password",
    "macros": "macros, or a kind of document made for them",
    "embedded_program": "a program inside a document",
    "bomb": "unpacks to far more than its own size",
    "too_many_entries": "more files inside than any document has",
    "overlapping": "entries of an archive that share bytes or a name",
    "unsafe_names": "names that lead out of the archive's folder",
    "links": "symbolic links and devices in an archive",
    "nested": "an archive in an archive",
    "entities": "XML that declares entities or refers to declarations elsewhere",
    "not_photos": "an archive with something else than photographs in it",
    "too_many_pixels": "more than 50 megapixels",
    "too_complex": "needs more memory or more work than any real document",
}


class Refused(Exception):
    """A refusal. `kind` is what was found, if known; `detail` names the part of the file that caused it."""

    def __init__(self, reason: str, kind: str = "", detail: str = "") -> None:
        super().__init__(reason)
        assert reason in REASONS, reason
        self.reason, self.kind, self.detail = reason, kind, detail[:200]
