import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from events.press_release.text_files import NO_TEXT, TOO_LARGE, NotText, decoded

TEXT = "Форум открылся в Туле\n\nФорум открыл 5 мая 2025 года в Тульской области министр экономики Иван Тёркин."


def lines(capsys, *paths):
    call_command("read_press_release", *map(str, paths))
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_one_json_line_a_file_without_a_database(tmp_path, capsys):
    first, second = tmp_path / "один.txt", tmp_path / "два.txt"
    first.write_text(TEXT, "utf-8")
    second.write_bytes(bytes(range(256)) * 20)
    event, rubbish = lines(capsys, first, second)
    assert event["file"] == str(first)
    assert (event["event_type"], event["start_date"], event["regions"]) == ("forum", "2025-05-05", ["Тульская область"])
    assert event["people"] == [{"name": "Иван Тёркин", "position": "Министр экономики", "organisation": ""}]
    assert rubbish == {"file": str(second), "refusal": NO_TEXT}


def test_a_missing_file_is_named_before_anything_is_read(tmp_path):
    with pytest.raises(CommandError, match=r"нет\.txt"):
        call_command("read_press_release", str(tmp_path / "нет.txt"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_encodings(encoding):
    assert decoded(TEXT.encode(encoding)) == TEXT


def test_a_large_file_is_not_read(tmp_path, capsys):
    path = tmp_path / "большой.txt"
    path.write_bytes(b"a" * (3 << 20))
    assert lines(capsys, path) == [{"file": str(path), "refusal": TOO_LARGE}]


def test_bytes_that_are_no_text():
    with pytest.raises(NotText):
        decoded(b"\x00\x01\x02\x03" * 100)
