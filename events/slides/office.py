"""Convert documents to PDF with LibreOffice, where it is installed, without reading anything outside the document.

Three measures keep an untrusted document away from everything that this machine can reach. Links are removed from the
file first. Each document gets a new profile, which follows no remaining links (old binary formats have them too) and
runs no macros. The process has no network, if the system allows that.
"""

import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ..uploads import sandbox

LEGACY = {".ppt", ".pps", ".doc", ".xls", ".rtf"}  # not packages, so they have no parts to remove links from
CONVERTED = {".pptx", ".ppsx", ".docx", ".xlsx", ".odp", ".odt", ".ods", *LEGACY}
# Marks of a tracked deletion: the property sprmCFRMarkDel of Word, switched on, and the control word of RTF.
_DELETION = {".doc": b"\x00\x08\x01", ".rtf": b"\\deleted"}
SPREADSHEETS = {".xlsx", ".xls", ".ods"}
FIRST_START = replace(sandbox.OFFICE, wall_seconds=30)
MAX_SECONDS = FIRST_START.wall_seconds + sandbox.OFFICE.wall_seconds
_OPTIONS: dict[str, dict[str, str | int]] = {
    "Office.Common/Security/Scripting": {
        "BlockUntrustedRefererLinks": "true",
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": 3,
    },
    "Office.Writer/Content/Update": {"Link": 0},
    "Office.Calc/Content/Update": {"Link": 2},
    "Office.Common/Filter/PDF/Export": {
        "ExportNotes": "false",
        "ExportNotesPages": "false",
        "ExportHiddenSlides": "false",
        "Quality": 85,
        "ReduceImageResolution": "true",
        "MaxImageResolution": 150,
    },
    "Setup/L10N": {"ooSetupSystemLocale": "ru-RU"},
}


def may_have_deletions(document: Path) -> bool:
    """Whether an old document may have tracked deletions, which LibreOffice would draw, struck through."""
    mark = _DELETION.get(document.suffix)
    return mark is not None and mark in document.read_bytes()


def program() -> str | None:
    """The path of LibreOffice itself, not of its wrapper script, so that killing the process ends it."""
    script = shutil.which("soffice") or shutil.which("libreoffice")
    if script is None:
        return None
    binary = Path(script).resolve().parent / "soffice.bin"
    return str(binary) if binary.exists() else script


def _command(folder: Path) -> list[str]:
    """The beginning of every command. Writes the profile if there is none yet."""
    profile = Path(folder).resolve() / "profile"
    options = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard"]
    command = [program() or "soffice", f"-env:UserInstallation={profile.as_uri()}", *options]
    if not profile.exists():
        _write_profile(profile)
        with suppress(sandbox.ChildFailed):  # LibreOffice initializes a new profile, asks for a restart and ends
            sandbox.run([*command, "--terminate_after_init"], limits=FIRST_START, folder=folder)
    return command


def _write_profile(profile: Path) -> None:
    (profile / "user").mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, values in _OPTIONS.items()
        for name, value in values.items()
    )
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>\n',
        "utf-8",
    )


def convert(document: Path, folder: Path, kind: str = "pdf") -> Path:
    """The document as a file of this kind in the folder, with the same stem.

    Raises ChildFailed, also if LibreOffice cannot read the document. A folder is for the files of one document: it
    holds the profile, which further conversions use again.
    """
    begin = _command(folder)
    printed = sandbox.run(
        [*begin, "--convert-to", kind, "--outdir", str(folder), str(document)], limits=sandbox.OFFICE, folder=folder
    )
    converted = folder / f"{document.stem}.{kind}"
    if not converted.exists():
        raise sandbox.ChildFailed("refused", printed[-300:])
    return converted
