"""Keep the manual order of rows. A move renumbers as few rows as possible."""

from core.admin.rows import lock

HIGHEST = 32_767  # the largest value of the column


def move(row, siblings, target):
    """Moves the row. `target` is "up", "down", the key of the sibling to stand before, or None for the end.

    `siblings` is a queryset in the order that people see, and contains the row. Must be called in a transaction.
    """
    rows = list(siblings.filter(pk__in=lock(siblings).values("pk")))
    keys = [one.pk for one in rows]
    if row.pk not in keys:
        return
    place = keys.index(row.pk)
    moved = rows.pop(place)
    rest = [one.pk for one in rows]
    if target == "up":
        place = max(0, place - 1)
    elif target == "down":
        place = min(len(rows), place + 1)
    else:
        place = rest.index(target) if target in rest else len(rows)
    rows.insert(place, moved)
    previous = -1
    for one, number in zip(rows, sorted(one.order for one in rows), strict=True):
        previous = max(number, previous + 1)
        _renumber(one, previous)


def insert(row, siblings, place):
    """Gives an unsaved row the order of this place among its siblings, and moves these to make room."""
    before, after = siblings[:place], siblings[place:]
    row.order = min((before[-1].order if before else 0) + 1, HIGHEST)
    previous = row.order
    for one in after:
        if one.order > previous:
            break
        previous += 1
        _renumber(one, previous)


def place_by_time(row, siblings):
    """The place of the row among its siblings: before the first one that begins later, or else at the end."""
    later = (place for place, one in enumerate(siblings) if one.starts_at and row.starts_at < one.starts_at)
    return next(later, len(siblings)) if row.starts_at else len(siblings)


def _renumber(row, order):
    if row.order != order:
        row.order = order
        row.save(update_fields=["order"])
