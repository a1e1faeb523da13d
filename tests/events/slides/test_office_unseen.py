"""The copy that is drawn and read has nothing that the document's reader does not see."""

import zipfile

import pytest

from events.slides.office_copy import clean
from events.slides.office_text import pages_of
from tests import files

from . import text_documents

pytestmark = pytest.mark.once

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = (
    f'<w:styles {W}><w:style w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="Child"><w:basedOn w:val="Secret"/></w:style>'
    '<w:style w:styleId="Open"><w:basedOn w:val="Secret"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style></w:styles>'
)
SHOWN, CHILD, OPEN = '<w:vanish w:val="false"/>', '<w:rStyle w:val="Child"/>', '<w:rStyle w:val="Open"/>'
SEEN, AWAY = "<w:r><w:t>Видно</w:t></w:r>", "<w:r><w:t>УБРАНО</w:t></w:r>"


def run(text, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.fixture
def cleaned(tmp_path):
    """A function that cleans a document; returns the path of the copy."""

    def copy(content, suffix):
        source, target = tmp_path / f"source{suffix}", tmp_path / f"target{suffix}"
        source.write_bytes(content)
        clean(str(source), str(target))
        return target

    return copy


def word(body):
    content = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return text_documents.package({"word/document.xml": content, "word/styles.xml": STYLES})


@pytest.mark.parametrize(
    "body",
    [
        f"<w:p>{SEEN}<w:del>{AWAY.replace('w:t>', 'w:delText>')}</w:del></w:p>",
        f"<w:p>{SEEN}<w:moveFrom>{AWAY}</w:moveFrom></w:p>",
        f"<w:p><w:ins><w:del>{AWAY}</w:del>{SEEN}</w:ins></w:p>",
        f"<w:p><w:moveTo>{SEEN}</w:moveTo></w:p><w:del><w:p>{AWAY}</w:p></w:del>",
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{SEEN}</w:p>",
        f"<w:p>{SEEN}</w:p><w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{AWAY}</w:p></w:tc></w:tr></w:tbl>",
        f"<w:tbl><w:tr><w:trPr><w:ins/></w:trPr><w:tc><w:p>{SEEN}</w:p></w:tc></w:tr></w:tbl>",
        f"<w:tr><w:tc><w:tcPr><w:cellDel/></w:tcPr><w:p>{AWAY}</w:p></w:tc><w:tc><w:p>{SEEN}</w:p></w:tc></w:tr>",
        f"<w:p>{SEEN}{run('УБРАНО', '<w:vanish/>')}</w:p>",
        f"<w:p>{run('Видно', SHOWN)}</w:p>",
        f"<w:p>{SEEN}{run('УБРАНО', CHILD)}</w:p>",
        f"<w:p>{run('Видно', OPEN)}</w:p>",
        f"<w:p>{SEEN}</w:p><w:p><w:pPr><w:pStyle w:val='Secret'/></w:pPr>{AWAY}</w:p>",
    ],
)
def test_deleted_and_hidden_text_of_a_docx_is_left_out(cleaned, body):
    copy = cleaned(word(body), ".docx")
    assert pages_of(str(copy), ".docx")["pages"][0]["text"] == "Видно"
    with zipfile.ZipFile(copy) as archive:
        content = archive.read("word/document.xml").decode()
    assert "УБРАНО" not in content
    assert not any(f"<w:{mark}" in content for mark in ("ins", "del", "move"))


def test_headers_and_footnotes_of_a_docx_are_cleaned(cleaned):
    notes = f"<w:footnotes {W}><w:footnote><w:p>{SEEN}<w:del>{AWAY}</w:del></w:p></w:footnote></w:footnotes>"
    parts = {"word/document.xml": f"<w:document {W}/>", "word/footnotes.xml": notes, "word/header1.xml": notes}
    with zipfile.ZipFile(cleaned(text_documents.package(parts), ".docx")) as archive:
        assert all("УБРАНО" not in archive.read(name).decode() for name in archive.namelist())


HIDDEN_STYLE = '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'


@pytest.mark.parametrize(
    "body",
    [
        "<text:tracked-changes><text:p>УБРАНО</text:p></text:tracked-changes><text:p>Вид<text:change/>но</text:p>",
        "<text:p>Вид<office:annotation><text:p>УБРАНО</text:p></office:annotation>но<office:annotation-end/></text:p>",
        "<text:p>Видно<text:span text:style-name='T1'>УБРАНО</text:span></text:p>",
        "<text:p text:style-name='T1'>УБРАНО</text:p><text:p>Видно</text:p>",
        "<text:p>Видно<text:hidden-text text:is-hidden='true'>УБРАНО</text:hidden-text></text:p>",
        "<text:p>УБРАНО<text:hidden-paragraph text:is-hidden='true'/></text:p><text:p>Видно</text:p>",
        "<text:section text:display='none'><text:p>УБРАНО</text:p></text:section><text:p>Видно</text:p>",
    ],
)
def test_deleted_and_hidden_text_of_an_odt_is_left_out(cleaned, body):
    content = text_documents.open_document("text", f"<office:text>{body}</office:text>", HIDDEN_STYLE)
    copy = cleaned(content, ".odt")
    assert pages_of(str(copy), ".odt")["pages"][0]["text"] == "Видно"
    with zipfile.ZipFile(copy) as archive:
        assert "УБРАНО" not in archive.read("content.xml").decode()


def test_document_without_anything_unseen_keeps_its_words(cleaned):
    body = f"<w:p><w:pPr><w:jc w:val='left'/></w:pPr>{SEEN}<w:r><w:t> &lt;и&gt; &amp; это</w:t></w:r></w:p>"
    assert pages_of(str(cleaned(word(body), ".docx")), ".docx")["pages"][0]["text"] == "Видно <и> & это"


@pytest.mark.parametrize("blank", [b"", b"\n", b"\xef\xbb\xbf \r\n"])
@pytest.mark.parametrize("suffix", [".odt", ".odp", ".ods"])
def test_blank_part_of_xml_is_no_reason_to_refuse(cleaned, suffix, blank):
    content = text_documents.package({"content.xml": "<a/>", "Configurations2/accelerator/current.xml": blank})
    with zipfile.ZipFile(cleaned(content, suffix)) as archive:
        assert archive.read("Configurations2/accelerator/current.xml") == blank


def test_part_that_the_manifest_does_not_list_is_left_out(cleaned):
    """LibreOffice refuses to load such a package."""
    with zipfile.ZipFile(cleaned(files.case("odp-empty-current-xml.odp"), ".odp")) as archive:
        assert archive.namelist() == ["mimetype", "content.xml", "META-INF/manifest.xml"]


def test_plain_document_type_of_a_formula_is_taken(cleaned):
    with zipfile.ZipFile(cleaned(files.case("odt-formula-doctype.odt"), ".odt")) as archive:
        assert b"<math:mn>1</math:mn>" in archive.read("Object 1/content.xml")


@pytest.mark.parametrize("suffix", [".odt", ".docx"])
def test_broken_xml_is_a_value_error(cleaned, suffix):
    """A child reports a ValueError as a refusal, not as a crash that would be retried."""
    content = text_documents.package({"content.xml": "<a", "word/document.xml": "<a"})
    with pytest.raises(ValueError, match="broken"):
        cleaned(content, suffix)


@pytest.mark.parametrize(("before", "after"), [("", 1), ("style:scale-to='80%'", 1), ("style:scale-to-X='2'", 2)])
def test_pages_of_a_spreadsheet_become_as_wide_as_its_columns(cleaned, before, after):
    content = text_documents.package({"styles.xml": f"<a><style:page-layout-properties {before}/></a>"})
    with zipfile.ZipFile(cleaned(content, ".ods")) as archive:
        layout = archive.read("styles.xml").decode()
    assert f'<style:page-layout-properties style:scale-to-X="{after}"/>' in layout
