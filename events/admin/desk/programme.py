from django.utils.translation import gettext_lazy as _

from ...models import Session, Talk
from ..pasting.programme import ProgrammePaste
from ..programme import SessionAdmin
from ..talk import MaterialsOfTalk, OfEventFormSet, SpeakersOfTalk, TalkAdmin
from .page import DeskPage
from .route import by_day
from .row import Row


class _OneMore:
    """An inline that opens with one empty row if it has no rows."""

    def get_extra(self, request, obj=None, **kwargs):
        has_rows = obj is not None and obj.pk and self.get_queryset(request).filter(**{self.parent: obj}).exists()
        return super().get_extra(request, obj, **kwargs) if has_rows else 1


class Speakers(_OneMore, SpeakersOfTalk):
    parent = "talk"
    fields = [("person", "role"), "position", ("organization", "organization_name")]


class Files(_OneMore, MaterialsOfTalk):
    parent = "talk"
    show_change_link = False
    fields = [("kind", "title"), ("upload", "reason"), ("access", "consent"), "url"]


class PeopleOfSession(SpeakersOfTalk):
    """The people who open or moderate a session. Those who give a talk are edited with the talk."""

    fk_name = "session"
    formset = OfEventFormSet
    verbose_name = _("ведущий или гость")
    add_text = _("Добавить ведущего или гостя")
    verbose_name_plural = _("кто ведёт и приветствует")
    fields = [("person", "role"), "position", ("organization", "organization_name")]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(talk=None)


class SessionRow(Row, SessionAdmin):
    row_model = Session
    kind = "session"
    add_label = _("Добавить пункт программы")
    deletion = _("Выступления этого пункта останутся: они встанут вне программы.")
    sorted_by_time = True
    inlines = [PeopleOfSession]
    fieldsets = [(None, {"fields": ["title", ("day", "starts_at", "ends_at"), ("kind", "place"), "description"]})]

    def siblings(self, row):
        return super().siblings(row).filter(day=row.day)


class TalkRow(Row, TalkAdmin):
    row_model = Talk
    kind = "talk"
    add_label = _("Добавить выступление")
    deletion = _("Его файлы останутся среди материалов мероприятия.")
    inlines = [Speakers, Files]
    fieldsets = [(None, {"fields": ["title", "session", "abstract"]})]

    def siblings(self, row):
        return super().siblings(row).filter(session=row.session_id)


class ProgrammePage(DeskPage):
    name = "programme"
    title = _("Программа и выступления")
    template = "admin/events/event/_programme.html"
    paste = ProgrammePaste
    rows = [SessionRow, TalkRow]
    hint = _("Пункт программы — это время и название. Внутри пункта — выступления: кто, о чём и с каким файлом.")

    def lists(self):
        return {"days": by_day(self.facts.event, self.facts.sessions), "loose_talks": self.facts.loose_talks}
