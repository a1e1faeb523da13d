"""Read the text of a PDF page as it stands on the page: words apart, a line end between lines of any direction. Pure.

PDFium gives the characters in their order and guesses where words and lines end. It guesses wrongly where a table has
cells of one character, and where lines run up or down the page. Here their places decide.
"""

import ctypes
import math

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

Box = tuple[float, float, float, float]  # left, bottom, right, top

GAP = 1 / 3  # of a letter's width: a wider gap parts words
GAP_WITHIN_OBJECT = 1.0  # letters set wide are one word
SAME_LINE = 0.4  # of the height of a letter
TURN = math.radians(15)  # letters of one line on a curve differ by less

# Drawn with the page; a link has no look of its own, and a pop-up is only seen when it is opened.
_NOT_DRAWN = (pdfium_c.FPDF_ANNOT_LINK, pdfium_c.FPDF_ANNOT_POPUP)


def page_with_annotations(document: pdfium.PdfDocument, index: int) -> pdfium.PdfPage:
    """The page with its filled fields and notes as a part of it, so that they are drawn and read like the rest."""
    page = document[index]
    if not _prepare_annotations(page):
        return page
    pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
    page.close()
    return document[index]


def _prepare_annotations(page: pdfium.PdfPage) -> bool:
    """Hide what is for the printer only, which flattening would draw; return whether there is anything to draw."""
    is_drawn = False
    for number in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, number)
        flags = pdfium_c.FPDFAnnot_GetFlags(annotation)
        if flags & pdfium_c.FPDF_ANNOT_FLAG_NOVIEW:
            pdfium_c.FPDFAnnot_SetFlags(annotation, flags | pdfium_c.FPDF_ANNOT_FLAG_HIDDEN)
        is_drawn = is_drawn or pdfium_c.FPDFAnnot_GetSubtype(annotation) not in _NOT_DRAWN
        pdfium_c.FPDFPage_CloseAnnot(annotation)
    return is_drawn


def text_of(page: pdfium.PdfPage) -> str:
    """The text within the page's visible area; "" where PDFium cannot read it."""
    try:
        characters = page.get_textpage()
    except pdfium.PdfiumError:
        return ""
    try:
        return _text(characters, _visible_area(page))
    finally:
        characters.close()


def _visible_area(page: pdfium.PdfPage) -> tuple[float, float, float, float]:
    left, bottom, right, top = page.get_bbox()
    if right > left and top > bottom:
        return left, bottom, right, top
    return 0, 0, *page.get_size()


def _text(page_text: pdfium.PdfTextPage, area: Box) -> str:
    characters, rect = page_text.raw, pdfium_c.FS_RECTF()
    place, lines = ctypes.byref(rect), [Line()]
    guess, last, last_box, angle = "", -1, (0.0, 0.0, 0.0, 0.0), 0.0
    for index in range(page_text.count_chars()):
        char = chr(pdfium_c.FPDFText_GetUnicode(characters, index))
        if char in "\r\n" or (char == " " and pdfium_c.FPDFText_IsGenerated(characters, index) == 1):
            guess = guess or char
            continue
        pdfium_c.FPDFText_GetLooseCharBox(characters, index, place)
        box = rect.left, rect.bottom, rect.right, rect.top
        if not _is_within(area, box):
            continue
        if last < 0 or guess or angle or not _follows(last_box, box):
            last_angle, angle = angle, pdfium_c.FPDFText_GetCharAngle(characters, index) % math.tau
            turn = abs(angle - last_angle)
            if last < 0 or min(turn, math.tau - turn) > TURN:
                separator = "\n"
            else:
                is_one_object = _text_object(characters, last) == _text_object(characters, index)
                separator = _between(_turned(last_box, angle), _turned(box, angle), guess, is_one_object)
            if separator == "\n":
                lines.append(Line())
            if separator:
                lines[-1].begin_word(_turned(box, angle)[0])
        lines[-1].words[-1].append(char)
        guess, last, last_box = "", index, box
    text = "\n".join(line.text() for line in lines)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class Line:
    """The words of a line with the places where they begin."""

    def __init__(self) -> None:
        self.words: list[list[str]] = []
        self.starts: list[float] = []

    def begin_word(self, start: float) -> None:
        self.words.append([])
        self.starts.append(start)

    def text(self) -> str:
        """The words in their order on the page: PDFium gives cells of text that stands on its head from the end."""
        order = sorted(range(len(self.words)), key=self.starts.__getitem__)
        return " ".join("".join(self.words[number]) for number in order)


def _is_within(area: Box, box: Box) -> bool:
    return area[0] <= (box[0] + box[2]) / 2 <= area[2] and area[1] <= (box[1] + box[3]) / 2 <= area[3]


def _follows(last: Box, box: Box) -> bool:
    """Whether a letter of upright text plainly goes on with the word: most do, and need no closer look."""
    return abs(last[1] - box[1]) < 0.1 and abs(box[0] - last[2]) < 0.2 * (box[2] - box[0])


def _text_object(characters: pdfium_c.FPDF_TEXTPAGE, index: int) -> int:
    found = pdfium_c.FPDFText_GetTextObject(characters, index)
    return ctypes.cast(found, ctypes.c_void_p).value or 0


def _turned(box: Box, angle: float) -> Box:
    """The box as it stands when the page is turned so that its text runs to the right."""
    left, bottom, right, top = box
    quarter = round(angle / (math.pi / 2)) % 4
    if quarter == 1:  # the text runs down the page
        return -top, left, -bottom, right
    if quarter == 2:
        return -right, -top, -left, -bottom
    if quarter == 3:
        return bottom, -right, top, -left
    return box


def _between(last: Box, box: Box, guess: str, is_one_object: bool) -> str:
    """What stands between two characters that follow each other; `guess` is PDFium's."""
    height, width = min(last[3] - last[1], box[3] - box[1]), (last[2] - last[0] + box[2] - box[0]) / 2
    if min(last[3], box[3]) - max(last[1], box[1]) < SAME_LINE * height:
        return "\n"
    gap = box[0] - last[2]
    if gap > width * (GAP_WITHIN_OBJECT if is_one_object else GAP) or gap < -2 * max(width, height):
        return " "
    return " " if guess == " " or (guess and is_one_object) else ""
