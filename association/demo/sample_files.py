"""Makes small PDF and PPTX files of slides, each page marked as a sample. The same slides make the same bytes."""

import datetime as dt
import io
import logging
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from fpdf import FPDF

import core

MARK = "демонстрационный файл"
FONTS = Path(core.__file__).parent / "data" / "fonts"
# The date of creation in every file, so that a file made again is the same file.
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

# fontTools logs each table of each font.
logging.getLogger("fontTools").setLevel(logging.WARNING)


@dataclass(frozen=True)
class Slide:
    heading: str
    lines: list[str] = field(default_factory=list)


def pdf(slides):
    """A PDF with a wide page for each slide."""
    document = FPDF(orientation="landscape", unit="mm", format=(190.5, 338.7))
    document.set_creation_date(EPOCH)
    document.set_auto_page_break(False)
    document.set_margins(24, 24)
    for style, name in (("", "GolosText-Regular.ttf"), ("B", "GolosText-Bold.ttf")):
        document.add_font("Golos", style, FONTS / name)
    for slide in slides:
        document.add_page()
        document.set_y(32)
        document.set_font("Golos", "B", 30)
        document.multi_cell(0, 14, slide.heading, align="L", new_x="LMARGIN", new_y="NEXT")
        document.ln(8)
        document.set_font("Golos", "", 20)
        for line in slide.lines:
            document.multi_cell(0, 11, line, align="L", new_x="LMARGIN", new_y="NEXT")
            document.ln(3)
        document.set_y(-18)
        document.set_font("Golos", "", 12)
        document.cell(0, 8, MARK)
    return bytes(document.output())


def pptx(slides):
    """The smallest presentation that PowerPoint and LibreOffice open, with one theme, one master and one layout."""
    numbers = range(1, len(slides) + 1)
    parts = {
        "[Content_Types].xml": _content_types(numbers),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "ppt/presentation.xml")}),
        "ppt/presentation.xml": _presentation(numbers),
        "ppt/_rels/presentation.xml.rels": _relations(
            {"rId1": ("slideMaster", "slideMasters/slideMaster1.xml")}
            | {f"rId{n + 1}": ("slide", f"slides/slide{n}.xml") for n in numbers}
        ),
        "ppt/slideMasters/slideMaster1.xml": _MASTER,
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": _relations(
            {"rId1": ("slideLayout", "../slideLayouts/slideLayout1.xml"), "rId2": ("theme", "../theme/theme1.xml")}
        ),
        "ppt/slideLayouts/slideLayout1.xml": _LAYOUT,
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": _relations(
            {"rId1": ("slideMaster", "../slideMasters/slideMaster1.xml")}
        ),
        "ppt/theme/theme1.xml": _THEME,
    }
    for number, slide in zip(numbers, slides, strict=True):
        parts[f"ppt/slides/slide{number}.xml"] = _slide(slide)
        parts[f"ppt/slides/_rels/slide{number}.xml.rels"] = _relations(
            {"rId1": ("slideLayout", "../slideLayouts/slideLayout1.xml")}
        )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            # ZipInfo without a date is dated 1 January 1980, so the archive does not depend on the clock.
            archive.writestr(zipfile.ZipInfo(name), _XML + xml, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_NAMESPACES = (
    f'xmlns:a="{_DRAWING}" xmlns:r="{_OFFICE}" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_WIDTH, _HEIGHT = 12_192_000, 6_858_000
_EMPTY_TREE = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)


def _content_types(numbers):
    kind = "application/vnd.openxmlformats-officedocument.presentationml"
    overrides = {
        "/ppt/presentation.xml": f"{kind}.presentation.main+xml",
        "/ppt/slideMasters/slideMaster1.xml": f"{kind}.slideMaster+xml",
        "/ppt/slideLayouts/slideLayout1.xml": f"{kind}.slideLayout+xml",
        "/ppt/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    } | {f"/ppt/slides/slide{n}.xml": f"{kind}.slide+xml" for n in numbers}
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{name}" ContentType="{type_}"/>' for name, type_ in overrides.items())
        + "</Types>"
    )


def _relations(targets):
    links = (
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(links)}</Relationships>'


def _presentation(numbers):
    slides = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n + 1}"/>' for n in numbers)
    return (
        f"<p:presentation {_NAMESPACES}>"
        '<p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
        f'<p:sldIdLst>{slides}</p:sldIdLst><p:sldSz cx="{_WIDTH}" cy="{_HEIGHT}"/>'
        f'<p:notesSz cx="{_HEIGHT}" cy="9144000"/></p:presentation>'
    )


def _slide(slide):
    shapes = (
        _text_box(2, "Заголовок", 600_000, 1_500_000, [slide.heading], size=3200, bold=True, placeholder="title")
        + _text_box(3, "Текст", 2_250_000, 3_600_000, slide.lines or [""], size=2000)
        + _text_box(4, "Пометка", 6_100_000, 450_000, [MARK], size=1200)
    )
    return (
        f"<p:sld {_NAMESPACES}><p:cSld><p:spTree>{_EMPTY_TREE}{shapes}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
    )


def _text_box(number, name, top, height, lines, *, size, bold=False, placeholder=""):
    kind = f'<p:ph type="{placeholder}"/>' if placeholder else ""
    style = f'<a:rPr lang="ru-RU" sz="{size}" b="{int(bold)}" dirty="0"/>'
    paragraphs = "".join(
        f"<a:p><a:pPr><a:buNone/></a:pPr><a:r>{style}<a:t>{escape(line)}</a:t></a:r></a:p>" for line in lines
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr txBox="{int(not placeholder)}"/>'
        f'<p:nvPr>{kind}</p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="860000" y="{top}"/>'
        f'<a:ext cx="{_WIDTH - 1_720_000}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        '<p:txBody><a:bodyPr wrap="square" anchor="t"><a:normAutofit/></a:bodyPr><a:lstStyle/>'
        f"{paragraphs}</p:txBody></p:sp>"
    )


_MASTER = (
    f'<p:sldMaster {_NAMESPACES}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'
    f"<a:effectLst/></p:bgPr></p:bg><p:spTree>{_EMPTY_TREE}</p:spTree></p:cSld>"
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
    '<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst>'
    "<p:txStyles><p:titleStyle/><p:bodyStyle/><p:otherStyle/></p:txStyles></p:sldMaster>"
)
_LAYOUT = (
    f'<p:sldLayout {_NAMESPACES} type="titleOnly"><p:cSld name="Слайд"><p:spTree>{_EMPTY_TREE}</p:spTree></p:cSld>'
    "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
)


def _colours():
    values = {
        "dk1": "1B2430",
        "lt1": "FFFFFF",
        "dk2": "24405C",
        "lt2": "EEF2F6",
        "accent1": "1F6FB2",
        "accent2": "2E8B57",
        "accent3": "B5651D",
        "accent4": "6A5ACD",
        "accent5": "A23B3B",
        "accent6": "5F6B76",
        "hlink": "1F6FB2",
        "folHlink": "6A5ACD",
    }
    return "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in values.items())


def _theme():
    font = '<a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'<a:theme xmlns:a="{_DRAWING}" name="Демонстрация"><a:themeElements>'
        f'<a:clrScheme name="Демонстрация">{_colours()}</a:clrScheme>'
        '<a:fontScheme name="Демонстрация">'
        f"<a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="Демонстрация"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


_THEME = _theme()
