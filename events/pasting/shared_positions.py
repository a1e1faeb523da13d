"""Read a position that several people share: «депутаты городской Думы А. Шерин и О. Турбина». Pure."""

from collections.abc import Sequence
from dataclasses import replace

from core.sentences import Reading

from .lexicon import ROLES
from .positions import Position, read_position
from .tokens import Token

LONGEST = 16  # tokens between the word and the first name


def shared_position(tokens: Sequence[Token], end: int, reached: int) -> Position | None:
    """A plural position right before a name, in the singular, as each person has it.

    A verb may stand in between: «Экспертами выступят …».
    """
    if end - 1 > reached and tokens[end - 1].lemma in ("выступить", "выступать", "стать", "являться"):
        position = shared_position(tokens, end - 1, reached)
        return replace(position, case="Nom") if position and position.case == "Ins" else None
    for head in range(end - 1, max(reached, end - LONGEST) - 1, -1):
        if plural := _plural(tokens[head]):
            return _of_each(tokens, head, end, reached, plural)
        if not _may_follow(tokens[head]) or _parts(tokens, head):
            return None
    return None


def _plural(token: Token) -> Reading | None:
    if not token.is_word:
        return None
    return next((r for r in token.readings if r.number == "Plur" and r.lemma.replace("ё", "е") in ROLES), None)


def _may_follow(token: Token) -> bool:
    """Whether the token can belong to the position: it is not a verb, a comma or another name."""
    if token.kind in ("quotation", "number") or token.text == "и" or token.is_acronym:
        return True
    return token.is_word and not token.is_finite_verb


def _parts(tokens: Sequence[Token], place: int) -> bool:
    """Whether each person has a part of the position: «Главы Озёрского и Борского районов»."""
    return tokens[place].text == "и" and tokens[place - 1].part == "ADJ" == tokens[place + 1].part


def _of_each(tokens: Sequence[Token], head: int, end: int, reached: int, plural: Reading) -> Position | None:
    start = head
    while start > reached and (adjective := _agreeing(tokens[start - 1], plural.case)):
        start -= 1
        tokens = [*tokens[:start], _in_singular(tokens[start], adjective), *tokens[start + 1 :]]
    tokens = [*tokens[:head], _in_singular(tokens[head], plural), *tokens[head + 1 :]]
    position = read_position(tokens, start, end)
    return replace(position, case=plural.case) if position else None


def _agreeing(token: Token, case: str) -> Reading | None:
    return next((r for r in token.readings if r.part == "ADJ" and r.number == "Plur" and r.case == case), None)


def _in_singular(token: Token, reading: Reading) -> Token:
    word = reading.lemma.capitalize() if token.is_capitalized else reading.lemma
    return replace(token, text=word, readings=(replace(reading, number="Sing", case="Nom"),))
