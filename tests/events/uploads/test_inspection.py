"""What is inside a file decides: good files of every kind are taken, each hostile one is refused for its own reason."""

import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from fpdf import FPDF

from core.files.names import clean_name
from events.uploads import sandbox, verdicts
from events.uploads.formats import FORMATS, kind_named
from events.uploads.inspection import archive, inspect, packages
from events.uploads.inspection.refusal import REASONS, Refused
from tests import documents, files, hostile
from tests.conftest import SOFFICE

pytestmark = pytest.mark.once


@pytest.fixture
def judged(tmp_path):
    """What the child would say, said here: quicker, and a failure shows where."""

    def judge(name, content):
        path = tmp_path / "file"
        path.write_bytes(content)
        return inspect(str(path), clean_name(name))

    return judge


@pytest.mark.parametrize("name", documents.good())
def test_good_file_is_taken_as_what_it_is(name, judged):
    assert judged(name, documents.good()[name]) == {"kind": kind_named(name), "reason": "", "detail": ""}


def test_every_kind_is_among_the_good_files():
    assert {kind_named(name) for name in documents.good()} == FORMATS.keys()


CASES = [(reason, name) for reason, some in hostile.hostile().items() for name in some]


@pytest.mark.parametrize(("reason", "name"), CASES, ids=[f"{reason}: {name}" for reason, name in CASES])
def test_hostile_file_is_refused_for_its_reason(reason, name, judged):
    assert judged(name, hostile.hostile()[reason][name])["reason"] == reason


def test_every_reason_has_its_hostile_files_and_its_sentence():
    tried = hostile.hostile().keys() | {"truncated"}
    assert tried == REASONS.keys()
    assert verdicts.SENTENCES.keys() == REASONS.keys() | {"too_large", verdicts.NOT_CHECKED}


@pytest.mark.parametrize("name", documents.good())
@pytest.mark.parametrize("part", [0.3, 0.6, 0.97])
def test_part_of_a_file_is_refused(name, part, judged):
    content = documents.good()[name]
    # What telephones write behind the end of a photograph is no part of it.
    content = content if name != "С телефона.jpg" else documents.picture()
    found = judged(name, content[: int(len(content) * part)])
    assert found["reason"] in ("truncated", "broken"), found


@pytest.mark.parametrize("name", ["Доклад.pdf", "Снимок.jpg", "Схема.png", "Рисунок.webp", "Презентация.pptx"])
def test_file_that_breaks_off_is_told_from_a_broken_one(name, judged):
    content = documents.good()[name]
    assert judged(name, content[: len(content) * 2 // 3])["reason"] == "truncated"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Снимок.jpg", hostile.PHOTO[: hostile.PHOTO.index(b"\xff\xc0") + 5]),
        ("Схема.png", documents.picture("PNG")[:37]),
        ("Рисунок.webp", documents.picture("WEBP")[:-4]),
        ("Рисунок.webp", hostile.patched(documents.picture("WEBP"), 4, 100_000, "<I")),
        ("Рисунок.webp", hostile.patched(documents.picture("WEBP"), 16, 100_000, "<I")),
        ("Фото.zip", documents.photos()[:-10]),
        ("Доклад.pdf", files.pdf().replace(b"startxref", b"startxxxx")),
    ],
)
def test_file_that_breaks_off_in_a_header_breaks_off(name, content, judged):
    assert judged(name, content)["reason"] == "truncated"


def test_refusal_names_the_part_that_is_to_blame(judged):
    found = judged("Фото.zip", documents.packed({"a/1.jpg": hostile.PHOTO, "a/readme.txt": b"text"}))
    assert found == {"kind": "zip", "reason": "not_photos", "detail": "a/readme.txt"}


def test_spaces_and_a_line_behind_a_pdf_are_no_second_file(judged):
    assert judged("а.pdf", files.pdf() + b"\r\n \0\n<!-- served in 3 ms -->\n")["reason"] == ""
    assert judged("а.pdf", files.pdf() + b"text " * 300)["reason"] == "truncated"


def test_a_document_may_carry_documents(judged):
    """A workbook in a chart, a text in a slide, an old object: three deep, and no deeper."""
    assert judged("а.docx", hostile.deep(3))["reason"] == ""
    old = documents.compound({"Workbook": bytes(5000), "\x01Ole10Native": hostile.dropped("план.pdf", files.pdf())})
    assert judged("а.pptx", documents.repacked(documents.pptx(), hostile.objects(old)))["reason"] == ""


