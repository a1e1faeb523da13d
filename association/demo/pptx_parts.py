"""The XML of a small presentation: one theme, one master, one layout, and slides of text, pictures and tables."""

from dataclasses import dataclass
from xml.sax.saxutils import escape

# Millimetres of a slide of 13⅓ by 7½ inches, the same for the PDF.
WIDTH, HEIGHT, MARGIN = 338.7, 190.5, 24
MARK_TOP = 172
EMU_PER_MM = 36_000
ACCENT, RULE, TINT = "E08A00", "B5CBCF", "DFECEE"


@dataclass(frozen=True)
class Look:
    """The layout of a slide: places as (left, top, width, height), colours and sizes."""

    ground: str
    ink: str
    soft: str
    quiet: str
    bar: tuple[float, float, float, float]
    heading_top: float
    heading_height: float
    heading_size: int
    text_top: float
    text_size: int
    picture: tuple[float, float, float, float]

    def text_width(self, is_divided):
        return self.picture[0] - MARGIN - 12 if is_divided else WIDTH - 2 * MARGIN


WHOLE = (MARGIN, 60, WIDTH - 2 * MARGIN, 100)  # the place of a table without text beside it
TITLE = Look(
    "0D2A34", "FFFFFF", "B2BEC4", "B2BEC4", (MARGIN, 38, 18, 2), 50, 50, 32, 100, 17, (195.825, 0, 142.875, 190.5)
)
CONTENT = Look("", "14202A", "2B3A45", "4A5863", (MARGIN, 20, 18, 2), 28, 24, 27, 60, 19, (160, 50, 154.7, 116))

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_NAMESPACES = (
    f'xmlns:a="{_DRAWING}" xmlns:r="{_OFFICE}" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_EMPTY_TREE = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)


def frame(numbers):
    """{name in the archive: content} of every part except the slides."""
    return {
        "[Content_Types].xml": _content_types(numbers),
        "_rels/.rels": relations({"rId1": ("officeDocument", "ppt/presentation.xml")}),
        "ppt/presentation.xml": _presentation(numbers),
        "ppt/_rels/presentation.xml.rels": relations(
            {"rId1": ("slideMaster", "slideMasters/slideMaster1.xml")}
            | {f"rId{n + 1}": ("slide", f"slides/slide{n}.xml") for n in numbers}
        ),
        "ppt/slideMasters/slideMaster1.xml": _MASTER,
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": relations(
            {"rId1": ("slideLayout", "../slideLayouts/slideLayout1.xml"), "rId2": ("theme", "../theme/theme1.xml")}
        ),
        "ppt/slideLayouts/slideLayout1.xml": _LAYOUT,
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": relations(
            {"rId1": ("slideMaster", "../slideMasters/slideMaster1.xml")}
        ),
        "ppt/theme/theme1.xml": _THEME,
    }


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
        '<Default Extension="png" ContentType="image/png"/>'
        + "".join(f'<Override PartName="{name}" ContentType="{type_}"/>' for name, type_ in overrides.items())
        + "</Types>"
    )


def relations(targets):
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
        f'<p:sldIdLst>{slides}</p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/>'
        f'<p:notesSz cx="6858000" cy="9144000"/></p:presentation>'
    )


def slide(slide, number, mark):
    look = TITLE if number == 1 else CONTENT
    width = look.text_width(slide.is_divided)
    shapes = [
        _bar(look),
        _text_box(
            2, "Заголовок", (MARGIN, look.heading_top, width, look.heading_height), [slide.heading],
            size=look.heading_size, colour=look.ink, bold=True, placeholder="title",
        ),
        _text_box(
            3, "Текст", (MARGIN, look.text_top, width, MARK_TOP - look.text_top), slide.lines or [""],
            size=look.text_size, colour=look.soft,
        ),
        _picture(look.picture) if slide.picture else "",
        _table(CONTENT.picture if slide.lines else WHOLE, slide.table) if slide.table else "",
        _text_box(4, "Пометка", (MARGIN, MARK_TOP, 200, 10), [mark], size=12, colour=look.quiet),
    ]  # fmt: skip
    ground = f"<p:bg><p:bgPr>{_fill(look.ground)}<a:effectLst/></p:bgPr></p:bg>" if look.ground else ""
    return (
        f"<p:sld {_NAMESPACES}><p:cSld>{ground}<p:spTree>{_EMPTY_TREE}{''.join(shapes)}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
    )


