"""Read a programme from pasted text: its items, their talks and the speakers."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import IntegerFormField, TimeFormField
from core.text import fold

from ...models import Appearance, Session, Talk
from ...pasting.phrases import capital
from ...pasting.programme import read_programme
from ..programme import refuse_day_outside
from ..proposals.lines import Line, Proposed
from .paste import Paste
from .people import AppearanceLine, values_of

# Headings above lists, which are not items of the programme.
_HEADING = re.compile(r"(?:материалы|программа|докладчики|выступающие|спикеры|участники|выступили|презентации)\b[^.]*")


_GUESTS = {Appearance.Role.GUEST_OF_HONOUR, Appearance.Role.PARTICIPANT}


class SessionLine(Line):
    kind, title, model = "session", _("Пункт"), Session
    forms_of_number = _("пункт программы,пункта программы,пунктов программы")
    field_order = ["day", "starts_at", "ends_at", "title_text", "kind_of", "place"]

    day = IntegerFormField(label=_("день"), required=False, min_value=1, max_value=99)
    starts_at = TimeFormField(label=_("начало"), required=False)
    ends_at = TimeFormField(label=_("конец"), required=False)
    title_text = forms.CharField(label=_("название"), max_length=500)
    kind_of = forms.ChoiceField(label=_("вид"), choices=Session.Kind)
    place = forms.CharField(label=_("место"), required=False, max_length=300)

    def find(self, writing):
        title, day, start = (self[name].value() or "" for name in ("title_text", "day", "starts_at"))
        for session in writing.facts.sessions:
            starts = f"{session.starts_at:%H:%M}" if session.starts_at else ""
            if fold(session.title) == fold(title) and (str(session.day or ""), starts) == (str(day), str(start)):
                return session
        return None

    def clean(self):
        data = super().clean()
        refuse_day_outside(self, self.event)
        return data

    def save(self, writing):
        data = self.cleaned_data
        session = Session(
            event=writing.event,
            day=data["day"],
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            title=data["title_text"],
            kind=data["kind_of"],
            place=data["place"],
        )
        writing.place(session, Session.objects.filter(event=writing.event, day=session.day), by_time=True)
        return writing.add(session)


class TalkLine(Line):
    kind, title, model, under = "talk", _("Выступление"), Talk, ("session",)
    forms_of_number = _("выступление,выступления,выступлений")

    title_text = forms.CharField(label=_("тема"), required=False, max_length=500)

    def find(self, writing):
        title, session = self["title_text"].value() or "", self.parent and self.parent.row
        talks = [talk for talk in writing.facts.talks if talk.session == session]
        return next((talk for talk in talks if title and fold(talk.title) == fold(title)), None)

    def save(self, writing):
        session = self.parent and self.parent.row
        talk = Talk(event=writing.event, session=session, title=self.cleaned_data["title_text"])
        writing.place(talk, Talk.objects.filter(event=writing.event, session=session))
        return writing.add(talk)


class SpeakerLine(AppearanceLine):
    """A person who gives the talk above, or who moderates or opens the item above."""

    kind, title, under = "speaker", _("Кто"), ("session", "talk")

    role = forms.ChoiceField(
        label=_("роль"),
        choices=[(role.value, role.label) for role in Appearance.Role if role in Appearance.SPEAKING | _GUESTS],
    )

    def find(self, writing):
        above, person, role = self.parent and self.parent.row, self.known_row("person"), self["role"].value()
        if above is None:
            return None
        rows = [one for one in writing.facts.people if one.talk == above or (one.session == above and not one.talk)]
        return next((one for one in rows if one.person == person and one.role == role), None)

    def save(self, writing):
        above = self.parent.row
        place = {"talk": above} if isinstance(above, Talk) else {"session": above}
        speaker = self.appearance(writing, **place)
        writing.place(speaker, Appearance.objects.filter(event=writing.event, **place))
        return writing.add(speaker)


class ProgrammePaste(Paste):
    lines = [SessionLine, TalkLine, SpeakerLine]
    label = _("Программа из текста")
    example = _(
        "10.00–10.20 Приветственное слово. Ровбель Р. А., заместитель Губернатора Смоленской области\n"
        "10.20–11.00 Меры поддержки парков. Журавлев Артем, финансовый директор, ЗАО «Алвид»\n"
        "11.00 Кофе-брейк"
    )
    nothing = _("В тексте не нашлось пунктов программы. Напишите по одному в строке: время, что будет, кто выступает.")

    def read(self, text, facts):
        for found in read_programme(text):
            yield from self._lines_of(found)

    def _lines_of(self, found):
        item = found.value
        is_item = not _is_heading(item)
        if is_item:
            yield Proposed(SessionLine, _values_of_item(item), found.doubt)
            for person in item.moderators:
                yield Proposed(SpeakerLine, values_of(person, Appearance.Role.MODERATOR))
        for talk in item.talks:
            if is_item and item.kind == "opening" and not talk.title:
                role = Appearance.Role.WELCOME
            else:
                role = Appearance.Role.SPEAKER
                title = talk.title or (item.title if is_item and len(item.talks) == 1 else "")
                yield Proposed(TalkLine, {"title_text": capital(title)})
            for person in talk.speakers:
                yield Proposed(SpeakerLine, values_of(person, role))


def _values_of_item(item):
    return {
        "day": item.day,
        "starts_at": f"{item.starts_at:%H:%M}" if item.starts_at else "",
        "ends_at": f"{item.ends_at:%H:%M}" if item.ends_at else "",
        "title_text": capital(item.title),
        "kind_of": item.kind,
        "place": item.place,
    }


def _is_heading(item):
    is_untitled = not any(talk.title for talk in item.talks)
    return bool(item.talks) and item.starts_at is None and is_untitled and bool(_HEADING.match(fold(item.title)))
