"""Cells that refer to a row of another table, which may be known or created together with the line."""

from django import forms
from django.utils.crypto import salted_hmac
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parks.models import Organization, Park, Region

from ...known import organizations, people, places
from ...known.candidate import sure
from ...models import Person

NEW, NONE, UNDECIDED = "new", "none", ""
LONGEST_LABEL = 64  # characters


class Link:
    """`name` is the field with the choice. `texts` are fields with the name that was read, for the editor to correct.

    A subclass defines which rows a name may mean and how a new one is created. A link that is not `required` may stay
    empty; its name is then kept only as text.
    """

    model = None
    can_make = True
    choice_label = gettext_lazy("в справочнике")
    new_label = ""  # the label of the choice to create a row
    unknown = ""  # the sentence for a name without known rows, of which none can be created

    def __init__(self, name, label, *, required=True):
        self.name, self.label, self.required = name, label, required

    @property
    def texts(self):
        """{name of the field: field} for the name."""
        return {f"{self.name}_text": forms.CharField(label=self.label, required=self.required, max_length=300)}

    def initial(self, value):
        """{name of the field: text} for a proposed value."""
        return {f"{self.name}_text": value}

    def name_in(self, values):
        """The name, hashable, from {field: text}; None if the texts are empty."""
        return " ".join((values.get(f"{self.name}_text") or "").split()) or None

    def known(self, names):
        """{name: [Candidate]} for the names."""
        raise NotImplementedError

    def short_for(self, names):
        """{name: another of the names}, if new rows of both names would be the same."""
        return {}

    def make(self, name, writing):
        """A new row of this name, unsaved."""
        raise NotImplementedError

    def is_new_by_default(self, name):
        """Whether an unknown name becomes a new row unless the editor decides otherwise."""
        return self.can_make

    def may_make(self, user):
        return self.can_make and user.has_perm(f"{self.model._meta.app_label}.add_{self.model._meta.model_name}")


class PersonLink(Link):
    model = Person
    choice_label = gettext_lazy("кто это")
    new_label = gettext_lazy("новый человек")
    unknown = gettext_lazy("Такого человека нет, а заводить людей вы не можете.")

    @property
    def texts(self):
        labels = {"last": _("фамилия"), "first": _("имя"), "middle": _("отчество")}
        required = {"last"} if self.required else set()
        return {
            f"{self.name}_{part}": forms.CharField(label=label, required=part in required, max_length=120)
            for part, label in labels.items()
        }

    def initial(self, value):
        return {f"{self.name}_{part}": text for part, text in value._asdict().items()}

    def name_in(self, values):
        parts = [" ".join((values.get(f"{self.name}_{part}") or "").split()) for part in ("last", "first", "middle")]
        return people.PersonName(*parts) if parts[0] else None

    def known(self, names):
        return people.people(names)

    def make(self, name, writing):
        return people.person_of(name)


class OrganizationLink(Link):
    model = Organization
    new_label = gettext_lazy("новая организация")
    unknown = gettext_lazy("Такой организации нет, а заводить организации вы не можете.")

    def known(self, names):
        return organizations.organizations(names)

    def short_for(self, names):
        return organizations.short_for(names)

    def make(self, name, writing):
        return organizations.organization_of(name)


class RegionLink(Link):
    model = Region
    can_make = False
    unknown = gettext_lazy("Такого региона в справочнике нет. Исправьте название или не берите эту строку.")

    def known(self, names):
        return places.regions(names)


class ParkLink(Link):
    """A link to a park. It cannot create one, because a park needs a region and a status."""

    model = Park
    can_make = False
    unknown = gettext_lazy("Такого парка в реестре нет. Исправьте название или сотрите его и назовите точку словами.")

    def known(self, names):
        return places.parks(names)


class Choice:
    """The offers of a link of one line, and the default choice."""

    def __init__(self, link, name, candidates, may_make):
        self.link, self.name, self.candidates, self.may_make = link, name, candidates, may_make

    @property
    def default(self):
        if self.name is None:
            return NONE
        if candidate := sure(self.candidates):
            return str(candidate.row.pk)
        if self.candidates:
            return UNDECIDED
        if self.may_make and self.link.is_new_by_default(self.name):
            return NEW
        return UNDECIDED if self.link.required else NONE

    @property
    def state(self):
        """A text that changes if other rows become known by this name. A choice is valid only for its state."""
        said = repr((self.name, sorted(candidate.row.pk for candidate in self.candidates)))
        return salted_hmac("events.admin.proposals", said).hexdigest()[:12]

    def options(self, label_of):
        """[(value, label)]. `label_of(row)` tells rows with the same name apart."""
        labels = _shortened([label_of(one.row) for one in self.candidates])
        found = [
            (str(one.row.pk), f"{label} — {one.reason}") for one, label in zip(self.candidates, labels, strict=True)
        ]
        if self.may_make and self.name:
            found.append((NEW, str(self.link.new_label)))
        if not self.link.required:
            found.append((NONE, _("оставить словами") if self.name else "—"))
        if self.default == UNDECIDED:
            found.insert(0, (UNDECIDED, _("— выберите —") if found else _("— нет такого —")))
        return found


def _shortened(labels):
    """The labels shortened to make room for the reasons, unless they would then be equal."""
    short = [Truncator(label).chars(LONGEST_LABEL) for label in labels]
    return short if len(set(short)) == len(labels) else labels
