"""A table to confirm: its lines, the rows that they may mean, and the transaction that stores them."""

from collections import defaultdict

from django.contrib.admin.models import ADDITION, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.admin.rows import lock
from core.text import fold
from core.typography import counted

from ...models import Event
from ..desk import order
from .lines import NO, Line
from .links import NEW, Choice

MOST_LINES = 600


class TooManyLines(Exception):
    pass


class Writing:
    """The event, the user, and the rows written so far. `facts` are those of the event (readiness.facts)."""

    def __init__(self, request, admin_site, facts):
        self.request, self.admin_site, self.facts, self.event = request, admin_site, facts, facts.event
        self.added, self._made, self._siblings = [], {}, {}
        self.short_for = {}  # {(model, name): the name under which the new row is created}

    def add(self, row):
        """Validates and stores a new row, as its own form would."""
        meta = row._meta
        if not self.request.user.has_perm(f"{meta.app_label}.add_{meta.model_name}"):
            raise PermissionDenied
        relations = {field.name for field in meta.fields if field.remote_field}
        row.clean_fields(exclude=relations)  # the related rows have just been read or stored
        row.clean()
        row.validate_unique()
        row.validate_constraints()
        row.save()
        self.added.append(row)
        return row

    def place(self, row, siblings, *, by_time=False):
        """Gives an unsaved row its order among `siblings`, a queryset: by its time, or at the end."""
        key = str(siblings.query)
        rows = self._siblings.setdefault(key, None)
        if rows is None:
            rows = self._siblings[key] = list(siblings)
        place = order.place_by_time(row, rows) if by_time else len(rows)
        order.insert(row, rows, place)
        rows.insert(place, row)

    def row_of(self, line, name):
        """The row that a link of a valid line means, created if it is new; None if the name stays text."""
        if line.cleaned_data[name] != NEW:
            return line.known_row(name)
        link, written = line.choices[name].link, line.choices[name].name
        written = self.short_for.get((link.model, written), written)
        key = link.model, fold(repr(written))
        if key not in self._made:
            self._made[key] = self.add(link.make(written, self))
        return self._made[key]

    def log(self, said):
        """Writes each new row into the admin's log, and all of them into the history of the event."""
        user = self.request.user.pk
        registered = [row for row in self.added if self.admin_site.is_registered(type(row))]
        if registered:
            LogEntry.objects.log_actions(user, registered, ADDITION, [{"added": {}}])
        self.admin_site.get_model_admin(Event).log_change(self.request, self.event, said)


class Table:
    """Made from `proposed` lines or from the `data` of a POST. `kinds` are the classes of its lines."""

    def __init__(self, kinds, writing, *, proposed=None, data=None):
        self.writing, self._labels, by_kind = writing, {}, {kind.kind: kind for kind in kinds}
        self.is_refused = data is not None  # an accepted table redirects, so a shown one was refused
        if data is None:
            self.lines = [one.line(number, proposed=one) for number, one in enumerate(proposed)]
        else:
            data = data.copy()
            sent = [data.get(f"l{number}-kind") for number in range(_number(data.get("lines")))]
            self.lines = [by_kind[kind](number, data=data) for number, kind in enumerate(sent) if kind in by_kind]
        if len(self.lines) > MOST_LINES:
            raise TooManyLines
        for line in self.lines:
            line.event = writing.event
        self._connect()
        self._offer()
        for line in self.lines:
            line.existing = line.row = line.find(writing)
            if line.existing is not None and not line.is_bound:
                line.initial["taken"] = NO

    def _connect(self):
        nearest = {}
        for line in self.lines:
            kind = max(
                (kind for kind in line.under if kind in nearest), key=lambda one: nearest[one].number, default=""
            )
            line.parent = nearest.get(kind)
            nearest[line.kind] = line
            for below in [other for other, found in nearest.items() if line.kind in found.under]:
                del nearest[below]

    def _offer(self):
        named = defaultdict(list)
        for line in self.lines:
            for link in line.links:
                named[link.model].append((line, link, line.name_in(link)))
        for model, cells in named.items():
            known = cells[0][1].known({name for _line, _link, name in cells if name is not None})
            self._label(model, known)
            may_make = cells[0][1].may_make(self.writing.request.user)
            for line, link, name in cells:
                line.offer(link, Choice(link, name, known.get(name, []), may_make), self._label_of)

    def _label(self, model, known):
        """Loads what the labels of a model's known rows need."""
        admin = self.writing.admin_site.get_model_admin(model)
        keys = {candidate.row.pk for found in known.values() for candidate in found}
        rows = admin.labelled(model._default_manager.all()).in_bulk(keys) if keys else {}
        self._labels |= {(model, pk): admin.label_of(row) for pk, row in rows.items()}

    def _label_of(self, row):
        return self._labels.get((type(row), row.pk), str(row))

    @property
    def questions(self):
        """How many lines have a question."""
        return sum(line.asks for line in self.lines)

    @property
    def first_question(self):
        return next((line for line in self.lines if line.asks), None)

    @property
    def is_taken(self):
        return any(not line.is_left_out for line in self.lines)

    def is_valid(self):
        return not [line for line in self.lines if not line.is_valid()]

    def save(self):
        """Stores all ticked lines, or none. In that case returns False, and a line has the reason."""
        try:
            with transaction.atomic():
                lock(Event.objects.filter(pk=self.writing.event.pk)).first()
                self._unite_new()
                if [line for line in self.lines if not line.is_left_out and not self._save(line)]:
                    raise _Refused
                self.writing.log(str(_("Вставлено из текста: %s.") % self.told))
        except _Refused:
            return False
        return True

    def _unite_new(self):
        """Makes one new row out of two names that mean the same."""
        named = defaultdict(dict)
        for line in self.lines:
            for name, choice in line.choices.items():
                if not line.is_left_out and line.cleaned_data.get(name) == NEW:
                    named[choice.link.model][choice.name] = choice.link
        for model, links in named.items():
            same = next(iter(links.values())).short_for(set(links))
            self.writing.short_for |= {(model, name): other for name, other in same.items()}

    def _save(self, line: Line):
        if line.parent is not None and line.parent.row is None:
            return False
        try:
            line.row = line.save(self.writing)
        except ValidationError as error:
            line.refuse(error)
            return False
        return True

    @property
    def told(self):
        """What the ticked lines are: «2 региона, 3 организации»."""
        kinds = defaultdict(int)
        for line in self.lines:
            if not line.is_left_out:
                kinds[type(line)] += 1
        return ", ".join(counted(number, kind.forms_of_number) for kind, number in kinds.items())


class _Refused(Exception):
    pass


def _number(text):
    return min(int(text), MOST_LINES + 1) if text and text.isascii() and text.isdecimal() and len(text) < 9 else 0
