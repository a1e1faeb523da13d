"""The cost of a verdict on the largest files, and on small ones that cause endless work."""

import os
import resource
import struct
import subprocess
import sys
import zlib
from functools import cache

import pytest
from fpdf import FPDF

from events.uploads import verdicts
from events.uploads.inspection import inspect
from tests import documents, files, hostile
from tests.hostile_parts import chunk

pytestmark = [pytest.mark.once, pytest.mark.slow]


COUNTING = """
number = 0
while number < 5_000_000:
    number += 1
"""


def child_seconds(work):
    """`(CPU seconds of the children that `work` started, what it returned)`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, result


def cost(path, name, limit):
    """`(CPU time of the verdict, verdict)`. The unit is what Python needs to count to five million.

    A slow or busy machine needs more seconds for both. The least of three measurements, unless one is below the limit.
    """
    took = []
    for _ in range(3):
        seconds, verdict = child_seconds(lambda: verdicts.judge_path(path, name, path.stat().st_size))
        took.append(seconds / counting())
        if took[-1] < limit:
            break
        counting.cache_clear()  # the machine may have become slower
    return min(took), verdict


@cache
def counting():
    seconds, _none = child_seconds(lambda: subprocess.run([sys.executable, "-c", COUNTING], check=True))
    return seconds


@pytest.mark.parametrize("name", ["Доклад.pdf", "Презентация.pptx", "Старая.ppt", "Снимок.jpg"])
def test_verdict_on_200_megabytes_is_cheap(name, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(documents.good()[name])
    os.truncate(path, 200 << 20)
    taken, verdict = cost(path, name, limit=8)
    assert verdict.reason in ("", "broken")  # zeros behind the end harm nobody, and take a PDF's end out of reach
    assert taken < 8


def test_verdict_on_an_archive_of_many_photos_is_cheap(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(documents.packed({f"{number}.jpg": hostile.PHOTO for number in range(9_999)}))
    taken, verdict = cost(path, "Фото.zip", limit=8)
    assert verdict.is_accepted
    assert taken < 8


def endless_files():
    """Small files that break no rule but cause endless work."""
    old, archive = (
        struct.pack("<I", 9) + zlib.compress(bytes(60_000_000), 9),
        documents.repacked(documents.docx(1), {f"word/{number}": b"" for number in range(9_900)}),
    )
    links = "".join(f'<Relationship Id="r{number}" Type="a" Target="b"/>' for number in range(320_000))
    document = FPDF()
    document.add_page()
    for number in range(4):
        document.embed_file(bytes=bytes(90_000_000), basename=f"{number}.txt", compress=True)
    return {
        "Объекты.ppt": documents.ppt(records=documents.record(0x1011, old, 0x10) * 20),
        "Записи.xls": documents.xls(records=documents.biff(1) * 3_000_000),
        "Куски.jpg": hostile.PHOTO[:2] + b"\xff\xfe\0\2" * 2_000_000 + hostile.PHOTO[2:],
        "Куски.png": documents.picture("PNG")[:33] + chunk((b"prVt", b"")) * 2_000_000 + documents.picture("PNG")[33:],
        "Концы.pdf": files.pdf()[:-6] + b"PK\5\6" * 100_000 + b"%%EOF\n",
        "Связи.pptx": documents.repacked(
            documents.pptx(slides=1),
            {f"ppt/_rels/{number}.rels": f"<Relationships>{links}</Relationships>" for number in range(3)},
        ),
        "Описи.pptx": documents.repacked(
            documents.pptx(slides=1), {f"ppt/embeddings/{number}.docx": archive for number in range(9)}
        ),
        "Приложения.pdf": bytes(document.output()),
    }


def test_endless_work_ends_in_a_few_seconds(tmp_path):
    """The reason shows that the budget ended the work."""
    path, found = tmp_path / "file", {}
    for name, content in endless_files().items():
        path.write_bytes(content)
        taken, verdict = cost(path, name, limit=20)
        assert taken < 20, name
        found[name] = verdict.reason
    assert found == dict.fromkeys(found, "too_complex")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("а.zip", documents.packed({"1.jpg": hostile.PHOTO[:-2] + bytes(900_000) + hostile.PHOTO[-2:]})),
        ("а.doc", documents.doc(streams={"a": documents.compound({"b": bytes(900_000)})})),
    ],
)
def test_unpacked_bytes_are_charged_to_the_budget(name, content, tmp_path, monkeypatch):
    path = tmp_path / "file"
    path.write_bytes(content)
    assert inspect(str(path), name)["reason"] == ""
    monkeypatch.setattr("events.uploads.inspection.budget.MAX_UNITS", 800_000)
    assert inspect(str(path), name)["reason"] == "too_complex"


def test_large_pdf_without_a_table_address_is_not_searched(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"%PDF-1.4\n" + b"1 0 obj<</A[1 2 3]>>endobj\n" * 800_000 + b"startxref\n5\n%%EOF")
    taken, verdict = cost(path, "Доклад.pdf", limit=2)
    assert verdict.reason == "broken"
    assert taken < 2
