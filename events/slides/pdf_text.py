"""Read the text of a PDF page with correct ends of words and lines, for lines in any direction. Pure.

PDFium returns the characters in order and guesses where words and lines end. It guesses wrongly in tables with cells of
one character, and if lines run up or down the page. Here the positions of the characters decide.
"""

import ctypes
import math
import re
from collections.abc import Iterator
from itertools import groupby

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from .text import tidy
from .word_boxes import SCALE, PlacedWord
from .word_boxes import Box as PlacedBox

_HYPHEN_AT_END = re.compile("[-\u2010\u00ad\ufffe\u0002]\\Z")

Box = tuple[float, float, float, float]  # left, bottom, right, top

GAP = 1 / 3  # of a letter's width; a wider gap separates words
GAP_WITHIN_OBJECT = 1.0  # the same within a text object, whose letters may be widely spaced
SAME_LINE = 0.4  # of a letter's height; letters of one line are shifted by less
TURN = math.radians(15)  # neighbouring letters of one line on a curve differ by less

# Annotations that are not visible on the page: links, and pop-ups that are closed.
_NOT_DRAWN = (pdfium_c.FPDF_ANNOT_LINK, pdfium_c.FPDF_ANNOT_POPUP)


def page_with_annotations(document: pdfium.PdfDocument, index: int) -> pdfium.PdfPage:
    """The page with form fields and notes flattened into it, so that they are drawn and read like the rest."""
    page = document[index]
    if not _prepare_annotations(page):
        return page
    pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
    page.close()
    return document[index]


def _prepare_annotations(page: pdfium.PdfPage) -> bool:
    """Hide annotations for printing only, which flattening would draw; return whether others are left to draw."""
    is_drawn = False
    for number in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, number)
        flags = pdfium_c.FPDFAnnot_GetFlags(annotation)
        if flags & pdfium_c.FPDF_ANNOT_FLAG_NOVIEW:
            pdfium_c.FPDFAnnot_SetFlags(annotation, flags | pdfium_c.FPDF_ANNOT_FLAG_HIDDEN)
        is_drawn = is_drawn or pdfium_c.FPDFAnnot_GetSubtype(annotation) not in _NOT_DRAWN
        pdfium_c.FPDFPage_CloseAnnot(annotation)
    return is_drawn


def lines_of(page: pdfium.PdfPage) -> "list[TextLine]":
    """The lines within the visible area of the page; [] if PDFium cannot read it."""
    try:
        characters = page.get_textpage()
    except pdfium.PdfiumError:
        return []
    try:
        return _lines(characters, _visible_area(page))
    finally:
        characters.close()


def text_of(lines: "list[TextLine]") -> str:
    return "\n".join(" ".join(run.text() for run in line.in_order()) for line in lines)


def placed_words(page: pdfium.PdfPage, lines: "list[TextLine]") -> list[PlacedWord]:
    """The words with their places on the picture. A word that is broken at the end of a line has two places."""
    found: list[PlacedWord] = []
    place, broken = _Place(page), ""  # `broken` is the beginning of a word at the end of the line before
    for line in lines:
        words = [word for run in line.in_order() for word in run.words()]
        for number, (word, box) in enumerate(words, 1):
            text, boxes, is_last = word, [place.on_picture(box)], number == len(words)
            if broken and number == 1 and len(joined := tidy(f"{broken}\n{text}").split()) == 1:
                text, boxes = joined[0], [*found.pop().boxes, *boxes]
            broken = f"{tidy(text).rstrip('-')}-" if is_last and _HYPHEN_AT_END.search(word) else ""
            found.append(PlacedWord(tidy(text), boxes, is_last))
    return found


class _Place:
    """Converts places on the page, measured from its lower left corner, into places on its picture."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.page = page

    def on_picture(self, box: Box) -> PlacedBox:
        left, bottom, right, top = box
        corners = [self._point(left, bottom), self._point(right, top)]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)

    def _point(self, x: float, y: float) -> tuple[int, int]:
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDF_PageToDevice(self.page, 0, 0, SCALE, SCALE, 0, x, y, across, down)
        return across.value, down.value


def _visible_area(page: pdfium.PdfPage) -> tuple[float, float, float, float]:
    left, bottom, right, top = page.get_bbox()
    if right > left and top > bottom:
        return left, bottom, right, top
    return 0, 0, *page.get_size()


def _lines(page_text: pdfium.PdfTextPage, area: Box) -> "list[TextLine]":
    characters, rect = page_text.raw, pdfium_c.FS_RECTF()
    place, lines = ctypes.byref(rect), [TextLine()]
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
                lines.append(TextLine())
            if separator:
                lines[-1].begin_run(_turned(box, angle)[0])
        lines[-1].runs[-1].add(char, box)
        guess, last, last_box = "", index, box
    return lines


class CharacterRun:
    """Consecutive characters, including spaces in the file itself."""

    def __init__(self, start: float) -> None:
        self.start = start  # along the line
        self.chars: list[str] = []
        self.boxes: list[Box] = []

    def add(self, char: str, box: Box) -> None:
        self.chars.append(char)
        self.boxes.append(box)

    def text(self) -> str:
        return _readable("".join(self.chars))

    def words(self) -> Iterator[tuple[str, Box]]:
        placed = zip(self.chars, self.boxes, strict=True)
        for is_space, word in groupby(placed, lambda one: one[0].isspace()):
            if not is_space:
                chars, boxes = zip(*word, strict=True)
                lefts, bottoms, rights, tops = zip(*boxes, strict=True)
                yield _readable("".join(chars)), (min(lefts), min(bottoms), max(rights), max(tops))


def _readable(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class TextLine:
    def __init__(self) -> None:
        self.runs: list[CharacterRun] = []

    def begin_run(self, start: float) -> None:
        self.runs.append(CharacterRun(start))

    def in_order(self) -> list[CharacterRun]:
        """The runs in the order of reading: PDFium returns the cells of upside-down text in reverse."""
        return sorted(self.runs, key=lambda run: run.start)


def _is_within(area: Box, box: Box) -> bool:
    return area[0] <= (box[0] + box[2]) / 2 <= area[2] and area[1] <= (box[1] + box[3]) / 2 <= area[3]


def _follows(last: Box, box: Box) -> bool:
    """Whether a letter of upright text clearly continues the word. Most do and need no further check."""
    return abs(last[1] - box[1]) < 0.1 and abs(box[0] - last[2]) < 0.2 * (box[2] - box[0])


def _text_object(characters: pdfium_c.FPDF_TEXTPAGE, index: int) -> int:
    found = pdfium_c.FPDFText_GetTextObject(characters, index)
    return ctypes.cast(found, ctypes.c_void_p).value or 0


def _turned(box: Box, angle: float) -> Box:
    """The box after turning the page so that the text runs to the right."""
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
    """The separator between two consecutive characters: "", a space or a line end. `guess` is PDFium's."""
    height, width = min(last[3] - last[1], box[3] - box[1]), (last[2] - last[0] + box[2] - box[0]) / 2
    if min(last[3], box[3]) - max(last[1], box[1]) < SAME_LINE * height:
        return "\n"
    gap = box[0] - last[2]
    if gap > width * (GAP_WITHIN_OBJECT if is_one_object else GAP) or gap < -2 * max(width, height):
        return " "
    return " " if guess == " " or (guess and is_one_object) else ""
