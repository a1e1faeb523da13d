"""Small documents with a given text."""

import io
import zipfile

from fpdf import FPDF
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from association.demo import sample_files

SECRET = "вслух не сказано"
OPEN = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{OPEN}:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "draw": "drawing",
        "style": "style",
        "presentation": "presentation",
        "svg": "svg-compatible",
    }.items()
)


def pdf(*texts):
    """One page for each text, whose first line is the heading."""
    slides = [sample_files.SampleSlide(text.split("\n")[0], text.split("\n")[1:]) for text in texts]
    return sample_files.pdf(slides)


def pdf_of_sizes(*sizes):
    """Empty pages of these sizes, in millimetres."""
    document = FPDF(unit="mm")
    for size in sizes:
        document.add_page(format=size)
    return bytes(document.output())


def pptx(*titles, hidden=(), notes=SECRET, picture=None):
    """One slide for each title, with a line, a table and notes; `hidden` holds numbers of slides."""
    presentation = Presentation()
    for number, title in enumerate(titles, 1):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.placeholders[1].text = f"Строка слайда {number}"
        slide.shapes.title.text = title
        table = slide.shapes.add_table(1, 2, Inches(1), Inches(5), Inches(6), Inches(1)).table
        table.cell(0, 0).text, table.cell(0, 1).text = "Площадь", f"{number} га"
        slide.notes_slide.notes_text_frame.text = notes
        if picture:
            slide.shapes.add_picture(io.BytesIO(picture), Inches(6), Inches(2), Inches(3))
        if number in hidden:
            slide._element.set("show", "0")
    return saved(presentation)


def saved(document):
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def open_document(kind, body, styles=""):
    """A minimal OpenDocument file."""
    content = (
        f'<office:document-content {NAMESPACES} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>{body}</office:body>"
        "</office:document-content>"
    )
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
    manifest = (
        f'<manifest:manifest xmlns:manifest="{OPEN}:manifest:1.0">'
        f"{entry.format('/', mimetype)}{entry.format('content.xml', 'text/xml')}</manifest:manifest>"
    )
    return package({"mimetype": mimetype, "META-INF/manifest.xml": manifest, "content.xml": content})


def package(parts):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def picture(size=(320, 200), kind="PNG", colour="red", **options):
    content = io.BytesIO()
    Image.new("RGB", size, colour).save(content, kind, **options)
    return content.getvalue()
