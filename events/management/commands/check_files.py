from datetime import timedelta

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from core.files.fields import remove
from core.files.orphans import Inventory
from core.files.storage import INCOMING

from ...models import Arrival, Material, MaterialVersion, Preview, Slide
from ...uploads.versions import fall_back


class Command(BaseCommand):
    help = (
        "Сверяет файлы со строками базы. Находит файлы, о которых не знает ни одна строка (остались от прерванной "
        "загрузки), и строки, чей файл пропал. С --fix лишние файлы удаляются, если они старше указанного срока, а "
        "материал, у которого пропал файл текущей версии, показывает новейшую версию с целым файлом; если целых нет, "
        "снова становится «ожидается». Строки не удаляются и не очищаются: верните файл из копии или загрузите новую "
        "версию. Код выхода 1, если осталось что-то не в порядке."
    )

    def add_arguments(self, parser):
        parser.add_argument("--fix", action="store_true", help="исправить то, что можно исправить")
        parser.add_argument(
            "--older-than",
            type=int,
            default=60,
            metavar="МИНУТ",
            help="лишние — только файлы старше этого срока: младшие, возможно, ещё загружаются (60)",
        )

    def handle(self, *, fix, older_than, **options):
        inventory = Inventory.take(with_incoming=True)
        arriving = set(names_of_arriving())
        orphans = [name for name in inventory.orphans(timedelta(minutes=older_than)) if name not in arriving]
        coming = set(names_in_the_making())
        missing = [
            (field, pk, name)
            for field, pk, name in inventory.rows
            if name not in inventory.written and name not in coming and not field.storage.exists(name)
        ]

        left = len(missing)
        for name in orphans:
            self.say(_("Лишний файл: %s") % name)
            if fix:
                remove(default_storage, name)
                self.say(_("  удалён"))
            else:
                left += 1
        for field, pk, name in missing:
            self.say(_("Нет файла: %(row)s, %(name)s") % {"row": described(field, pk), "name": name})
        if fix:
            self.mend_current({pk for field, pk, _name in missing if field.model is MaterialVersion})

        self.say(
            _("Файлов: %(files)s, строк с файлами: %(rows)s.")
            % {"files": len(inventory.written), "rows": len(inventory.rows)}
        )
        if left:
            self.say(_("Не в порядке: %s.") % left)
            raise SystemExit(1)
        self.say(_("Всё в порядке."))

    def mend_current(self, missing):
        """Replace a current version whose file is missing by the newest one with a file, or by none."""
        for material in Material.with_deleted.filter(current_version__in=missing).order_by("pk"):
            version = fall_back(material)
            shown = _("версия %s") % version.number if version else _("файл ожидается")
            self.say(
                _("  материал %(pk)s «%(title)s»: теперь %(shown)s")
                % {"pk": material.pk, "title": material, "shown": shown}
            )

    def say(self, line):
        self.stdout.write(line)


def names_in_the_making():
    """Names of slides that a worker has reserved before it writes the files."""
    slides = Slide.objects.exclude(version__preview__state=Preview.State.READY)
    for names in slides.values_list("picture", "small_picture").iterator(chunk_size=2000):
        yield from names
    yield from Preview.objects.exclude(state=Preview.State.READY).values_list("pdf", flat=True)


def names_of_arriving():
    """Names of files that are still being received in pieces."""
    for arrival in Arrival.objects.filter(file="").iterator(chunk_size=2000):
        yield f"{INCOMING}/{arrival.partial.name}"


def described(field, pk):
    row = field.model._base_manager.filter(pk=pk).first()
    return f"{field.model._meta.verbose_name} {pk} «{row}»"
