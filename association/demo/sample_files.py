"""Makes small PDF and PPTX files of slides, each page marked as a sample. The same slides make the same bytes."""

import datetime as dt
import io
import logging
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import FontFace

import core

from . import pptx_parts as parts

MARK = "демонстрационный файл"
FONTS = Path(core.__file__).parent / "data" / "fonts"
# The creation date in every file, so that making a file again gives the same bytes.
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

# fontTools logs each table of each font.
logging.getLogger("fontTools").setLevel(logging.WARNING)


@dataclass(frozen=True)
class SampleSlide:
    """Text on the left, optionally a picture or table on the right. A picture is a PNG of 4:3, or 3:4 on slide 1."""

    heading: str
    lines: list[str] = field(default_factory=list)
    picture: bytes = b""
    table: list[list[str]] = field(default_factory=list)

    @property
    def is_divided(self):
        return bool(self.picture or (self.table and self.lines))


def pdf(slides):
    """A PDF with a wide page for each slide. The first page is dark."""
    document = FPDF(orientation="landscape", unit="mm", format=(parts.HEIGHT, parts.WIDTH))
    document.set_creation_date(EPOCH)
    document.set_auto_page_break(False)
    document.set_margins(parts.MARGIN, parts.MARGIN)
    for style, name in (("", "GolosText-Regular.ttf"), ("B", "GolosText-Bold.ttf")):
        document.add_font("Golos", style, FONTS / name)
    for number, slide in enumerate(slides):
        document.add_page()
        look = parts.TITLE if number == 0 else parts.CONTENT
        if look.ground:
            document.set_fill_color(f"#{look.ground}")
            document.rect(0, 0, parts.WIDTH, parts.HEIGHT, style="F")
        document.set_fill_color(f"#{parts.ACCENT}")
        document.rect(*look.bar, style="F")
        width = look.text_width(slide.is_divided)
        document.set_y(look.heading_top)
        document.set_text_color(f"#{look.ink}")
        document.set_font("Golos", "B", look.heading_size)
        document.multi_cell(width, look.heading_size * 0.44, slide.heading, align="L", new_x="LMARGIN", new_y="NEXT")
        document.set_y(max(document.get_y() + 6, look.text_top))
        document.set_text_color(f"#{look.soft}")
        document.set_font("Golos", "", look.text_size)
        for line in slide.lines:
            document.multi_cell(width, look.text_size * 0.5, line, align="L", new_x="LMARGIN", new_y="NEXT")
            document.ln(4)
        if slide.picture:
            document.image(io.BytesIO(slide.picture), *look.picture)
        if slide.table:
            _put_table(document, slide.table, look.picture if slide.lines else parts.WHOLE)
        document.set_y(parts.MARK_TOP)
        document.set_text_color(f"#{look.quiet}")
        document.set_font("Golos", "", 12)
        document.cell(0, 8, MARK)
    return bytes(document.output())


def _put_table(document, rows, box):
    left, top, width, _height = box
    document.set_left_margin(left)
    document.set_xy(left, top)
    document.set_font("Golos", "", 17)
    document.set_fill_color("#FFFFFF")
    document.set_draw_color(f"#{parts.RULE}")
    heading = FontFace(emphasis="BOLD", color=f"#{parts.CONTENT.ink}", fill_color=f"#{parts.TINT}")
    with document.table(
        rows, width=width, align="LEFT", text_align="LEFT", line_height=9, padding=4, headings_style=heading,
        borders_layout="HORIZONTAL_LINES", col_widths=(3, 2),
    ):  # fmt: skip
        pass
    document.set_left_margin(parts.MARGIN)


def pptx(slides):
    """The smallest presentation that PowerPoint and LibreOffice open, with one theme, one master and one layout."""
    numbers = range(1, len(slides) + 1)
    files = {name: (parts.DECLARATION + xml).encode() for name, xml in parts.frame(numbers).items()}
    for number, slide in zip(numbers, slides, strict=True):
        links = {"rId1": ("slideLayout", "../slideLayouts/slideLayout1.xml")}
        if slide.picture:
            links["rId2"] = ("image", f"../media/image{number}.png")
            files[f"ppt/media/image{number}.png"] = slide.picture
        files[f"ppt/slides/slide{number}.xml"] = (parts.DECLARATION + parts.slide(slide, number, MARK)).encode()
        files[f"ppt/slides/_rels/slide{number}.xml.rels"] = (parts.DECLARATION + parts.relations(links)).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            # A ZipInfo without a date has 1 January 1980, so the archive does not depend on the time.
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
