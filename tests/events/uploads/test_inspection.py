"""The content of a file decides: good files of every kind are accepted, each hostile one is refused for its reason."""

import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from fpdf import FPDF

from core.files.names import clean_name
from events.uploads import sandbox, verdicts
from events.uploads.formats import FORMATS, kind_named
from events.uploads.inspection import archive, inspect
from events.uploads.inspection.refusal import REASONS
from tests import documents, files, hostile

pytestmark = pytest.mark.once


@pytest.fixture
def judged(tmp_path):
    """A function that inspects without a child: faster, and with a traceback."""

    def judge(name, content):
        path = tmp_path / "file"
        path.write_bytes(content)
        return inspect(str(path), clean_name(name))

    return judge


@pytest.mark.parametrize("name", documents.good())
def test_good_file_is_accepted_as_its_kind(name, judged):
    assert judged(name, documents.good()[name]) == {"kind": kind_named(name), "reason": "", "detail": ""}


def test_good_files_cover_every_kind():
    assert {kind_named(name) for name in documents.good()} == FORMATS.keys()


CASES = [(reason, name) for reason, some in hostile.hostile().items() for name in some]


@pytest.mark.parametrize(("reason", "name"), CASES, ids=[f"{reason}: {name}" for reason, name in CASES])
def test_hostile_file_is_refused_for_its_reason(reason, name, judged):
    assert judged(name, hostile.hostile()[reason][name])["reason"] == reason


def test_every_reason_has_hostile_files_and_a_sentence():
    tried = hostile.hostile().keys() | {"truncated"}
    assert tried == REASONS.keys()
    assert verdicts.SENTENCES.keys() == REASONS.keys() | {"too_large", verdicts.NOT_CHECKED}


@pytest.mark.parametrize("name", documents.good())
@pytest.mark.parametrize("part", [0.3, 0.6, 0.97])
def test_truncated_file_is_refused(name, part, judged):
    content = documents.good()[name]
    # What telephones append to a photograph is no part of it.
    content = content if name != "С телефона.jpg" else documents.picture()
    found = judged(name, content[: int(len(content) * part)])
    assert found["reason"] in ("truncated", "broken"), found


@pytest.mark.parametrize("name", ["Доклад.pdf", "Снимок.jpg", "Схема.png", "Рисунок.webp", "Презентация.pptx"])
def test_truncated_file_is_told_from_a_broken_one(name, judged):
    content = documents.good()[name]
    assert judged(name, content[: len(content) * 2 // 3])["reason"] == "truncated"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Снимок.jpg", hostile.PHOTO[: hostile.PHOTO.index(b"\xff\xc0") + 5]),
        ("Схема.png", documents.picture("PNG")[:37]),
        ("Рисунок.webp", documents.picture("WEBP")[:-4]),
        ("Рисунок.webp", hostile.patched(documents.picture("WEBP"), 4, 100_000, "<I")),
        ("Фото.zip", documents.photos()[:-10]),
        ("Доклад.pdf", files.pdf().replace(b"%%EOF", b"")[: files.pdf().index(b"startxref")]),
        ("Снимок.heic", documents.heic()[:-20]),
        ("Скан.tif", hostile.patched(documents.tiff(1, compression=None), 10_000, 0)[:5_000]),
        ("Письмо.rtf", documents.rtf()[:-1]),
        ("Старый.doc", documents.doc()[:-512]),
    ],
)
def test_file_truncated_in_a_header_is_called_truncated(name, content, judged):
    assert judged(name, content)["reason"] == "truncated"


def test_refusal_names_the_part_that_caused_it(judged):
    found = judged("Фото.zip", documents.packed({"a/1.jpg": hostile.PHOTO, "a/readme.txt": b"text"}))
    assert found == {"kind": "zip", "reason": "not_photos", "detail": "a/readme.txt"}


