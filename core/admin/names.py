"""Find rows in memory by the beginnings of the words in their names: a search field asks at every keystroke.

Each process holds the folded names of a model. Two small queries tell whether they are still up to date. If not, the
history tells which rows to read again.
"""

import re
import threading
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, islice
from typing import Any

from django.db import models

from ..morphology import stem
from ..text import fold

SHORTEST_MIDDLE = 5  # letters: «АРКО» does not mean «парков», «комбинат» means «Металлокомбинат»
MOST_FOUND = 200


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text))


@dataclass
class _State:
    """The names that were read, and the state of the table at that moment.

    `texts` is {key: " words between blanks "}, in the order of the model.
    """

    count: int = -1
    last_change: int = 0
    texts: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Joins all texts, because one long text is searched much faster, and notes where each begins."""
        self.keys, self.joined = list(self.texts), "\n".join(self.texts.values())
        self.starts = list(accumulate((len(text) + 1 for text in self.texts.values()), initial=0))

    def holding(self, words: list[str]) -> Iterator[tuple[int, str]]:
        """Yields (key, text) of the rows whose text contains all the words."""
        rarest = max(words, key=len)
        at = self.joined.find(rarest)
        while at >= 0:
            place = bisect_right(self.starts, at)
            key = self.keys[place - 1]
            if all(word in self.texts[key] for word in words):
                yield key, self.texts[key]
            at = self.joined.find(rarest, self.starts[place])


class Names:
    """The names of the rows of one model.

    `read(rows)` yields (key, text) for the rows of a queryset; the text contains all names of the row. `ignored` are
    words that say nothing beside others, such as «ООО» or «индустриальный парк».
    """

    def __init__(
        self,
        model: type[models.Model],
        read: Callable[[models.QuerySet], Iterable[tuple[int, str]]],
        *,
        ignored: Iterable[str] = (),
    ) -> None:
        self.model, self.read, self.ignored = model, read, frozenset(map(fold, ignored))
        self._state, self._lock = _State(), threading.Lock()
        _everyone.append(self)

    def find(self, query: str) -> tuple[list[int], bool]:
        """The keys of the rows, best first, and whether the words begin there; False if they only occur inside."""
        state, words = self._current(), words_of(query)
        telling = [word for word in words if word not in self.ignored] or words
        if not telling:
            return state.keys[:MOST_FOUND], True
        for asked, longest in _ways(telling):
            begins = f" {asked[0]}"
            held = state.holding([f" {word}" for word in asked])
            found = [key for key, text in held if not longest or text.count(" ") <= longest]
            if found:
                found.sort(key=lambda key: not state.texts[key].startswith(begins))
                return found[:MOST_FOUND], True
        if all(len(word) >= SHORTEST_MIDDLE for word in telling):
            return [key for key, _text in islice(state.holding(telling), MOST_FOUND)], False
        return [], False

    def holding(self, query: str) -> list[int]:
        """The keys of all rows with the words anywhere in their names."""
        words = words_of(query)
        return [key for key, _text in self._current().holding(words)] if words else []

    def _current(self) -> _State:
        rows = self.model._default_manager.order_by(*self.model._meta.ordering)
        history = getattr(self.model, "history", None)
        if history is None:  # few rows
            return _State(texts=dict(self._read(rows)))
        count, last = rows.order_by().count(), history.aggregate(last=models.Max("history_id"))["last"] or 0
        state = self._state
        if (state.count, state.last_change) == (count, last):
            return state
        with self._lock:
            self._state = self._renewed(self._state, rows, history, count, last)
        return self._state

    def _renewed(self, state: _State, rows: Any, history: Any, count: int, last: int) -> _State:
        changed = set()
        if state.count >= 0:
            newer = history.filter(history_id__gt=state.last_change)
            changed = set(newer.values_list(self.model._meta.pk.name, flat=True))
            known = dict(self._read(rows.filter(pk__in=changed))) if len(changed) <= MOST_FOUND else {}
            texts = {key: text for key, text in state.texts.items() if key not in changed} | known
            if len(texts) == count and len(changed) <= MOST_FOUND:
                return _State(count, last, texts)
        return _State(count, last, dict(self._read(rows)))

    def _read(self, rows: models.QuerySet) -> Iterator[tuple[int, str]]:
        for key, text in self.read(rows):
            yield key, f" {' '.join(words_of(text))} "


_everyone: list[Names] = []


def forget() -> None:
    for names in _everyone:
        names._state = _State()


def _ways(words: list[str]) -> Iterator[tuple[list[str], int]]:
    """Yields the words to look for in each attempt, and the most blanks that a text may have (0 for any number).

    The attempts are: as written; without case endings; without the initial of a middle name, for names that have none.
    """
    yield words, 0
    roots = [stem(word) for word in words]
    if roots != words:
        yield roots, 0
    initials = [place for place, word in enumerate(words) if len(word) == 1]
    if len(initials) > 1 and len(words) > 2:
        last = initials[-1]
        yield words[:last] + words[last + 1 :], len(words)
