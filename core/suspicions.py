"""Find rows of a model that may be the same thing.

Each room registers how the rows of its models are compared. The rules themselves are pure and stand in its `doubles`.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from .doubles.likeness import Likeness, different
from .doubles.pairs import doubles_of, pairs_among
from .models import SuspectedDouble


@dataclass(frozen=True)
class RowNames:
    """The names of a row. Two rows with different `facts`, such as {"ИНН": "…"}, cannot be the same."""

    all: tuple[Any, ...]
    facts: dict[str, Any] = field(default_factory=dict)
    circumstances: dict[str, Any] = field(default_factory=dict)  # if these differ, the pair is at most doubtful


@dataclass(frozen=True)
class Comparison:
    """How the rows of a model are compared. `near` may narrow the stored rows by a query, before they are compared."""

    columns: tuple[str, ...]  # the columns that `names` reads
    names: Callable[[Iterable[Any]], Iterable[tuple[int, RowNames]]]
    keys: Callable[[Any], Iterable[Hashable]]
    compare: Callable[[Any, Any], Likeness]
    near: Callable[[models.QuerySet[Any], Sequence[Any]], models.QuerySet[Any]] = lambda stored, _rows: stored


_comparisons: dict[type[models.Model], Comparison] = {}
DOUBTFUL = 0.6


def register(model: type[models.Model], comparison: Comparison) -> None:
    _comparisons[model] = comparison


def registered() -> list[type[models.Model]]:
    return list(_comparisons)


def columns_of(model: type[models.Model]) -> set[str]:
    """The fields of the model by which its rows are compared."""
    return {*_comparisons[model].columns} & {field.name for field in model._meta.concrete_fields}


def compare(comparison: Comparison, one: RowNames, other: RowNames) -> Likeness:
    """The likeness of the two names that are most alike."""
    for name, value in one.facts.items():
        if value and other.facts.get(name) and other.facts[name] != value:
            return different(f"{name} разные")
    best = max(
        (comparison.compare(left, right) for left in one.all for right in other.all), key=lambda found: found.score
    )
    for name, value in one.circumstances.items():
        if value and other.circumstances.get(name) and other.circumstances[name] != value and best.is_likely:
            best = Likeness(DOUBTFUL, (*best.reasons, f"{name} разные"))
    return best


def _keys(comparison: Comparison) -> Callable[[RowNames], Iterator[Hashable]]:
    def keys(names: RowNames) -> Iterator[Hashable]:
        for name in names.all:
            yield from comparison.keys(name)

    return keys


@lru_cache(maxsize=10_000)
def _keys_of(comparison: Comparison, name: Any) -> frozenset[Hashable]:
    return frozenset(comparison.keys(name))


def likely_doubles(row: models.Model) -> list[tuple[models.Model, Likeness]]:
    """The stored rows that are likely doubles of a row, likeliest first, without those declared different."""
    return likely_doubles_of([row])[0]


def likely_doubles_of(rows: Sequence[models.Model]) -> list[list[tuple[models.Model, Likeness]]]:
    """`likely_doubles` for each of several rows of one model. The stored rows are read once."""
    return likely_among(type(rows[0]), compared(rows)) if rows else []


def likely_among(
    model: type[models.Model], near: list[list[tuple[int, Likeness]]]
) -> list[list[tuple[models.Model, Likeness]]]:
    """The likely doubles among those that `compared` has found."""
    found = [[one for one in likely if one[1].is_likely][:5] for likely in near]
    keys = {key for likely in found for key, _likeness in likely}
    stored = model._base_manager.in_bulk(keys) if keys else {}
    return [[(stored[key], likeness) for key, likeness in likely if key in stored] for likely in found]


def compared(rows: Sequence[models.Model]) -> list[list[tuple[int, Likeness]]]:
    """For each of several rows of one model, [(key, likeness)] of its doubles, without those declared different."""
    model = type(rows[0])
    comparison = _comparisons[model]
    own = [next(iter(comparison.names([row])))[1] for row in rows]
    wanted = [set(_keys(comparison)(names)) for names in own]
    near: list[list[tuple[int, RowNames]]] = [[] for _row in rows]
    stored = comparison.near(model._base_manager.only(*comparison.columns).order_by("pk"), rows)
    for key, names in comparison.names(stored):
        keys = frozenset().union(*(_keys_of(comparison, name) for name in names.all))
        for place, row in enumerate(rows):
            if key != row.pk and not wanted[place].isdisjoint(keys):
                near[place].append((key, names))
    apart = _told_apart(model) if any(near) else set()
    return [
        [
            one
            for one in doubles_of(own[place], near[place], lambda left, right: compare(comparison, left, right))
            if _pair(row.pk or 0, one[0]) not in apart
        ]
        for place, row in enumerate(rows)
    ]


def search(model: type[models.Model]) -> int:
    """Compare all rows of the model and store the pairs; earlier decisions stay. Returns the number of pairs."""
    comparison = _comparisons[model]
    names = dict(comparison.names(model._base_manager.order_by().only(*comparison.columns)))
    found = pairs_among(names.items(), _keys(comparison), lambda one, other: compare(comparison, one, other))
    label, pairs = model._meta.label_lower, list(found)
    with transaction.atomic():
        SuspectedDouble.objects.filter(model=label, are_different=False).delete()
        rows = [
            SuspectedDouble(
                model=label, one=one, other=other, score=likeness.score, reasons="; ".join(likeness.reasons)
            )
            for one, other, likeness in pairs
        ]
        SuspectedDouble.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(rows)


def search_all() -> None:
    for model in _comparisons:
        search(model)


def note(row: models.Model, near: list[tuple[int, Likeness]] | None = None) -> None:
    """Compare a saved row with the others and store its suspected doubles.

    `near` is the result of `compared`, if a form has called it already.
    """
    label = type(row)._meta.label_lower
    either = models.Q(one=row.pk) | models.Q(other=row.pk)
    SuspectedDouble.objects.filter(either, model=label, are_different=False).delete()
    found = compared([row])[0] if near is None else near
    pairs = [
        SuspectedDouble(
            model=label,
            one=min(row.pk, key),
            other=max(row.pk, key),
            score=likeness.score,
            reasons=_told(likeness),
        )
        for key, likeness in found
    ]
    SuspectedDouble.objects.bulk_create(pairs, ignore_conflicts=True)  # earlier decisions stay


def tell_apart(model: type[models.Model], one: int, other: int, user: Any = None) -> None:
    """Declare the two rows different."""
    one, other = _pair(one, other)
    SuspectedDouble.objects.update_or_create(
        model=model._meta.label_lower,
        one=one,
        other=other,
        defaults={"are_different": True, "user": user, "decided_at": timezone.now()},
        create_defaults={"score": 0.0, "are_different": True, "user": user, "decided_at": timezone.now()},
    )


def suspected(model: type[models.Model]) -> models.QuerySet[SuspectedDouble]:
    """The undecided pairs whose rows both exist."""
    keys = model._base_manager.order_by().values("pk")
    return SuspectedDouble.objects.filter(
        model=model._meta.label_lower, are_different=False, one__in=keys, other__in=keys
    )


def counts() -> dict[type[models.Model], int]:
    """{model: number of undecided pairs}, without models that have none."""
    waiting = SuspectedDouble.objects.filter(are_different=False).order_by().values_list("model")
    found = dict(waiting.annotate(total=models.Count("pk")))
    return {model: found[label] for model in _comparisons if (label := model._meta.label_lower) in found}


def _told_apart(model: type[models.Model]) -> set[tuple[int, int]]:
    decided = SuspectedDouble.objects.filter(model=model._meta.label_lower, are_different=True)
    return set(decided.values_list("one", "other"))


def _told(likeness: Likeness) -> str:
    return "; ".join(likeness.reasons)


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)