def test_spaces_and_a_line_may_follow_a_pdf(judged):
    assert judged("а.pdf", files.pdf() + b"\r\n \0\n<!-- served in 3 ms -->\n")["reason"] == ""
    assert judged("а.pdf", files.pdf() + b"text " * 300)["reason"] == "truncated"


def test_documents_may_be_embedded_three_levels_deep(judged):
    """A workbook in a chart, a text in a slide, an object of an old program."""
    assert judged("а.docx", hostile.deep(3))["reason"] == ""
    old = documents.compound({"Workbook": bytes(5000), "\x01Ole10Native": hostile.dropped("план.pdf", files.pdf())})
    assert judged("а.pptx", documents.repacked(documents.pptx(), hostile.objects(old)))["reason"] == ""


def test_large_doc_with_a_double_indirect_table_is_read(judged):
    content = documents.doc(streams={"Data": bytes(9 << 20)})
    assert judged("а.doc", content)["reason"] == ""
    assert judged("а.doc", content[: len(content) // 2])["reason"] == "truncated"
    place = int.from_bytes(content[68:72], "little") * 512 + 512 + 508
    circle = content[:place] + content[68:72] + content[place + 4 :]
    assert judged("а.doc", hostile.patched(circle, 44, 50_000, "<I"))["reason"] == "truncated"


def test_external_links_are_left_to_the_converter(judged):
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        'Target="https://example.org/a.dotx" TargetMode="External"/></Relationships>'
    )
    assert (
        judged("а.docx", documents.repacked(documents.docx(), {"word/_rels/settings.xml.rels": rels}))["reason"] == ""
    )


def test_key_maps_and_toolbars_of_word_are_no_macros(judged):
    """Word keeps them in a DOCX, and saving without macros does not remove them."""
    override = '<Override PartName="/word/customizations.xml" ContentType="application/vnd.ms-word.{}+xml"/></Types>'
    words = hostile.types_say(documents.docx(), "</Types>", override.format("keyMapCustomizations"))
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


def test_embedded_svg_may_have_a_document_type(judged):
    drawing = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x"><svg xmlns="http://www.w3.org/2000/svg"/>'
    assert judged("а.pptx", documents.repacked(documents.pptx(), {"ppt/media/image9.svg": drawing}))["reason"] == ""


def test_font_or_video_may_begin_like_xml_by_chance(judged):
    """The first byte of an embedded font belongs to its length or to a key: one in 256 is «<»."""
    words, wide = documents.docx(1), "<!DOCTYPE p>".encode("utf-32-le")
    font = struct.pack("<IIII", 0x1263C, 0x12345, 0x20002, 0) + bytes(100)
    for name, content in {"font1.fntdata": font, "font1.odttf": b"<\x97\2\xe1", "1.mp4": b"\0\0\0<ftypisom"}.items():
        assert judged("а.docx", documents.repacked(words, {f"word/{name}": content}))["reason"] == ""
    for name, content in {"1.dat": "<?xml", "2.dat": "<!DOCTYPE", "3.dat": wide, "4.xml": "<\1"}.items():
        assert judged("а.docx", documents.repacked(words, {f"word/{name}": content}))["reason"] == ""


def test_blank_bitmap_is_no_bomb(judged):
    """Old programs put bitmaps of the screen into documents; a white one compresses to a thousandth."""
    blank = documents.picture("BMP", (1920, 1080))[:54] + b"\xff" * 1920 * 1080 * 3
    assert judged("а.docx", documents.repacked(documents.docx(), {"word/media/image9.bmp": blank}))["reason"] == ""


def test_zip64_archive_is_read(judged):
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
    many = hostile.patched(content[end:], 10, 0xFFFF)
    assert judged("а.zip", whole + many)["reason"] == ""
    assert judged("а.zip", hostile.patched(whole, end + 32, 10_001, "<Q") + many)["reason"] == "too_many_entries"
    assert judged("а.jpg", hostile.PHOTO + whole + hostile.at_end(content, 12, 0xFFFFFFFF, "<I")[end:])["reason"] == (
        "polyglot"
    )


def test_photos_beyond_the_read_limit_are_measured_by_their_beginning(judged, monkeypatch):
    monkeypatch.setattr("events.uploads.inspection.photos.READ_WHOLE", 100)
    monkeypatch.setattr("events.uploads.inspection.photos.HEAD", 700)
    assert judged("а.zip", documents.photos())["reason"] == ""
    large = documents.packed({"1.jpg": hostile.jpeg_of(10_000, 5_001)})
    assert judged("а.zip", large)["reason"] == "too_many_pixels"


def test_nested_archives_share_one_limit_of_unpacked_bytes(judged, monkeypatch):
    content = hostile.deep(1)
    monkeypatch.setattr(archive, "MAX_NESTED", 1000)
    assert judged("а.docx", content)["reason"] == "too_complex"
    monkeypatch.undo()
    outside = sum(map(len, documents.unpacked(content).values()))
    monkeypatch.setattr(archive, "MAX_UNPACKED", outside + 100)
    assert judged("а.docx", content)["reason"] == "bomb"


def test_unpacked_size_of_an_archive_is_limited(judged, monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1000)
    assert judged("а.zip", documents.photos())["reason"] == "bomb"


def test_too_large_part_is_refused(judged, monkeypatch):
    monkeypatch.setattr("events.uploads.inspection.embedded.MAX_OBJECT", 1000)
    assert judged("а.pptx", documents.pptx())["reason"] == "too_complex"
    monkeypatch.setattr("events.uploads.inspection.compound.MAX_READ", 50)
    assert judged("а.ppt", documents.ppt())["reason"] == "too_complex"


def with_packed(content, packed, size):
    """A DOCX with these compressed bytes as a part of XML."""
    whole = documents.repacked(documents.docx(), {"word/a.xml": b"?" * 600})
    place, central = whole.index(b"word/a.xml") - 30, whole.rindex(b"word/a.xml") - 46
    old = int.from_bytes(whole[place + 18 : place + 22], "little")
    sums = struct.pack("<III", zlib.crc32(content), len(packed), size)
    end = whole.rindex(b"PK\5\6")
    start = int.from_bytes(whole[end + 16 : end + 20], "little") + len(packed) - old
    last = whole[end : end + 16] + struct.pack("<I", start) + whole[end + 20 :]
    head = whole[place : place + 14] + sums + whole[place + 26 : place + 40]
    entry = whole[central : central + 16] + sums + whole[central + 28 : end]
    assert whole[place + 40 + old : central].startswith(b"PK\1\2")
    return whole[:place] + head + packed + whole[place + 40 + old : central] + entry + last


def test_content_after_many_empty_deflate_blocks_is_inspected(judged):
    """Compressed blocks that unpack to nothing must not hide what follows them."""
    laughs, packer = hostile.LAUGHS.encode(), zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = b"\0\0\0\xff\xff" * 40_000 + packer.compress(laughs) + packer.flush()
    assert judged("а.docx", with_packed(laughs, packed, len(laughs)))["reason"] == "entities"


def test_declarations_are_searched_for_in_the_first_megabyte(judged):
    """Nobody's parser has to read more before it knows the first element."""
    for size, reason in ((900_000, "entities"), (1_100_000, "")):
        late = "<?xml version='1.0'?>" + "<!-- nothing yet -->" * (size // 20) + hostile.LAUGHS[21:]
        stored = documents.packed(documents.unpacked(documents.docx()) | {"word/late.xml": late}, zipfile.ZIP_STORED)
        assert judged("а.docx", stored)["reason"] == reason


def test_program_is_searched_for_in_a_limited_tail(judged, monkeypatch):
    content = hostile.PHOTO + bytes(5000) + hostile.ELF
    assert judged("а.jpg", content)["reason"] == "polyglot"
    monkeypatch.setattr("events.uploads.inspection.tails.MAX_TAIL", 4000)
    assert judged("а.jpg", content)["reason"] == ""


def test_only_a_part_of_a_large_package_is_verified(judged, monkeypatch):
    """Whatever unpacks the rest has limits of its own."""
    wrong = documents.repacked(documents.docx(1), {"word/media/a.emf": bytes(range(256)) * 20})
    wrong = hostile.patched(wrong, wrong.rindex(b"word/media/a.emf") - 46 + 16, 1, "<I")
    assert judged("а.docx", wrong)["reason"] == "broken"
    monkeypatch.setattr(archive, "PROVED", 1000)
    assert judged("а.docx", wrong)["reason"] == ""


def test_program_is_not_searched_for_behind_very_many_marks(judged):
    assert judged("а.jpg", hostile.PHOTO + b"MZ" * 9_000 + hostile.TINY_EXE)["reason"] == "polyglot"
    assert judged("а.jpg", hostile.PHOTO + b"MZ" * 11_000 + hostile.TINY_EXE)["reason"] == ""


def test_number_of_items_in_a_doc_is_limited(judged):
    streams = {(f"folder {number}", "x"): b"" for number in range(5_001)}
    assert judged("а.doc", documents.doc(streams=streams))["reason"] == "too_many_entries"


def test_number_of_pdf_attachments_is_limited(judged):
    document = FPDF()
    document.add_page()
    for number in range(101):
        document.embed_file(bytes=b"text", basename=f"{number}.txt")
    assert judged("а.pdf", bytes(document.output()))["reason"] == "too_complex"


def test_chance_bytes_in_a_video_after_a_photo_are_no_program(judged):
    """Any given three bytes occur in every third video of some megabytes."""
    for chance in (b"#!/\x99", b"#!/bit", b"\x7fELF\xe3", b"MZ\x90"):
        assert judged("а.jpg", documents.phone_photo() + chance + bytes(range(256)))["reason"] == ""


def test_only_a_part_of_a_large_archive_is_verified(judged, monkeypatch):
    """Verifying all would keep the editor waiting; whatever unpacks the rest has limits of its own."""
    broken = documents.packed({"1.jpg": hostile.PHOTO, "2.jpg": hostile.PHOTO + bytes(50_000)})
    place = broken.rindex(b"PK\x01\x02")
    wrong = hostile.patched(hostile.patched(broken, place + 16, 1, "<I"), broken.rindex(b"PK\x03\x04") + 14, 1, "<I")
    assert judged("а.zip", broken)["reason"] == ""
    assert judged("а.zip", wrong)["reason"] == "broken"
    monkeypatch.setattr("events.uploads.inspection.photos.READ_WHOLE", len(hostile.PHOTO))
    monkeypatch.setattr("events.uploads.inspection.photos.HEAD", 10_000)
    assert judged("а.zip", wrong)["reason"] == ""


# --- Real files ----------------------------------------------------------------------------------------------------

PLACES = ["/usr/share/doc", "/usr/share/texmf", "/usr/lib/libreoffice/share", "/usr/lib/libreoffice/program"]


def shipped():
    """Documents and pictures that programs on this machine brought with them."""
    import docx
    import pptx

    folders = [*PLACES, Path(docx.__file__).parent, Path(pptx.__file__).parent]
    found = (path for folder in folders for path in sorted(Path(folder).rglob("*.*")) if path.is_file())
    known = [path for path in found if kind_named(path.name) not in (None, "zip")]
    pictures = [path for path in known if kind_named(path.name) in ("png", "jpeg", "webp")][:200]
    return pictures + [path for path in known if path not in pictures and kind_named(path.name) not in ("png", "jpeg")]


def test_documents_shipped_with_other_programs_are_accepted():
    refused = {str(path): found for path in shipped() if (found := inspect(str(path), path.name))["reason"]}
    assert refused == {}


# --- In the child --------------------------------------------------------------------------------------------------


def test_file_whose_child_fails_is_refused(tmp_path, monkeypatch):
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
