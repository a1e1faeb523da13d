import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.dates import PartialDate

from ...press_release.as_json import as_json
from ...press_release.reader import read
from ...source_files import UnreadableSource, text_of


class Command(BaseCommand):
    help = (
        "Читает пресс-релизы и ничего не сохраняет. На каждый файл печатает строку JSON: file — путь; дальше то, что "
        "прочитано: название, вид, даты, регионы, парки, организаторы, люди, материалы. Если читать нечего, refusal "
        "говорит почему."
    )

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", type=Path, metavar="FILE", help="TXT, HTML, DOCX, ODT или PDF")

        parser.add_argument(
            "--published",
            metavar="ДАТА",
            help="день публикации, если в тексте его нет: от него считаются «сегодня» и «вчера»",
        )

    def handle(self, *, paths, published, **options):
        try:
            day = PartialDate.read(published) if published else None
        except ValueError as error:
            raise CommandError(_("Не понимаем дату публикации: %s") % published) from error
        for path in paths:
            if not path.is_file():
                raise CommandError(_("Нет такого файла: %s") % path)
        for path in paths:
            line = json.dumps({"file": str(path), **described(path, day)}, ensure_ascii=False)
            self.stdout.write(line.encode(errors="backslashreplace").decode())


def described(path, published):
    try:
        return as_json(read(text_of(path), published=published))
    except UnreadableSource as error:
        return {"refusal": str(error)}
