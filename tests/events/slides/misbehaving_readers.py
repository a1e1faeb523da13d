"""Readers that do in a child what hostile files make parsers do. They are called like `extraction.pages_of_pdf`."""

import os
import time

from PIL import Image


def _page(number, folder):
    for size in ("large", "small"):
        Image.new("RGB", (16, 9)).save(f"{folder}/{number}-{size}.webp")
    return {
        "number": number,
        "title": f"Слайд {number}",
        "text": f"Слайд {number}",
        "width": 16,
        "height": 9,
        "picture": f"{number}-large.webp",
        "small_picture": f"{number}-small.webp",
    }


def dies_at_page_2(path, folder, first, most):
    yield {"total": 4}
    for number in range(first, 5):
        if number == 2:
            os.abort()
        yield _page(number, folder)


def dies_at_once(path, folder, first, most):
    os.abort()


def waits_after_page_1(path, folder, first, most):
    yield {"total": 4}
    yield _page(1, folder)
    time.sleep(1)
    yield _page(2, folder)
    time.sleep(60)
