"""The demo's files are real: their Cyrillic text can be extracted, and every page is marked as a sample."""

import re
import zipfile
import zlib
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from association.demo import charts, fiction_files, sample_files, smolensk_files
from association.demo.sample_files import MARK, SampleSlide, pdf, pptx
from events.uploads.verdicts import judge

pytestmark = pytest.mark.slow

SLIDES = [
    SampleSlide("Семинар-совещание", ["Парки «Сафоново» и «Феникс»", "ООО <Образец> & Ко"]),
    SampleSlide("Ещё слайд"),
]
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def pdf_pages(content):
    """The text of each page, decoded with the glyph tables of its fonts. Reads only what fpdf2 writes."""
    tables = [_letters(table.decode()) for table in re.findall(rb"begincmap(.*?)endcmap", content, re.DOTALL)]
    packed = re.findall(rb"stream\n(\x78.*?)\nendstream", content, re.DOTALL)
    return [_page(stream, tables) for stream in map(zlib.decompress, packed) if b") Tj" in stream]


def _letters(table):
    pairs = re.findall(r"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>", table)
    return {int(glyph, 16): bytes.fromhex(letter).decode("utf-16-be") for glyph, letter in pairs}


def _page(stream, tables):
    text, table = [], {}
    for font, string in re.findall(rb"/F(\d+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\)", stream, re.DOTALL):
        if font:
            table = tables[int(font) - 1]
            continue
        raw = re.sub(
            rb"\\(.)", lambda found: {b"r": b"\r", b"n": b"\n"}.get(found[1], found[1]), string, flags=re.DOTALL
        )
        text.append("".join(table[int.from_bytes(raw[at : at + 2])] for at in range(0, len(raw), 2)))
    return " ".join(text)


def pptx_slides(content):
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = sorted(name for name in archive.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name))
        slides = [ElementTree.fromstring(archive.read(name)) for name in names]  # noqa: S314 - our own
        return [" ".join(run.text or "" for run in slide.iter(f"{DRAWING}t")) for slide in slides]


def squeezed(text):
    return re.sub(r"\s", "", text)


def test_pdf_contains_the_text_of_the_slides():
    pages = pdf_pages(pdf(SLIDES))
    assert len(pages) == 2
    assert squeezed("Семинар-совещание Парки «Сафоново» и «Феникс» ООО <Образец> & Ко") in squeezed(pages[0])


def test_pptx_contains_the_text_of_the_slides():
    assert pptx_slides(pptx(SLIDES)) == [
        f"Семинар-совещание Парки «Сафоново» и «Феникс» ООО <Образец> & Ко {MARK}",
        f"Ещё слайд  {MARK}",
    ]


@pytest.mark.parametrize("slides", [SLIDES, fiction_files.illustrated("Образец работы с резидентами")])
def test_pptx_parts_have_types_and_their_relations_lead_to_parts(slides):
    with zipfile.ZipFile(BytesIO(pptx(slides))) as archive:
        names = set(archive.namelist())
        types = archive.read("[Content_Types].xml").decode()
        for name in names:
            if name.endswith(".png"):
                assert 'Extension="png"' in types
                continue
            assert ElementTree.fromstring(archive.read(name)) is not None  # noqa: S314 - our own
            assert name.endswith(".rels") or name == "[Content_Types].xml" or f'PartName="/{name}"' in types
        for name in (name for name in names if name.endswith(".rels")):
            folder = name.replace("_rels/", "").rpartition("/")[0]
            for target in re.findall(r'Target="([^"]+)"', archive.read(name).decode()):
                parts = [part for part in f"{folder}/{target}".split("/") if part]
                while ".." in parts:
                    at = parts.index("..")
                    del parts[at - 1 : at + 1]
                assert "/".join(parts) in names


def test_same_slides_make_the_same_bytes_on_another_day(time_machine):
    time_machine.move_to("2024-05-25 10:00")
    before = pdf(SLIDES), pptx(SLIDES)
    time_machine.move_to("2026-06-07 12:34")
    assert (pdf(SLIDES), pptx(SLIDES)) == before


def test_every_page_of_every_sample_is_marked():
    for name, content in smolensk_files.make():
        pages = pdf_pages(content) if name.endswith(".pdf") else pptx_slides(content)
        assert 3 <= len(pages) <= 4
        for page in pages:
            assert squeezed(sample_files.MARK) in squeezed(page), name
        assert len(content) < 40_000


def test_samples_name_their_speakers_and_no_year():
    samples = smolensk_files.make()
    for (name, content), speaker in zip(
        samples[1:], ["Ровбель", "Журавлев", "Аленин", "Лукашенкова", "Морозова", "Комаров"], strict=True
    ):
        pages = pdf_pages(content) if name.endswith(".pdf") else pptx_slides(content)
        assert name.startswith(speaker)
        assert speaker in pages[0]
        assert not re.search(r"\b(19|20)\d\d\b", " ".join(pages))


def test_presentations_of_fictional_talks_are_marked_and_differ_by_topic():
    made = set()
    for topic in fiction_files.TOPICS:
        assert fiction_files.topic_of(f"{topic}, часть 2") == topic
        for as_pdf, read in ((True, pdf_pages), (False, pptx_slides)):
            _, content = fiction_files.presentation(topic, as_pdf)
            first, *others = read(content)
            assert squeezed(fiction_files.ALL_MADE_UP) in squeezed(first)
            assert all(squeezed(MARK) in squeezed(page) for page in others)
            made.add(content)
    assert len(made) == 2 * len(fiction_files.TOPICS)
    assert fiction_files.topic_of("") in fiction_files.TOPICS


@pytest.mark.parametrize("topic", fiction_files.TOPICS)
def test_every_slide_of_a_made_up_talk_has_a_drawing_or_a_table(topic):
    slides = fiction_files.illustrated(topic)
    assert all(slide.picture or slide.table for slide in slides)
    text = " ".join(pptx_slides(pptx(slides)))
    for words in (cell for row in slides[-1].table for cell in row):
        assert words in text
        assert squeezed(words) in squeezed(pdf_pages(pdf(slides))[-1])


def test_portal_takes_the_files_it_made():
    files = [fiction_files.presentation(topic, as_pdf) for topic in fiction_files.TOPICS for as_pdf in (True, False)]
    for name, content in [*files, fiction_files.programme(), *smolensk_files.make()]:
        assert judge(ContentFile(content, name=name)).verdict.is_accepted, name


def test_charts_are_the_same_each_time_and_of_one_shape():
    def drawn():
        return [
            charts.bars([("а", 2), ("б", 5)], "МВт"),
            charts.shares([("а", 2), ("б", 5)]),
            charts.stages([("а", 0, 2)], range(3)),
            charts.steps(["а", "б"]),
            charts.scheme([("а", "1 км"), ("б", "")]),
            charts.map_of("RU-SMO", {"RU-MOS"}, ["а", "б"]),
        ]

    once = drawn()
    assert once == drawn()
    assert len(set(once)) == 6
    assert {Image.open(BytesIO(content)).size for content in once} == {charts.SIZE}
