"""Compare new files with each other and with existing ones, to find which replaces which. Pure."""

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from .kinds import kind_of
from .match import Known, Proposal, propose
from .words import EMPTY, stem_of, words_of_name


@dataclass(frozen=True)
class Incoming:
    name: str
    pages: Sequence[str] = ()
    sha256: str = ""


@dataclass(frozen=True)
class Existing:
    """A material of the event. `file_names` are those of all its versions, or [] if it has no file yet."""

    key: Hashable
    kind: str
    talk: Hashable = None
    title: str = ""
    file_names: tuple[str, ...] = ()
    sha256: str = ""  # of the current version

    @property
    def is_awaited(self) -> bool:
        return not self.file_names


@dataclass(frozen=True)
class Placed:
    """A file with its proposal. `replaces` is the key of the material whose next version it becomes."""

    proposal: Proposal
    replaces: Hashable = None
    is_known: bool = False  # the same file exists already


def place(files: Sequence[Incoming], known: Known, existing: Sequence[Existing]) -> list[Placed]:
    placed = [_placed(file, propose(file.name, file.pages, known), existing) for file in files]
    wanted = Counter(one.replaces for one in placed if one.replaces is not None)
    new = Counter(_new_for(one) for one in placed)
    found = []
    for one in placed:
        if one.replaces is not None and wanted[one.replaces] > 1:
            one = _doubted(one, "Новой версией одного и того же материала могут стать сразу несколько файлов.")
        elif one.proposal.talk is not None and one.replaces is None and new[_new_for(one)] > 1:
            one = _doubted(one, "Для этого выступления пришло несколько файлов: какой нужен?")
        found.append(one)
    return found


def _new_for(one: Placed) -> Hashable:
    return (one.proposal.kind, one.proposal.talk) if one.replaces is None else None


def _placed(file: Incoming, proposal: Proposal, existing: Sequence[Existing]) -> Placed:
    if proposal.kind in ("photo", "photos"):
        return Placed(proposal)
    same = next((one for one in existing if file.sha256 and one.sha256 == file.sha256), None)
    if same:
        found = Placed(proposal, replaces=None, is_known=True)
        return _doubted(found, f"Точно такой же файл уже есть: «{same.title}». Второй раз он не нужен.")
    named = [one for one in existing if any(are_near(file.name, name) for name in one.file_names)]
    named = [one for one in named if proposal.talk is None or one.talk in (None, proposal.talk)] or named
    if len(named) == 1:
        return _next_version(file, proposal, named[0])
    if len(named) > 1:
        return _doubted(Placed(proposal), "Похоже называются несколько материалов: чья это новая версия?")
    of_talk = [one for one in existing if one.kind == proposal.kind and one.talk == proposal.talk]
    if proposal.talk is None and proposal.kind != "programme":
        return Placed(proposal)
    awaited = [one for one in of_talk if one.is_awaited]
    if len(awaited or of_talk) == 1:
        one = (awaited or of_talk)[0]
        reason = "этого файла ждали" if awaited else f"уже есть «{one.title}»"
        return Placed(_with(proposal, reason), replaces=one.key)
    if of_talk:
        return _doubted(Placed(proposal), "У этого выступления уже несколько файлов: новый ли это?")
    return Placed(proposal)


def _next_version(file: Incoming, proposal: Proposal, one: Existing) -> Placed:
    """A file with the name of an existing one. It belongs to the same person, unless its content contradicts."""
    says_other = proposal.talk is not None and one.talk != proposal.talk
    known = replace(
        proposal,
        kind=one.kind,
        talk=one.talk,
        reasons=(*proposal.reasons, f"называется как файл материала «{one.title}»"),
    )
    found = Placed(replace(known, doubt="") if not says_other else known, replaces=one.key)
    if says_other or not _is_telling(file.name):
        sentence = f"Называется как «{one.title}», но внутри, похоже, другое."
        return _doubted(found, sentence if says_other else f"Имя обычное: новая ли это версия «{one.title}»?")
    return found


def _doubted(one: Placed, sentence: str) -> Placed:
    doubt = " ".join(filter(None, (one.proposal.doubt, sentence)))
    return replace(one, proposal=replace(one.proposal, doubt=doubt))


def _with(proposal: Proposal, reason: str) -> Proposal:
    return replace(proposal, reasons=(*proposal.reasons, reason))


def are_near(name: str, other: str) -> bool:
    """Whether the names differ only in «(1)», «final», «v2» or a date."""
    return bool(_core(name)) and _core(name) == _core(other)


def _core(name: str) -> tuple[str, ...]:
    """The characteristic words of the name, or the whole name if it has none, like «Презентация1»."""
    told = kind_of(name, [])
    own = [word for word in words_of_name(name) if word.folded not in EMPTY and len(word.text) > 1]
    if [word for word in own if word.place not in told.words]:
        return tuple(word.folded for word in own)
    return tuple(re.findall(r"\w+", stem_of(name).lower()))


def _is_telling(name: str) -> bool:
    told = kind_of(name, []).words
    return any(
        word.place not in told and len(word.text) > 2 and word.folded not in EMPTY for word in words_of_name(name)
    )
