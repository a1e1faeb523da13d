"""Compound files with misleading tables: each is refused before it is followed."""

import pytest

from events.uploads.inspection import compound, inspect
from events.uploads.inspection.refusal import Refused
from tests import documents
from tests.hostile import TINY_EXE, patched

pytestmark = pytest.mark.once

MANY = {f"s{number}": b"x" for number in range(12)}


def head(offset, value, form="<I"):
    return lambda content: patched(content, offset, value, form)


def item(number, offset, value, form="<I"):
    """A change in the directory. Offsets: 66 type, 68 and 72 neighbours, 76 child, 116 start, 120 size."""

    def change(content):
        directory = (int.from_bytes(content[48:52], "little") + 1) * 512
        return patched(content, directory + 128 * number + offset, value, form)

    return change


def crossed(content):
    """A dozen streams in the same sectors."""
    for number in range(3, 15):
        content = item(number, 120, 4096)(item(number, 116, 0)(content))
    return content


def circle(content):
    """The first chain of the table returns to its beginning."""
    table = (int.from_bytes(content[76:80], "little") + 1) * 512
    return patched(content, table + 7 * 4, 0, "<I")


def beyond(content):
    """The second stream continues after the end of the file."""
    table = (int.from_bytes(content[76:80], "little") + 1) * 512
    assert content[table + 15 * 4 : table + 16 * 4] == b"\xfe\xff\xff\xff"
    content = patched(content, table + 15 * 4, 100, "<I")
    for number in range(100, 108):
        content = patched(content, table + number * 4, number + 1 if number < 107 else 0xFFFFFFFE, "<I")
    return item(2, 120, 8192)(content)


def short_chain(content):
    table = (int.from_bytes(content[76:80], "little") + 1) * 512
    return patched(content, table, 0xFFFFFFFE, "<I")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda content: content[:300], "truncated"),
        (head(30, 16, "<H"), "truncated"),
        (head(44, 100_000), "truncated"),
        (head(72, 100_000), "broken"),
        (head(76, 5_000), "truncated"),
        (head(48, 5_000), "truncated"),
        (item(1, 120, 1 << 20), "truncated"),
        (item(1, 116, 5_000), "broken"),
        (crossed, "broken"),
        (short_chain, "broken"),
        (beyond, "broken"),
        (lambda content: content[:-512], "truncated"),
    ],
)
def test_misleading_table_is_refused(change, reason, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(change(documents.doc(streams=MANY)))
    assert inspect(str(path), "а.doc")["reason"] == reason


@pytest.mark.parametrize(
    "change",
    [
        head(28, 0xFEFF, "<H"),
        head(64, 100_000),
        head(44, 2),
        item(1, 72, 1),
        item(1, 72, 5_000),
        item(0, 66, 2, "<B"),
        circle,
    ],
)
def test_table_with_a_harmless_mistake_is_read(change, tmp_path):
    """Office and LibreOffice read such files; none of the mistakes keeps the reader busy."""
    path = tmp_path / "file"
    path.write_bytes(change(documents.doc(streams=MANY)))
    assert inspect(str(path), "а.doc")["reason"] == ""


def test_stream_of_an_unknown_type_is_inspected(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(item(3, 66, 7, "<B")(documents.doc(streams={"a": TINY_EXE})))
    assert inspect(str(path), "а.doc")["reason"] == "embedded_program"


def box_of(content):
    return compound.Compound(content)


def test_short_streams_are_read_from_the_mini_stream():
    box = box_of(documents.compound({"a": b"x" * 100, ("folder", "b"): b"y" * 64, "c": b"z" * 5000}))
    (short,), (deep,), (long,) = box.named("a"), box.named("b"), box.named("c")
    assert box.read(short) == b"x" * 100
    assert box.read(deep) == b"y" * 64
    assert box.read(long) == b"z" * 5000
    assert box.read(long, 10) == b"z" * 10
    assert box.top == {"a", "folder", "c"}


@pytest.mark.parametrize(
    ("change", "name"), [(item(1, 116, 900), "a"), (item(1, 120, 4000), "a"), (item(2, 120, 6000), "c")]
)
def test_incomplete_stream_is_refused(change, name):
    content = change(documents.compound({"a": b"x" * 100, "c": b"z" * 5000}))

    def read():
        box = box_of(content)
        return box.read(*box.named(name))

    with pytest.raises(Refused, match=r"broken|truncated"):
        read()
