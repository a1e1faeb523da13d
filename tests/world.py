"""The marked world: an event of each tier, drafts and their files, with a marker in every text that may be hidden.

A marker is a word used nowhere else, so a page that contains it shows the text it was put in. The key of the marker
names that place: «draft talk», «members file».
"""

import datetime as dt

from django.utils import timezone

from events.trash import put_away
from tests import factories, files

TIERS = ["public", "members", "participants", "staff"]
HIDDEN = {"draft": {"published_at": None}, "future": {"published_at": timezone.now() + dt.timedelta(days=30)}}


class Markers(dict):
    """{place: its marker}. Markers are Cyrillic, as names are."""

    LETTERS = "бвгджзкпрс"  # no case endings, so two markers are never forms of one word

    def __missing__(self, place):
        number = "".join(self.LETTERS[int(digit)] for digit in f"{len(self):03}")
        self[place] = f"меченый{number}"
        return self[place]


class World:
    """`events`, `materials` and `photos` by name, `markers` by place."""

    def __init__(self):
        self.markers, self.events, self.materials, self.photos = Markers(), {}, {}, {}
        for tier in TIERS:
            self.event(tier, access=tier)
        for name, when in HIDDEN.items():
            self.event(name, access="public", **when)
        self.event("elsewhere", access="public")
        for tier in TIERS[1:]:
            self.material(f"public-{tier}", self.events["public"], access=tier)
        self.material("unlisted", self.events["public"], access="members", is_listed=False)
        self.material("unpublished", self.events["public"], access="public", published_at=None)
        self.material("elsewhere-participants", self.events["elsewhere"], access="participants")
        self.material("deleted", self.events["public"], access="public")
        put_away(self.materials["deleted"])

    def mark(self, name, part):
        return self.markers[f"{name} {part}"]

    def event(self, name, **fields):
        event = factories.EventFactory(
            slug=f"{name}-event",
            title=f"Тур {self.mark(name, 'title')}",
            lead=f"Вводка {self.mark(name, 'lead')}",
            body=f"Текст {self.mark(name, 'body')}",
            place=f"Город {self.mark(name, 'place')}",
            cover=files.picture(name="cover.png"),
            **fields,
        )
        self.events[name] = event
        session = factories.SessionFactory(event=event, title=f"Пункт {self.mark(name, 'session')}")
        factories.StopFactory(event=event, park=None, title=f"Остановка {self.mark(name, 'stop')}")
        person = factories.PersonFactory(
            last_name=self.mark(name, "speaker").capitalize(),
            first_name="Пётр",
            slug=f"{name}-speaker",
            photo=files.picture(name="portrait.png"),
        )
        talk = factories.TalkFactory(event=event, session=session, title=f"Тема {self.mark(name, 'talk')}")
        position = f"Директор {self.mark(name, 'position')}"
        speaker = factories.AppearanceFactory(event=event, talk=talk, person=person, position=position)
        factories.OutcomeFactory(event=event, text=f"Итог {self.mark(name, 'outcome')}")
        factories.QuotationFactory(appearance=speaker, text=f"Цитата {self.mark(name, 'quotation')}")
        factories.DelegationFactory(event=event, name=f"Делегация {self.mark(name, 'delegation')}")
        image = files.picture(name="photo.png")
        self.photos[name] = event.photos.create(image=image, caption=f"Снимок {self.mark(name, 'photo')}")
        self.material(name, event, access="public", talk=talk)

    def material(self, name, event, **fields):
        material = factories.MaterialFactory(
            event=event,
            title=f"Слайды {self.mark(name, 'material')}",
            description=f"Описание {self.mark(name, 'description')}",
            **fields,
        )
        file_name = f"Слайды {self.mark(name, 'file name')}.pdf"
        version = files.version(material, files.pdf(self.mark(name, "file")), file_name)
        files.slides(version, f"Обложка {self.mark(name, 'slide')}", f"Итог {self.mark(name, 'last slide')}")
        files.pdf_twin(version, self.mark(name, "pdf"))
        self.materials[name] = version.material
