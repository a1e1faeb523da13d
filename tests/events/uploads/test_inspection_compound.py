"""Compound files with misleading tables: each is refused before it is followed."""

import pytest

from events.uploads.inspection import compound, inspect
from events.uploads.inspection.refusal import Refused
from tests import documents
from tests.hostile import patched

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
        (head(28, 0xFEFF, "<H"), "broken"),
        (head(30, 16, "<H"), "broken"),
        (head(32, 9, "<H"), "broken"),
        (head(44, 100_000), "truncated"),
        (head(64, 100_000), "truncated"),
        (head(72, 100_000), "truncated"),
        (head(44, 2), "broken"),
        (head(76, 5_000), "truncated"),
        (head(48, 5_000), "broken"),
        (item(0, 66, 2, "<B"), "broken"),
        (item(1, 66, 7, "<B"), "broken"),
        (item(1, 72, 1), "broken"),
        (item(1, 72, 5_000), "broken"),
        (item(1, 120, 1 << 20), "truncated"),
        (item(1, 116, 5_000), "broken"),
        (crossed, "broken"),
        (circle, "broken"),
        (short_chain, "truncated"),
        (beyond, "truncated"),
        (lambda content: content[:-512], "truncated"),
    ],
)
def test_misleading_table_is_refused(change, reason, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(change(documents.doc(streams=MANY)))
    assert inspect(str(path), "а.doc")["reason"] == reason


def box_of(content):
    return compound.Compound(content)


def test_short_streams_are_read_from_the_mini_stream():
    box = box_of(documents.compound({"a": b"x" * 100, ("folder", "b"): b"y" * 64, "c": b"z" * 5000}))
    assert box.read(box.stream("A")) == b"x" * 100
    assert box.read(box.stream("folder", "b")) == b"y" * 64
    assert box.read(box.stream("c")) == b"z" * 5000
    assert box.read(box.stream("c"), 10) == b"z" * 10
    assert box.stream("b") is None
    box.check_streams()


@pytest.mark.parametrize(
    ("change", "name", "reason"),
    [
        (item(1, 116, 900), "a", "broken"),
        (item(1, 120, 4000), "a", "broken"),
        (item(2, 120, 6000), "c", "truncated"),
    ],
)
def test_incomplete_stream_is_refused(change, name, reason):
    box = box_of(change(documents.compound({"a": b"x" * 100, "c": b"z" * 5000})))
    with pytest.raises(Refused, match=reason):
        box.read(box.stream(name))