def _fill(colour):
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def _frame(tag, box):
    left, top, width, height = (round(length * EMU_PER_MM) for length in box)
    return f'<{tag}:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></{tag}:xfrm>'


def _bar(look):
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="5" name="Черта"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>'
        f'{_frame("a", look.bar)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{_fill(ACCENT)}</p:spPr></p:sp>'
    )


def _picture(box):
    return (
        '<p:pic><p:nvPicPr><p:cNvPr id="6" name="Рисунок"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr>'
        '<p:blipFill><a:blip r:embed="rId2"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
        f'<p:spPr>{_frame("a", box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )


def _table(box, rows):
    left, top, width, _height = box
    columns = [round(width * EMU_PER_MM * share / 5) for share in (3, 2)]
    row_height = 17
    grid = "".join(f'<a:gridCol w="{column}"/>' for column in columns)
    lines = "".join(
        f'<a:tr h="{row_height * EMU_PER_MM}">{"".join(_cell(words, number == 0) for words in row)}</a:tr>'
        for number, row in enumerate(rows)
    )
    return (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="7" name="Таблица"/><p:cNvGraphicFramePr/><p:nvPr/>'
        f"</p:nvGraphicFramePr>{_frame('p', (left, top, width, row_height * len(rows)))}"
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table">'
        f"<a:tbl><a:tblPr/><a:tblGrid>{grid}</a:tblGrid>{lines}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def _cell(words, is_heading):
    style = f'<a:rPr lang="ru-RU" sz="1700" b="{int(is_heading)}" dirty="0">{_fill(CONTENT.ink)}</a:rPr>'
    edges = "".join(f'<a:ln{side} w="0"><a:noFill/></a:ln{side}>' for side in "LRT")
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r>{style}<a:t>{escape(words)}</a:t></a:r></a:p></a:txBody>"
        f'<a:tcPr anchor="ctr">{edges}<a:lnB w="9525">{_fill(RULE)}</a:lnB>'
        f"{_fill(TINT) if is_heading else '<a:noFill/>'}</a:tcPr></a:tc>"
    )


def _text_box(number, name, box, lines, *, size, colour, bold=False, placeholder=""):
    kind = f'<p:ph type="{placeholder}"/>' if placeholder else ""
    style = f'<a:rPr lang="ru-RU" sz="{size * 100}" b="{int(bold)}" dirty="0">{_fill(colour)}</a:rPr>'
    space = f'<a:spcAft><a:spcPts val="{size * 50}"/></a:spcAft>' if len(lines) > 1 else ""
    paragraphs = "".join(
        f"<a:p><a:pPr>{space}<a:buNone/></a:pPr><a:r>{style}<a:t>{escape(line)}</a:t></a:r></a:p>" for line in lines
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr txBox="{int(not placeholder)}"/>'
        f"<p:nvPr>{kind}</p:nvPr></p:nvSpPr><p:spPr>{_frame('a', box)}"
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        '<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:normAutofit/></a:bodyPr>'
        f"<a:lstStyle/>{paragraphs}</p:txBody></p:sp>"
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
        "dk1": "14202A",
        "lt1": "FFFFFF",
        "dk2": "0D2A34",
        "lt2": "F4F5F2",
        "accent1": "0A5162",
        "accent2": "E08A00",
        "accent3": "96370D",
        "accent4": "4A5863",
        "accent5": "8FB4BB",
        "accent6": "74828B",
        "hlink": "0A5162",
        "folHlink": "4A5863",
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
