"""LibreOffice converts a document to PDF and reads nothing else."""

import base64
import gzip
import io
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE

from events.slides import office, office_copy
from events.uploads import sandbox

from . import text_documents

pytestmark = pytest.mark.once

LINKED = (
    "<office:text><text:p>До<draw:frame text:anchor-type='as-char' svg:width='5cm' svg:height='5cm'>"
    "<draw:image xlink:href='{picture}' xlink:type='simple'/></draw:frame>"
    "<text:a xlink:href='https://example.org/' xlink:type='simple'>ссылка</text:a></text:p></office:text>"
)


@pytest.fixture
def stripped(tmp_path):
    """A function that strips a document; returns its parts by name and how many links were removed."""

    def strip(content, suffix):
        source, target = tmp_path / f"source{suffix}", tmp_path / f"target{suffix}"
        source.write_bytes(content)
        taken = office_copy.clean(str(source), str(target))
        with zipfile.ZipFile(target) as archive:
            return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}, taken

    return strip


def linked_presentation(*addresses, kind=RELATIONSHIP_TYPE.IMAGE):
    presentation = Presentation(io.BytesIO(text_documents.pptx("Слайд")))
    for address in addresses:
        presentation.slides[0].part.relate_to(address, kind, is_external=True)
    return text_documents.saved(presentation)


@pytest.mark.parametrize(
    "address", ["http://example.org/pixel.png", "file:///etc/passwd", "\\\\host\\share\\a.png", "picture.png"]
)
def test_external_relation_of_a_pptx_is_removed(stripped, address):
    parts, taken = stripped(linked_presentation(address), ".pptx")
    assert taken == 1
    assert not any(address in part for part in parts.values())
    assert "about:blank" in parts["ppt/slides/_rels/slide1.xml.rels"]


def test_hyperlink_is_kept(stripped):
    content = linked_presentation("https://example.org/", "mailto:a@example.org", kind=RELATIONSHIP_TYPE.HYPERLINK)
    parts, taken = stripped(content, ".pptx")
    assert taken == 0
    assert "https://example.org/" in parts["ppt/slides/_rels/slide1.xml.rels"]


def test_hyperlink_to_a_local_file_is_removed(stripped):
    content = linked_presentation("file:///etc/passwd", kind=RELATIONSHIP_TYPE.HYPERLINK)
    assert stripped(content, ".pptx")[1] == 1


def test_other_parts_of_a_pptx_are_unchanged(stripped):
    content = text_documents.pptx("Слайд & «другой»", picture=text_documents.picture())
    parts, taken = stripped(content, ".pptx")
    assert taken == 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        kept = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    assert parts.keys() == kept.keys()
    assert {name for name in parts if parts[name] != kept[name] and not name.endswith(".rels")} == set()


@pytest.mark.parametrize(
    "address", ["http://example.org/a.png", "file:///etc/passwd", "/etc/passwd", "../a.png", "./../a.png"]
)
def test_external_picture_of_an_odt_is_removed(stripped, address):
    parts, taken = stripped(text_documents.open_document("text", LINKED.format(picture=address)), ".odt")
    assert taken == 1
    assert address not in parts["content.xml"]
    assert "https://example.org/" in parts["content.xml"]


@pytest.mark.parametrize("address", ["Pictures/a.png", "./Object 1", "#later"])
def test_internal_picture_of_an_odt_is_kept(stripped, address):
    parts, taken = stripped(text_documents.open_document("text", LINKED.format(picture=address)), ".odt")
    assert taken == 0
    assert address in parts["content.xml"]


