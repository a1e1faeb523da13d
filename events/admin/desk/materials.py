from django.utils.translation import gettext_lazy as _

from ...models import Material
from ...readiness.findings import name_of, preview_of
from ..material import MaterialAdmin, current_file
from .arrival_rows import dropped
from .page import DeskPage
from .row import Row

GROUPS = [
    (_("Программа"), [Material.Kind.PROGRAMME]),
    (_("Презентации"), [Material.Kind.PRESENTATION]),
    (_("Другие материалы"), [kind for kind in Material.Kind if kind not in ("programme", "presentation")]),
]


class MaterialRow(Row, MaterialAdmin):
    row_model = Material
    kind = "material"
    add_label = _("Добавить материал")
    deletion = _(
        "Материал сразу исчезнет с сайта вместе со всеми версиями файла. Ещё 30 дней его можно вернуть из списка "
        "«Удалённые», потом файлы сотрутся навсегда."
    )
    inlines = []
    fieldsets = [
        (None, {"fields": [("kind", "language"), "title", "talk", current_file, ("upload", "reason"), "url"]}),
        (_("Кому и когда"), {"fields": [("access", "is_listed"), ("published_at", "consent")]}),
        (_("Подробнее"), {"classes": ["collapse"], "fields": ["description", "shown", "remake"]}),
    ]

    def siblings(self, row):
        kinds = next(kinds for _heading, kinds in GROUPS if row.kind in kinds)
        return super().siblings(row).filter(kind__in=kinds)


class MaterialsPage(DeskPage):
    name = "materials"
    title = _("Материалы")
    template = "admin/events/event/_materials.html"
    above = "admin/events/event/_arrivals.html"
    rows = [MaterialRow]
    hint = _("Презентации, программа, ссылки на видео. Новый файл на месте прежнего становится следующей версией.")

    def __init__(self, event_admin, event):
        super().__init__(event_admin, event)
        self.typed, self.sentences = None, {}  # set if the table of files was refused

    def context(self, request):
        found = super().context(request)
        return found | {"drop": dropped(self, request) if "material" in found["may_add_kinds"] else None}

    def lists(self):
        groups = [
            (heading, [(one, name_of(one), _slides(one)) for one in self.facts.materials if one.kind in kinds])
            for heading, kinds in GROUPS
        ]
        return {"groups": [(heading, materials) for heading, materials in groups if materials]}


def _slides(material):
    preview = preview_of(material)
    return preview.progress if preview else ""