def test_large_old_document_has_tables_of_tables(judged):
    content = documents.doc(streams={"Data": bytes(9 << 20)})
    assert judged("а.doc", content)["reason"] == ""
    assert judged("а.doc", content[: len(content) // 2])["reason"] == "truncated"
    place = int.from_bytes(content[68:72], "little") * 512 + 512 + 508
    circle = content[:place] + content[68:72] + content[place + 4 :]
    assert judged("а.doc", hostile.patched(circle, 44, 3 * 127, "<I"))["reason"] == "broken"


def test_links_in_a_document_are_left_to_the_converter(judged):
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        'Target="https://example.org/a.dotx" TargetMode="External"/></Relationships>'
    )
    assert (
        judged("а.docx", documents.repacked(documents.docx(), {"word/_rels/settings.xml.rels": rels}))["reason"] == ""
    )


def test_keys_and_toolbars_of_a_text_are_no_macros(judged):
    """Word keeps them in a DOCX as well, and «save without macros» would not take them away."""
    said = '<Override PartName="/word/customizations.xml" ContentType="application/vnd.ms-word.{}+xml"/></Types>'
    words = hostile.types_say(documents.docx(), "</Types>", said.format("keyMapCustomizations"))
    keys = '<wne:tcg xmlns:wne="http://schemas.microsoft.com/office/word/2006/wordml"><wne:keymaps/></wne:tcg>'
    relations = {
        "word/_rels/footer9.xml.rels": hostile.relation(
            "http://schemas.microsoft.com/office/2006/relationships/keyMapCustomizations"
        ),
        "word/_rels/customizations.xml.rels": hostile.relation(
            "http://schemas.microsoft.com/office/2006/relationships/attachedToolbars"
        ),
    }
    parts = {"word/customizations.xml": keys, "word/attachedToolbars.bin": b"\0\1"}
    assert judged("а.docx", documents.repacked(words, parts | relations))["reason"] == ""


def test_drawing_with_a_document_type_inside_a_presentation_is_no_declaration_of_it(judged):
    drawing = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x"><svg xmlns="http://www.w3.org/2000/svg"/>'
    assert judged("а.pptx", documents.repacked(documents.pptx(), {"ppt/media/image9.svg": drawing}))["reason"] == ""


def test_font_and_film_begin_with_any_bytes(judged):
    """The first byte of an embedded font is a part of its length, or of a key: every 256th one is «<»."""
    words, wide = documents.docx(1), "<!DOCTYPE p>".encode("utf-32-le")
    font = struct.pack("<IIII", 0x1263C, 0x12345, 0x20002, 0) + bytes(100)
    for name, content in {"font1.fntdata": font, "font1.odttf": b"<\x97\2\xe1", "1.mp4": b"\0\0\0<ftypisom"}.items():
        assert judged("а.docx", documents.repacked(words, {f"word/{name}": content}))["reason"] == ""
    for name, content in {"1.dat": "<?xml", "2.dat": "<!DOCTYPE", "3.dat": wide, "4.xml": "<\1"}.items():
        assert judged("а.docx", documents.repacked(words, {f"word/{name}": content}))["reason"] == "broken"


def test_blank_picture_that_is_not_packed_by_itself_is_no_bomb(judged):
    """A bitmap of a screen, as old programs put it into documents, packs to a thousandth where it is white."""
    blank = documents.picture("BMP", (1920, 1080))[:54] + b"\xff" * 1920 * 1080 * 3
    assert judged("а.docx", documents.repacked(documents.docx(), {"word/media/image9.bmp": blank}))["reason"] == ""


def test_archive_of_the_64_bit_form_is_read(judged):
    content = documents.packed({"1.jpg": hostile.PHOTO})
    end = content.rindex(b"PK\x05\x06")
    length, start = (int.from_bytes(content[end + at : end + at + 4], "little") for at in (12, 16))
    record = b"PK\x06\x06" + b"".join(
        value.to_bytes(size, "little")
        for value, size in [(44, 8), (45, 2), (45, 2), (0, 4), (0, 4), (1, 8), (1, 8), (length, 8), (start, 8)]
    )
    locator = b"PK\x06\x07" + bytes(4) + end.to_bytes(8, "little") + (1).to_bytes(4, "little")
    whole = content[:end] + record + locator
    assert judged("а.zip", whole + hostile.patched(content[end:], 16, 0xFFFFFFFF, "<I"))["reason"] == ""
    assert judged("а.zip", whole + hostile.patched(content[end:], 16, start + 1, "<I"))["reason"] == "overlapping"
    assert judged("а.jpg", hostile.PHOTO + whole + hostile.at_end(content, 12, 0xFFFFFFFF, "<I")[end:])["reason"] == (
        "polyglot"
    )
    elsewhere = hostile.patched(whole, len(whole) - 12, end + 1, "<Q")
    assert judged("а.zip", elsewhere + hostile.patched(content[end:], 16, 0xFFFFFFFF, "<I"))["reason"] == "overlapping"


def test_photos_of_a_large_archive_are_measured_by_their_beginning(judged, monkeypatch):
    monkeypatch.setattr("events.uploads.inspection.photos.READ_WHOLE", 100)
    monkeypatch.setattr("events.uploads.inspection.photos.HEAD", 700)
    assert judged("а.zip", documents.photos())["reason"] == ""
    large = documents.packed({"1.jpg": hostile.jpeg_of(10_000, 5_001)})
    assert judged("а.zip", large)["reason"] == "too_many_pixels"


def test_objects_share_what_they_may_unpack(judged, monkeypatch):
    content = hostile.deep(1)
    monkeypatch.setattr(archive, "MAX_NESTED", 1000)
    assert judged("а.docx", content)["reason"] == "too_complex"
    monkeypatch.undo()
    outside = sum(map(len, documents.unpacked(content).values()))
    monkeypatch.setattr(archive, "MAX_UNPACKED", outside + 100)
    assert judged("а.docx", content)["reason"] == "bomb"


def test_all_of_an_archive_may_be_no_larger_than_memory_allows(judged, monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1000)
    assert judged("а.zip", documents.photos())["reason"] == "bomb"


def test_parts_that_are_too_large_to_be_read_are_refused(judged, monkeypatch):
    monkeypatch.setattr("events.uploads.inspection.embedded.MAX_OBJECT", 1000)
    assert judged("а.pptx", documents.pptx())["reason"] == "too_complex"
    monkeypatch.setattr("events.uploads.inspection.compound.MAX_READ", 50)
    assert judged("а.ppt", documents.ppt())["reason"] == "too_complex"


def test_what_unpacks_to_more_than_it_says_is_never_unpacked_whole():
    box = archive.Archive(documents.packed({"1.jpg": hostile.PHOTO}))
    (entry,) = box.files()
    entry.size = 10
    with pytest.raises(Refused, match="bomb"):
        box.read(entry)
    assert len(box.head(entry, 7)) == 7


def test_beginning_of_an_entry_is_found_behind_any_number_of_empty_blocks():
    """Nothing of a part can hide behind packed bytes that unpack to nothing."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    empty = b"".join(packer.flush(zlib.Z_FULL_FLUSH) for _block in range(1)) + b"\0\0\0\xff\xff" * 40_000
    packed = empty + packer.compress(hostile.LAUGHS.encode()) + packer.flush()
    box = archive.Archive(documents.packed({"a.xml": b""}))
    (entry,) = box.files()
    box.data, entry.start, entry.packed, entry.method = packed, 0, len(packed), archive.DEFLATED
    entry.size = len(hostile.LAUGHS)
    with pytest.raises(Refused, match="entities"):
        packages.root_of(box, "a.xml")


def test_name_of_an_entry_is_no_longer_than_a_path(judged):
    assert judged("а.zip", documents.packed({"a" * 1000 + ".jpg": hostile.PHOTO}))["reason"] == ""
    assert judged("а.zip", documents.packed({"a" * 1030 + ".jpg": hostile.PHOTO}))["reason"] == "broken"


def test_old_document_has_as_many_items_as_any_real_one_at_most(judged):
    streams = {(f"folder {number}", "x"): b"" for number in range(5_001)}
    assert judged("а.doc", documents.doc(streams=streams))["reason"] == "too_many_entries"


def test_first_element_that_does_not_come_is_not_waited_for(judged):
    late = "<?xml version='1.0'?>" + "<!-- nothing yet -->" * 60_000 + "<x/>"
    assert judged("а.docx", documents.repacked(documents.docx(), {"word/late.xml": late}))["reason"] in (
        "broken",
        "bomb",
    )
    stored = documents.packed(documents.unpacked(documents.docx()) | {"word/late.xml": late}, zipfile.ZIP_STORED)
    assert judged("а.docx", stored)["reason"] == "broken"


def test_pdf_has_as_many_attachments_as_can_be_looked_at(judged):
    document = FPDF()
    document.add_page()
    for number in range(101):
        document.embed_file(bytes=b"text", basename=f"{number}.txt")
    assert judged("а.pdf", bytes(document.output()))["reason"] == "too_complex"


def test_film_behind_a_photograph_has_by_chance_what_is_no_program(judged):
    """Any three bytes are in every third film of some megabytes."""
    for chance in (b"#!/\x99", b"#!/bit", b"\x7fELF\xe3", b"MZ\x90"):
        assert judged("а.jpg", documents.phone_photo() + chance + bytes(range(256)))["reason"] == ""


def test_tail_full_of_seeming_programs_is_one(judged):
    assert judged("а.jpg", hostile.PHOTO + b"MZ" * 9_000)["reason"] == ""
    assert judged("а.jpg", hostile.PHOTO + b"MZ" * 11_000)["reason"] == "polyglot"


def test_large_archives_are_proved_in_part(judged, monkeypatch):
    """The rest would take too long for an editor who waits; whoever unpacks it has limits of his own."""
    broken = documents.packed({"1.jpg": hostile.PHOTO, "2.jpg": hostile.PHOTO[:20] + b"0" * 900 + hostile.PHOTO[20:]})
    place = broken.rindex(b"PK\x01\x02")
    wrong = hostile.patched(hostile.patched(broken, place + 16, 1, "<I"), broken.rindex(b"PK\x03\x04") + 14, 1, "<I")
    assert judged("а.zip", broken)["reason"] == ""
    assert judged("а.zip", wrong)["reason"] == "broken"
    monkeypatch.setattr(archive, "PROVED", len(hostile.PHOTO))
    monkeypatch.setattr("events.uploads.inspection.photos.READ_WHOLE", len(hostile.PHOTO))
    assert judged("а.zip", wrong)["reason"] == ""


# --- Real files ----------------------------------------------------------------------------------------------------

PLACES = ["/usr/share/doc", "/usr/share/texmf", "/usr/lib/libreoffice/share", "/usr/lib/libreoffice/program"]


def shipped():
    """Documents and pictures that programs on this machine came with."""
    import docx
    import pptx

    folders = [*PLACES, Path(docx.__file__).parent, Path(pptx.__file__).parent]
    found = (path for folder in folders for path in sorted(Path(folder).rglob("*.*")) if path.is_file())
    known = [path for path in found if kind_named(path.name) not in (None, "zip")]
    pictures = [path for path in known if kind_named(path.name) in ("png", "jpeg", "webp")][:200]
    return pictures + [path for path in known if path not in pictures and kind_named(path.name) not in ("png", "jpeg")]


def test_documents_that_other_programs_came_with_are_taken():
    refused = {str(path): found for path in shipped() if (found := inspect(str(path), path.name))["reason"]}
    assert refused == {}


@pytest.mark.soffice
@pytest.mark.slow
def test_what_libreoffice_saves_is_taken(tmp_path, judged):
    made = documents.by_libreoffice(SOFFICE, tmp_path, documents.pptx(), ".pptx", "odp", "ppt", "pdf")
    made |= documents.by_libreoffice(SOFFICE, tmp_path, documents.docx(), ".docx", "odt", "doc")
    made |= documents.by_libreoffice(SOFFICE, tmp_path, documents.xlsx(), ".xlsx", "ods")
    assert {suffix: judged(f"а{suffix}", content)["reason"] for suffix, content in made.items()} == dict.fromkeys(
        made, ""
    )


# --- In the child --------------------------------------------------------------------------------------------------


def test_child_that_dies_is_a_refusal(tmp_path, monkeypatch):
    path = tmp_path / "a.pdf"
    path.write_bytes(files.pdf())

    def verdict():
        return verdicts.judge_path(path, "a.pdf", path.stat().st_size)

    assert verdict().is_accepted
    for kind, reason in {"memory": "too_complex", "time": "not_checked", "crash": "not_checked"}.items():

        def fail(*arguments, kind=kind, **options):
            raise sandbox.ChildFailed(kind)

        monkeypatch.setattr(sandbox, "call", fail)
        assert verdict().reason == reason
        assert verdict().sentence
