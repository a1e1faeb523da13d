"""Propose what a file is and to whom it belongs. A doubt is put into words, so that the editor is asked. Pure."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace

from .evidence import (
    Author,
    Employed,
    NamedPerson,
    OnTopic,
    authors_in,
    employed_in,
    employers_in,
    letters_of,
    named_in,
    on_topic,
    terms_of_text,
)
from .kinds import FileKind, kind_of
from .known import KnownTalk, Speaker, same_word
from .lexicon import USUAL_WORDS
from .titles import title_of
from .words import folded_text, terms_of_all, words_of_line, words_of_name


@dataclass(frozen=True)
class Known:
    """The facts of an event that files may refer to. `about` is its title, place and regions."""

    speakers: Sequence[Speaker] = ()
    talks: Sequence[KnownTalk] = ()
    about: str = ""

    def speaker(self, key: Hashable) -> Speaker | None:
        return next((one for one in self.speakers if one.key == key), None)

    def talks_of(self, speaker: Speaker) -> list[KnownTalk]:
        return [talk for talk in self.talks if speaker.key in talk.speakers]


@dataclass(frozen=True)
class Proposal:
    """A proposal. `speaker` and `talk` are keys or None. `doubt` is "" if the editor need not be asked."""

    kind: str
    speaker: Hashable = None
    talk: Hashable = None
    title: str = ""  # of the first slide
    reasons: tuple[str, ...] = ()
    doubt: str = ""

    @property
    def is_sure(self) -> bool:
        return not self.doubt


@dataclass
class _Case:
    """The evidence for one file."""

    speaker: Speaker | None = None
    talk: KnownTalk | None = None
    reasons: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def propose(name: str, pages: Sequence[str], known: Known) -> Proposal:
    """The proposal for a file. `pages` are the texts of its first pages, possibly []."""
    kind = kind_of(name, pages, terms_of_text(known.about))
    if kind.name in ("photo", "photos"):
        return Proposal(kind.name, reasons=(kind.reason,), doubt=kind.doubt)
    case = _Case(reasons=[kind.reason], doubts=[kind.doubt] if kind.doubt else [])
    title = title_of(pages, known.speakers) if kind.name == "presentation" else ""
    _Decision(name, pages, known, kind, title, case).decide()
    return Proposal(
        kind.name,
        case.speaker.key if case.speaker else None,
        case.talk.key if case.talk else None,
        title,
        tuple(case.reasons),
        " ".join(case.doubts),
    )


class _Decision:
    def __init__(self, name: str, pages: Sequence[str], known: Known, kind: FileKind, title: str, case: _Case) -> None:
        self.known, self.kind, self.case, self.title = known, kind, case, title
        self.words = words_of_name(name)
        self.about = terms_of_text(known.about)
        self.usual = terms_of_all(USUAL_WORDS) | self.about
        self.named = named_in(self.words, known.speakers)
        self.employed = employed_in(self.words, known.speakers)
        self.authors: list[Author] = authors_in(pages, known.speakers)
        self.on_first_page: list[Employed] = employers_in(pages, known.speakers)
        self.by_name = on_topic(self._topic_words(), known.talks, self.usual)
        self.by_title = on_topic(words_of_line(title), known.talks, self.usual) if title else None
        self.text = folded_text("\n".join(pages))

    def _topic_words(self) -> list:
        people = {place for one in self.named for place in one.places | one.supports}
        return [word for word in self.words if word.place not in people | self.kind.words]

    @property
    def sure_authors(self) -> list[Speaker]:
        return [one.speaker for one in self.authors if one.is_sure]

    def decide(self) -> None:
        named = self._without_contradicted()
        if not self.kind.needs_speaker:
            self._for_no_speaker(named)
            return
        if named:
            self._by_surname(named)
        elif not self.case.doubts or not self.named:
            self._without_surname()
        self._find_talk()

    def _doubt(self, sentence: str) -> None:
        if sentence not in self.case.doubts:
            self.case.doubts.append(sentence)

    def _for_no_speaker(self, named: list[NamedPerson]) -> None:
        """A list, a letter or the programme belongs to no speaker. A surname in its name is a doubt."""
        if named and self.kind.name != "programme":
            self._doubt(f"В имени файла есть «{named[0].speaker.last}»: относится ли файл к выступлению?")

    # --- By the surname in the name of the file -----------------------------------------------------------------------

    def _without_contradicted(self) -> list[NamedPerson]:
        """The people whose initials do not contradict the name of the file."""
        rest = [one for one in self.named if not one.is_contradicted]
        if self.named and not rest:
            self._doubt(f"Фамилия «{self.named[0].speaker.last}» есть, но инициалы в имени файла другие.")
        supported = [one for one in rest if one.is_supported]
        if supported:  # «Иванов П.» excludes only the other Ivanovs
            places = {place for one in supported for place in one.places}
            rest = [one for one in rest if one.is_supported or not one.places & places]
        # «Иванов И. А.» excludes «Иванов И. П.»
        return [
            one for one in rest if all(one.fitting >= other.fitting or not one.places & other.places for other in rest)
        ]

    def _by_surname(self, named: list[NamedPerson]) -> None:
        groups = {frozenset(one.places) for one in named}
        if len(named) > 1 and len(groups) > 1 and self._is_joint([one.speaker for one in named]):
            self._take(named[0].speaker, f"в имени файла «{named[0].speaker.last}»")
            return
        if len(named) > 1:
            self._choose(named)
            return
        one = named[0]
        self._take(one.speaker, f"в имени файла «{one.speaker.last}»")
        others = [speaker for speaker in self.sure_authors if speaker.key != one.speaker.key]
        if others and one.speaker not in self.sure_authors:
            self._doubt(f"В имени файла {one.speaker.last}, а на первом слайде {others[0]}.")
        if one.is_recipient and not one.is_supported:
            self._doubt("Похоже, это человек, которому файл послали, а не докладчик.")
        if not one.is_surname and not self._is_corroborated(one):
            self._doubt(f"«{one.speaker.last}» здесь может быть и не фамилией.")
        if one.is_half and not self._is_corroborated(one):
            self._doubt(f"В имени файла только половина фамилии «{one.speaker.last}».")
        elsewhere = [found for found in self.employed if not found.by_acronym]
        is_certain = one.is_supported or one.speaker in self.sure_authors
        if elsewhere and not is_certain and all(found.speaker.key != one.speaker.key for found in elsewhere):
            self._doubt(f"Фамилия одна, а организация другая: «{elsewhere[0].employer.name}».")

    def _is_corroborated(self, one: NamedPerson) -> bool:
        if one.is_supported or one.speaker in self.sure_authors:
            return True
        if any(found.speaker.key == one.speaker.key for found in (*self.employed, *self.on_first_page)):
            return True
        if self.by_name and one.speaker.key in self.by_name.talk.speakers:
            return True
        only = {word.place for word in self.words} - one.places - self.kind.words
        return one.is_nominative and not only and any(self.words[place].text[0].isupper() for place in one.places)

    def _choose(self, named: list[NamedPerson]) -> None:
        """Choose among several people by the first slide, the organization and the topic."""
        ways: list[tuple[str, list[Speaker]]] = [
            ("так подписан первый слайд", self.sure_authors),
            ("его организация в имени файла", [one.speaker for one in self.employed if not one.by_acronym]),
            ("его организация на первом слайде", [one.speaker for one in self.on_first_page]),
            ("тема его выступления", self._on_topic_speakers()),
        ]
        found = [
            (reason, fitting[0])
            for reason, speakers in ways
            if len(fitting := [one.speaker for one in named if one.speaker in speakers]) == 1
        ]
        if found and len({speaker.key for _reason, speaker in found}) == 1:
            self._take(found[0][1], f"в имени файла «{found[0][1].last}», {found[0][0]}")
            outsiders = [speaker for speaker in self.sure_authors if speaker.key != found[0][1].key]
            if outsiders and found[0][1] not in self.sure_authors:
                self._doubt(f"Первый слайд подписан иначе: {outsiders[0]}.")
            return
        self._doubt("Подходят несколько человек: " + ", ".join(str(one.speaker) for one in named) + ".")

    def _on_topic_speakers(self) -> list[Speaker]:
        found = self.by_name or self.by_title
        return [one for key in (found.talk.speakers if found else ()) if (one := self.known.speaker(key))]

    # --- Without a surname --------------------------------------------------------------------------------------------

    def _without_surname(self) -> None:
        authors, topic = self.sure_authors, self._topic()
        if len(authors) > 1 and not self._is_joint(authors):
            self._doubt("На первом слайде несколько человек: " + ", ".join(map(str, authors)) + ".")
            return
        if authors:
            self._take(authors[0], f"на первом слайде «{authors[0].last}»")
            self._compare(topic, authors)
            return
        employed = [one for one in self.employed if not one.by_acronym] or self.employed or self._only_on_first_page()
        if employed:
            self._by_employer(employed, topic)
        elif topic:
            self._by_topic(topic)
        elif letters := letters_of(self.words, self.known.speakers, self.kind.words):
            self._by_letters(letters)
        elif self.authors:
            speaker = self.authors[0].speaker if len(self.authors) == 1 else None
            if speaker:
                self._take(speaker, f"в тексте «{speaker.last}»")
            self._doubt(
                "В тексте упомянуто: " + ", ".join(str(one.speaker) for one in self.authors) + ". Это докладчик?"
            )
        elif alike := [one for one in self.known.speakers if any(map(one.is_nearly_named_by, self.words))]:
            if len(alike) == 1:
                self._take(alike[0], f"похоже на «{alike[0].last}»")
            self._doubt("Фамилия написана иначе: " + ", ".join(map(str, alike)) + "?")
        else:
            self._doubt("Не понять, чьё это: ни имя файла, ни первые страницы не называют докладчика.")

    def _topic(self) -> OnTopic | None:
        """The better match of the file's name and of its first slide; unsure if they contradict each other."""
        one, other = self.by_title, self.by_name
        if one and other and one.talk.key != other.talk.key:
            return replace(one, is_sure=False)
        best = one if one and (one.is_sure or not other) else other
        return replace(best, is_sure=True) if best and one and other else best

    def _only_on_first_page(self) -> list[Employed]:
        return self.on_first_page

    def _by_employer(self, employed: list[Employed], topic: OnTopic | None) -> None:
        people = [one.speaker for one in employed]
        on_topic_too = [one for one in people if topic and one.key in topic.talk.speakers]
        if len({one.key for one in people}) > 1 and not self._have_one_talk(people):
            if len(on_topic_too) == 1:
                self._take(on_topic_too[0], "его организация и тема его выступления")
                return
            self._doubt("Из этой организации несколько человек: " + ", ".join(map(str, people)) + ".")
            return
        one = employed[0]
        self._take(one.speaker, f"организация «{one.employer.name}»")
        weak = one.by_acronym or (one in self.on_first_page and one.employer.is_authority) or self._is_of_event(one)
        if weak and not on_topic_too:
            self._doubt(f"Докладчик не назван, только организация «{one.employer.name}».")
        self._compare(topic, people)

    def _is_of_event(self, one: Employed) -> bool:
        """Whether the words for the organization also belong to the event's title: «Форум Заволжья»."""
        if not all(word.terms & self.about for word in one.employer.words if word.terms):
            return False
        return not any(same_word(own, word) for own in one.employer.others for word in self.words)

    def _by_topic(self, topic: OnTopic) -> None:
        speakers = [one for key in topic.talk.speakers if (one := self.known.speaker(key))]
        self.case.talk = topic.talk
        if speakers:
            self._take(speakers[0], f"тема выступления «{topic.talk.title}»")
        if not topic.is_sure:
            self._doubt("По имени файла и первым страницам тема похожа, но докладчик не назван.")

    def _by_letters(self, found: list[Speaker]) -> None:
        if len(found) == 1:
            self._take(found[0], "инициалы в имени файла")
        self._doubt("В имени файла только инициалы: " + ", ".join(map(str, found)) + "?")

    def _compare(self, topic: OnTopic | None, people: Sequence[Speaker]) -> None:
        keys = {one.key for one in people}
        if topic and topic.is_sure and topic.talk.speakers and not keys & set(topic.talk.speakers):
            self._doubt(f"Тема похожа на выступление другого человека: «{topic.talk.title}».")

    def _is_joint(self, speakers: Sequence[Speaker]) -> bool:
        keys = {one.key for one in speakers}
        return any(keys <= set(talk.speakers) for talk in self.known.talks)

    def _have_one_talk(self, speakers: Sequence[Speaker]) -> bool:
        return len({talk.key for one in speakers for talk in self.known.talks_of(one)}) == 1

    def _take(self, speaker: Speaker, reason: str) -> None:
        self.case.speaker = speaker
        self.case.reasons.append(reason)

    # --- The talk -----------------------------------------------------------------------------------------------------

    def _find_talk(self) -> None:
        speaker = self.case.speaker
        if speaker is None or self.case.talk is not None:
            return
        talks = self.known.talks_of(speaker)
        if not talks:
            self._doubt(f"У докладчика {speaker} нет выступления в программе.")
            return
        joint = [one.speaker.key for one in self.named]
        together = [talk for talk in talks if len(set(joint)) > 1 and set(joint) <= set(talk.speakers)]
        if len(talks) > 1:
            topics = [on_topic(words, talks, self.usual) for words in (self._topic_words(), words_of_line(self.title))]
            chosen = {one.talk.key: one.talk for one in topics if one}
            talks = together or list(chosen.values()) or talks
        if len(talks) == 1:
            self.case.talk = talks[0]
            topic = self._topic()
            if topic and topic.is_sure and topic.talk.key != talks[0].key and topic.talk.speakers:
                self._doubt(f"Тема похожа на другое выступление: «{topic.talk.title}».")
            return
        self._doubt(f"У докладчика {speaker} несколько выступлений: выберите, к какому этот файл.")