def test_xlink_is_recognized_under_any_prefix(stripped):
    content = text_documents.open_document("text", LINKED.format(picture="file:///etc/passwd"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    parts["content.xml"] = parts["content.xml"].replace("xmlns:xlink", "xmlns:y").replace("xlink:href", "y:href")
    parts["content.xml"] = parts["content.xml"].replace("xlink:type='simple'", "")
    assert stripped(text_documents.package(parts), ".odt")[1] == 1


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"><image {}/><use x:href="#a"/></svg>'
)
LEADS_OUT = SVG.format('x:href="file:///etc/passwd"')


@pytest.mark.parametrize(
    "drawing",
    [
        LEADS_OUT.encode(),
        SVG.format('href=" /etc/passwd"').encode(),
        LEADS_OUT.replace("file:", "&#102;ile:").encode(),
        f"<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x'><!-- {'x' * 9000} -->{LEADS_OUT}".encode(),
        LEADS_OUT.replace("<svg xmlns=", "<s:svg xmlns:s=").replace("</svg", "</s:svg").encode(),
        LEADS_OUT.encode("utf-16"),
        SVG.format(f'x:href="data:image/png;base64,{base64.b64encode(LEADS_OUT.encode()).decode()}"').encode(),
        gzip.compress(LEADS_OUT.encode(), mtime=0),
        b'<!DOCTYPE svg [<!ENTITY e "file:///etc/passwd">]>' + SVG.format('x:href="&e;"').encode(),
        b"<!-- no XML -->" + LEADS_OUT.encode()[:-3],
    ],
)
@pytest.mark.parametrize(("suffix", "name"), [(".pptx", "ppt/media/image1.png"), (".odp", "Pictures/a.svg")])
def test_external_link_of_a_drawing_is_removed(stripped, drawing, suffix, name):
    content = text_documents.pptx("Слайд") if suffix == ".pptx" else text_documents.open_document("presentation", "")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist() if part != "META-INF/manifest.xml"}
    left, taken = stripped(text_documents.package(parts | {name: drawing}), suffix)
    assert taken == 1
    assert "passwd" not in left[name]
    assert left[name].rstrip().endswith(("</svg>", "</s:svg>", "/>"))


@pytest.mark.parametrize(
    "picture",
    [
        SVG.format('x:href="data:image/png;base64,iVBORw0KGgoAAAA="').encode(),
        gzip.compress(b"an old drawing of Windows", mtime=0),
        text_documents.picture(),
        b"\x1f\x8b and no more",
        b"<svg-like",
    ],
)
def test_picture_without_external_links_is_unchanged(tmp_path, picture):
    source, target = tmp_path / "source.odp", tmp_path / "target.odp"
    source.write_bytes(text_documents.package({"Pictures/a.svg": picture}))
    assert office_copy.clean(str(source), str(target)) == 0
    with zipfile.ZipFile(target) as archive:
        assert archive.read("Pictures/a.svg") == picture


def test_entities_in_a_document_are_refused(stripped):
    content = "<!DOCTYPE a [<!ENTITY b 'bb'>]><a>&b;</a>"
    with pytest.raises(ValueError, match="Entities"):
        stripped(text_documents.package({"mimetype": "x", "content.xml": content}), ".odt")


def test_too_large_part_is_not_rewritten(stripped, monkeypatch):
    monkeypatch.setattr(office_copy, "MAX_PART", 100)
    with pytest.raises(ValueError, match="too large"):
        stripped(text_documents.package({"content.xml": "<a>" + " " * 100 + "</a>"}), ".odt")


def words(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def pictures(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return sum(1 for page in document for _object in page.get_objects(filter=[3]))


@pytest.mark.soffice
def test_pdf_of_a_pptx_omits_hidden_slides_and_notes(tmp_path):
    document = tmp_path / "document.pptx"
    document.write_bytes(text_documents.pptx("Первый", "Спрятанный", "Третий", hidden=[2]))
    pages = words(office.convert(document, tmp_path))
    assert [page.strip().split()[0] for page in pages] == ["Первый", "Третий"]
    assert text_documents.SECRET not in str(pages)


@pytest.mark.soffice
def test_profile_refuses_external_files(tmp_path):
    """The second measure: links cannot be stripped from old binary files."""
    Path(tmp_path, "secret.png").write_bytes(text_documents.picture())
    document = tmp_path / "document.odt"
    document.write_bytes(
        text_documents.open_document("text", LINKED.format(picture=Path(tmp_path, "secret.png").as_uri()))
    )
    assert pictures(office.convert(document, tmp_path)) == 0


@pytest.mark.soffice
def test_unreadable_document_is_a_failure(tmp_path):
    document = tmp_path / "document.pptx"
    document.write_bytes(b"PK\x03\x04" + bytes(range(256)) * 40)
    with pytest.raises(sandbox.ChildFailed):
        office.convert(document, tmp_path)
