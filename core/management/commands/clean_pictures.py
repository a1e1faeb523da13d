from typing import Any

from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand
from django.db import models

from core.files.fields import OwnedImageField, OwnedImageFieldFile
from core.files.orphans import owning_fields
from core.files.plain import is_plain, plain


class Command(BaseCommand):
    help = (
        "Записывает заново картинки, в которых остались место съёмки, камера или владелец. Остальных не трогает. "
        "Повторный запуск ничего не меняет."
    )

    def handle(self, **options: Any) -> None:
        cleaned = failed = 0
        for field in owning_fields():
            if not isinstance(field, OwnedImageField):
                continue
            for row in field.model._base_manager.exclude(**{field.attname: ""}).iterator(chunk_size=100):
                picture = getattr(row, field.attname)
                try:
                    cleaned += _clean(row, field, picture)
                except (OSError, SyntaxError, ValueError) as error:
                    failed += 1
                    self.stderr.write(f"{picture.name}: {error}")
        self.stdout.write(f"Записано заново: {cleaned}; не удалось прочитать: {failed}.")


def _clean(row: models.Model, field: OwnedImageField, picture: OwnedImageFieldFile) -> int:
    """1 if the picture was replaced. It gets a new name, because caches may have the old one, and that is deleted."""
    with picture.storage.open(picture.name) as file:
        data = file.read()
    if is_plain(data):
        return 0
    picture.save(picture.name, ContentFile(plain(data)), save=False)
    sizes = [name for name in (field.width_field, field.height_field) if name]
    row.save(update_fields=[field.attname, *sizes])
    return 1
