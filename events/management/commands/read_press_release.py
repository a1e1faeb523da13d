import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ...press_release.as_json import as_json
from ...press_release.reader import read
from ...source_files import Unreadable, text_of


class Command(BaseCommand):
    help = (
        "Читает пресс-релизы и ничего не сохраняет. На каждый файл печатает строку JSON: file — путь; дальше то, что "
        "прочитано: название, вид, даты, регионы, парки, организаторы, люди, материалы. Если читать нечего, refusal "
        "говорит почему."
    )

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", type=Path, metavar="FILE", help="TXT, HTML, DOCX, ODT или PDF")

    def handle(self, *, paths, **options):
        for path in paths:
            if not path.is_file():
                raise CommandError(_("Нет такого файла: %s") % path)
        for path in paths:
            line = json.dumps({"file": str(path), **described(path)}, ensure_ascii=False)
            self.stdout.write(line.encode(errors="backslashreplace").decode())


def described(path):
    try:
        return as_json(read(text_of(path)))
    except Unreadable as error:
        return {"refusal": str(error)}
