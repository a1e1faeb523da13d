import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.files.ranges import UNSATISFIABLE, parse_range, range_applies


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-0", (0, 0)),
        ("bytes=0-9", (0, 9)),
        ("bytes=2-3", (2, 3)),
        ("bytes=5-", (5, 9)),
        ("bytes=5-500", (5, 9)),
        ("bytes=-3", (7, 9)),
        ("bytes=-300", (0, 9)),
        ("Bytes=1-2", (1, 2)),
        ("bytes=10-", UNSATISFIABLE),
        ("bytes=10-12", UNSATISFIABLE),
        ("bytes=-0", UNSATISFIABLE),
        ("bytes=3-2", None),
        ("bytes=0-1,3-4", None),
        ("bytes=-", None),
        ("bytes=a-b", None),
        ("bytes=١-٢", None),
        ("items=0-1", None),
        ("bytes=" + "9" * 5000 + "-", None),
        ("", None),
        (None, None),
    ],
)
def test_range_of_ten_bytes(header, expected):
    assert parse_range(header, 10) == expected


@pytest.mark.parametrize(("header", "expected"), [("bytes=0-", UNSATISFIABLE), ("bytes=-1", UNSATISFIABLE)])
def test_range_of_an_empty_file_is_unsatisfiable(header, expected):
    assert parse_range(header, 0) == expected


@given(st.one_of(st.text(max_size=30), st.from_regex(r"bytes=\d{0,6}-\d{0,6}", fullmatch=True)), st.integers(0, 10**6))
@settings(max_examples=50, deadline=None)
def test_range_stays_within_the_file(header, size):
    asked = parse_range(header, size)
    if isinstance(asked, tuple):
        assert 0 <= asked[0] <= asked[1] < size
    else:
        assert asked in (None, UNSATISFIABLE)


@pytest.mark.parametrize(
    ("if_range", "expected"),
    [
        (None, True),
        ('"abc"', True),
        ('"other"', False),
        ('W/"abc"', False),
        ("Wed, 25 May 2016 10:00:00 GMT", True),
        ("Thu, 26 May 2016 10:00:00 GMT", False),
    ],
)
def test_range_applies_only_to_the_same_state_of_the_file(if_range, expected):
    assert range_applies(if_range, '"abc"', "Wed, 25 May 2016 10:00:00 GMT") is expected
