"""The page «Публикация»: what prevents publication, what has changed since, and the buttons to publish or withdraw."""

from collections import defaultdict

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from core.admin.authors import who_changed
from core.admin.base import PortalAdmin
from core.admin.forms import PortalForm
from core.admin.rows import lock

from ...models import Event
from ...readiness.changes import changes_since_publication
from ...readiness.facts import load_facts
from ...readiness.findings import find, name_of, preview_of
from .page import DeskPage, address_of
from .preview import READERS

NOW, AT, OFF = "_publish_now", "_publish_at", "_unpublish"
FEW = 4  # up to this many findings of one kind are shown unfolded


class PublicationForm(PortalForm):
    """The form of the page. Without one of the three buttons it saves only the access tier."""

    class Meta:
        model = Event
        fields = ["access", "published_at"]

    @property
    def act(self):
        return next((name for name in (NOW, AT, OFF) if name in self.data), "")

    def clean(self):
        data = super().clean()
        if self.act and "published_at" in self.merge.changed_by_others:
            self.add_error("published_at", _changed_by_another(self.instance))
        elif self.act == AT and not data.get("published_at"):
            if not self.has_error("published_at"):
                self.add_error("published_at", _("Напишите день и время."))
        elif self.act in (NOW, AT):
            for finding in find(load_facts(self.instance)):
                if finding.blocks:
                    self.add_error(None, ValidationError(_("Опубликовать нельзя. %s") % finding.text, code="blocked"))
        if self.act != AT:
            data["published_at"] = {NOW: timezone.now(), OFF: None}.get(self.act, self.instance.published_at)
        return data

    @property
    def said(self):
        """What was done, as a sentence for the history."""
        moment = self.instance.published_at
        if self.act == OFF:
            return _("Снято с сайта.")
        if not self.act:
            return _("Теперь видно %s.") % self.instance.get_access_display()
        if moment > timezone.now():
            return _("Будет опубликовано %s.") % written(moment)
        return _("Опубликовано %s.") % written(moment)


def written(moment):
    return date_format(timezone.localtime(moment), "j E Y г., H:i")


def _changed_by_another(event):
    now = written(event.published_at) if event.published_at else _("не опубликовано")
    sentence = _("Пока страница была открыта, публикацию изменили (%(who)s): %(now)s. Если нужно, нажмите ещё раз.")
    return ValidationError(sentence, params={"who": who_changed(event, "published_at"), "now": now})


class Publication(PortalAdmin):
    """The admin of the form. Like the rows of the desk it is not registered."""

    form = PublicationForm
    fields = ["access", "published_at"]
    change_form_template = "admin/events/event/publication.html"

    def __init__(self, page):
        super().__init__(Event, page.admin_site)
        self.page = page

    def get_queryset(self, request):
        return super().get_queryset(request).filter(pk=self.page.event.pk)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= self.page.context(request)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def construct_change_message(self, request, form, formsets, add=False):
        return str(form.said)

    def response_change(self, request, obj):
        self.message_user(request, obj.said, messages.SUCCESS)
        return redirect(self.page.address())

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        obj.said = form.said

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        return redirect("admin:events_event_changelist")


class PublicationPage(DeskPage):
    name = "publication"
    title = _("Публикация")

    def context(self, request):
        event = self.facts.event
        return super().context(request) | {
            "findings": [(finding, address_of(finding, event)) for finding in self.findings],
            "notes": [*self._alike()],
            "is_blocked": any(finding.blocks for finding in self.findings),
            "is_scheduled": event.is_draft and event.published_at is not None,
            "files": [*self._files()],
            "changes": changes_since_publication(event),
            "readers": [
                (reader.label, reverse("admin:events_event_preview", args=[event.pk, name]))
                for name, reader in READERS.items()
            ],
        }

    def _alike(self):
        """(shown findings, folded findings) by kind, so that sixty missing files do not fill several screens."""
        kinds = defaultdict(list)
        for finding in self.findings:
            kind = (finding.page, finding.kind, finding.field.strip("-0123456789"), finding.blocks)
            kinds[kind].append((finding, address_of(finding, self.event)))
        for found in kinds.values():
            shown = FEW - 1 if len(found) > FEW else FEW
            yield found[:shown], found[shown:]

    def _files(self):
        """(talk or None, material or None, its name, its slides) for each file, and for each talk without one."""
        for talk in self.facts.talks:
            for material in talk.files or [None]:
                yield talk, material, name_of(talk), _slides(material)
        for material in self.facts.materials:
            if not material.talk_id:
                yield None, material, name_of(material), _slides(material)


def _slides(material):
    preview = preview_of(material) if material else None
    return preview.progress if preview else ""


@admin.action(description=_("Опубликовать выбранные"), permissions=["change"])
def publish_selected(model_admin, request, queryset):
    """Publishes the events that nothing blocks, and says for the others what does."""
    published, blocked = 0, []
    for event in queryset.order_by("pk"):
        findings = [finding for finding in find(load_facts(event)) if finding.blocks]
        if findings:
            blocked.append((reverse("admin:events_event_publication", args=[event.pk]), event, findings[0].text))
        else:
            published += _publish(model_admin, request, event)
    model_admin.message_user(request, _("Опубликовано: %s.") % published, messages.SUCCESS)
    if blocked:
        lines = format_html_join("; ", '<a href="{}">{}</a>: {}', blocked)
        model_admin.message_user(request, format_html("{} {}", _("Остались черновиками."), lines), messages.WARNING)


def _publish(model_admin, request, event):
    """Publishes the event, and returns whether it was a draft."""
    with transaction.atomic():
        event = lock(Event.objects.filter(pk=event.pk)).first()
        if event is None or not event.is_draft:
            return False
        event.published_at = timezone.now()
        event.save()
        model_admin.log_change(request, event, str(_("Опубликовано %s.") % written(event.published_at)))
    return True
