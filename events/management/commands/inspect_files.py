import json
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.files.names import clean_name

from ...uploads import verdicts


class Command(BaseCommand):
    help = (
        "Проверяет файлы так же, как при загрузке на сайт, и ничего не сохраняет. На каждый файл печатает строку JSON: "
        "file — путь, accepted — принят ли, kind — что внутри, reason — почему не принят (одно слово), message — что "
        "сказали бы редактору."
    )

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="файл или папка со всем, что в ней")

    def handle(self, *, paths, **options):
        for path in paths:
            if not path.exists():
                raise CommandError(_("Нет такого файла или папки: %s") % path)
        for path in paths:
            for file in files_of(path):
                line = json.dumps(described(file), ensure_ascii=False)
                # A name that is not UTF-8 has lone surrogates. Escaped with a backslash, they are valid JSON.
                self.stdout.write(line.encode(errors="backslashreplace").decode())


def files_of(path):
    return [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())


def described(file):
    name = os.fsencode(file.name).decode(errors="replace")
    verdict = verdicts.judge_path(file, clean_name(name), file.stat().st_size)
    return {
        "file": str(file),
        "accepted": verdict.is_accepted,
        "kind": verdict.kind or None,
        "reason": verdict.reason or None,
        "message": None if verdict.is_accepted else verdict.sentence,
    }
