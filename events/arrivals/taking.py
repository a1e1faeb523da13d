"""Turn the files that an editor has confirmed into materials, versions and photos: all of them or none."""

import posixpath
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core.files.fields import removed_on_error
from core.files.names import extension

from ..models import Arrival, Event, Material, Photo, Talk
from ..uploads.verdicts import JudgedUpload, Verdict
from ..uploads.versions import accept, add_version
from .proposing import PHOTO, VERSION, is_photo, when_taken


@dataclass(frozen=True)
class Decision:
    """The editor's decision about one file. `target` is as in `proposing.Row`."""

    arrival: int
    target: str
    talk: int | None = None
    title: str = ""


@dataclass
class Taken:
    materials: list[Material] = field(default_factory=list)
    versions: list[Material] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)  # the talks that got a title


class NotTaken(Exception):
    """Nothing was stored. `sentences` is {key of a file: sentence}."""

    def __init__(self, sentences: dict[int, str]) -> None:
        super().__init__(sentences)
        self.sentences = sentences


Log = Callable[[Any, bool], None]  # called with a row and whether it is new


def take(event: Event, choices: Sequence[Decision], user: Any, log: Log) -> Taken:
    """Store the confirmed files in one transaction. Raises NotTaken."""
    keys = [choice.arrival for choice in choices]
    with transaction.atomic(), ExitStack() as files:
        waiting = Arrival.objects.select_for_update().filter(event=event, pk__in=keys).exclude(file="")
        arrivals = {one.pk: one for one in waiting}
        work = _Work(event, user, log, files)
        photos = [choice for choice in choices if choice.target == PHOTO]
        in_order = sorted(
            photos, key=lambda one: when_taken(arrivals[one.arrival]) if one.arrival in arrivals else ("",)
        )
        for choice in [*(one for one in choices if one.target != PHOTO), *in_order]:
            arrival = arrivals.get(choice.arrival)
            if arrival is None:
                work.refuse(choice, _("Этот файл уже разобрал кто-то другой, или его убрали."))
            else:
                work.take(choice, arrival)
        if work.sentences:
            raise NotTaken(work.sentences)
        for arrival in arrivals.values():
            arrival.delete()
    return work.taken


class _Work:
    def __init__(self, event: Event, user: Any, log: Log, files: ExitStack) -> None:
        self.event, self.user, self.log, self.files = event, user, log, files
        self.taken, self.sentences = Taken(), dict[int, str]()
        self.talks = {talk.pk: talk for talk in event.talks.all()}

    def refuse(self, choice: Decision, sentence: str) -> None:
        self.sentences[choice.arrival] = sentence

    def take(self, choice: Decision, arrival: Arrival) -> None:
        try:
            if choice.target == PHOTO:
                self._photo(arrival)
            elif choice.target.startswith(VERSION):
                self._version(choice, arrival)
            else:
                self._material(choice, arrival)
        except ValidationError as error:
            self.refuse(choice, " ".join(error.messages))

    def _photo(self, arrival: Arrival) -> None:
        if not is_photo(arrival):
            raise ValidationError(_("В фотографии берём только снимки JPEG, PNG, WebP и HEIC."))
        photo = Photo(event=self.event, order=self._next_order(Photo))
        with arrival.file.open() as stored:
            photo.image.save(arrival.name, ContentFile(stored.read(), arrival.name), save=False)
        self.files.enter_context(removed_on_error(photo.image))
        photo.save()
        self.log(photo, True)
        self.taken.photos.append(photo)

    def _version(self, choice: Decision, arrival: Arrival) -> None:
        key = choice.target.removeprefix(VERSION)
        material = Material.objects.filter(event=self.event, pk=key).first() if key.isdecimal() else None
        if material is None:
            raise ValidationError(_("Материала, чьей версией станет файл, больше нет. Выберите другой."))
        self._add_version(material, arrival)
        self._name_talk(material, choice)
        self.log(material, False)
        self.taken.versions.append(material)

    def _material(self, choice: Decision, arrival: Arrival) -> None:
        if choice.target not in Material.Kind.values:
            raise ValidationError(_("Выберите, что это за файл."))
        if choice.talk is not None and choice.talk not in self.talks:
            raise ValidationError(_("Этого выступления больше нет. Выберите другое."))
        material = Material(event=self.event, kind=choice.target, talk_id=choice.talk, order=self._next_order(Material))
        if not self._name_talk(material, choice):
            material.title = choice.title
        material.full_clean(exclude=["current_version"])
        material.save()
        self._add_version(material, arrival)
        self.log(material, True)
        self.taken.materials.append(material)

    def _add_version(self, material: Material, arrival: Arrival) -> None:
        with arrival.file.open() as stored:
            version = add_version(material=material, upload=_upload(arrival, stored), uploaded_by=self.user)
        self.files.enter_context(removed_on_error(version.file))

    def _name_talk(self, material: Material, choice: Decision) -> bool:
        """Give the presentation's title to its talk if that has none. Returns whether it did."""
        talk = self.talks.get(material.talk_id or 0)
        named = material.kind == Material.Kind.PRESENTATION and talk is not None and not talk.title and choice.title
        if named and talk is not None:
            talk.title = choice.title
            talk.full_clean(validate_constraints=False)
            talk.save(update_fields=["title"])
            self.log(talk, False)
            self.taken.talks.append(talk)
        return bool(named)

    def _next_order(self, model: Any) -> int:
        last = model.objects.filter(event=self.event).aggregate(last=Max("order"))["last"]
        return min((last or 0) + 1, 32_767)


def _upload(arrival: Arrival, stored: File) -> JudgedUpload:
    """The upload with the verdict from its arrival. A picture was changed since then, so it is judged again."""
    if not is_photo(arrival):
        verdict = Verdict(arrival.name, arrival.kind)
        return JudgedUpload(File(stored.file, arrival.name), arrival.name, arrival.size, arrival.sha256, verdict)
    name = f"{posixpath.splitext(arrival.name)[0]}{extension(arrival.file.name)}"
    return accept(ContentFile(stored.read(), name))
