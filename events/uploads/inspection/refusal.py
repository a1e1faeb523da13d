"""Why a file is not taken: each reason is a stable word, and each has a sentence for people elsewhere."""

REASONS = {
    "empty": "no bytes, or an archive without a file",
    "unknown_kind": "nothing that a material may be",
    "program": "a program or a script, whatever its name",
    "web_page": "HTML or SVG",
    "video": "video and sound are linked to, not stored",
    "other_format": "a document or picture that has to be saved in another format first",
    "not_as_named": "the extension says another kind than the content",
    "polyglot": "two files in one: an archive, a program or a PDF besides what it seems",
    "truncated": "its end is missing",
    "broken": "it does not hold together",
    "encrypted": "a password is needed to read it",
    "macros": "macros, or a kind of document that is there for them",
    "embedded_program": "a program inside a document",
    "bomb": "unpacks to far more than it is",
    "too_many_entries": "more files inside than any document has",
    "overlapping": "files of an archive that share their bytes, or are described in two ways",
    "unsafe_names": "names that lead out of the archive's folder",
    "links": "symbolic links and devices in an archive",
    "nested": "archives in archives",
    "entities": "XML that declares entities or a document type",
    "not_photos": "an archive with something else than photographs in it",
    "too_many_pixels": "a picture of more than 50 megapixels, with all of its frames",
    "too_complex": "more memory or more XML than a document needs",
}


class Refused(Exception):
    """`kind` is what was found, as far as that is known; `detail` names the part of the file that is to blame."""

    def __init__(self, reason, kind="", detail=""):
        super().__init__(reason)
        assert reason in REASONS, reason
        self.reason, self.kind, self.detail = reason, kind, str(detail)[:200]
