"""How well doubles are told from namesakes: precision, recall, and the seconds that many people take.

    python bench/doubles.py                    the labelled pairs of tests/
    python bench/doubles.py FILE…              others: CSV with kind, left, right, label (same or different)
    python bench/doubles.py --failures         also each wrong pair, with its score and reasons
    python bench/doubles.py --people 20000     how long that many people are searched for doubles
    python bench/doubles.py --json             the figures as one JSON object

The left and right of an event are «title|start|end», with dates in ISO 8601.
A part of the pairs of tests/ is held out: it was written after the rules.
"""

import argparse
import csv
import json
import random
import sys
import time
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CLONE))

from core.doubles.pairs import pairs_among  # noqa: E402
from events.doubles import events, people  # noqa: E402
from parks.doubles import organizations, parks  # noqa: E402

PAIRS = CLONE / "tests" / "data" / "doubles" / "pairs.csv"
KINDS = {
    "person": (people.read_name, people.compare_people),
    "organization": (organizations.read_organization, organizations.compare_organizations),
    "park": (parks.read_park, parks.compare_parks),
    "event": (lambda text: events.read_event(*text.split("|")), events.compare_events),
}
SURNAMES = [
    "Вымысл",
    "Образц",
    "Пример",
    "Тест",
    "Карандаш",
    "Кружк",
    "Чернил",
    "Бумаг",
    "Скрепк",
    "Папк",
    "Линейк",
    "Ластик",
    "Точилк",
    "Тетрадк",
    "Дневник",
]
STEMS = [stem + middle for stem in SURNAMES for middle in ["", "ел", "ищ", "енк", "арк", "ун", "ич", "ом", "уш", "ак"]]
ENDINGS = ("ов", "ин", "ев", "овский")
GIVEN = [
    "Пётр",
    "Павел",
    "Иван",
    "Илья",
    "Олег",
    "Игорь",
    "Сергей",
    "Андрей",
    "Антон",
    "Роман",
    "Максим",
    "Денис",
    "Кирилл",
    "Глеб",
    "Лев",
    "Марк",
]
PATRONYMICS = [
    "Ильич",
    "Иванович",
    "Петрович",
    "Олегович",
    "Игоревич",
    "Сергеевич",
    "Андреевич",
    "Антонович",
    "Романович",
    "Львович",
]


def main():
    options = read_options()
    figures = {}
    rows = [row for path in options.files or [PAIRS] for row in read_pairs(path)]
    for name, chosen in (("all", rows), ("held out", [row for row in rows if row.get("held_out")])):
        if chosen:
            figures[name] = judge(chosen, options.failures and name == "all")
    if options.people:
        figures["people"] = search_people(options.people)
    if options.json:
        print(json.dumps(figures, ensure_ascii=False))
        return
    for name, found in figures.items():
        print(f"{name}: " + ", ".join(f"{word} {value}" for word, value in found.items()))


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--people", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def read_pairs(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def likeness_of(row):
    read, compare = KINDS[row["kind"]]
    return compare(read(row["left"]), read(row["right"]))


def judge(rows, show_failures=False):
    right = wrong = missed = 0
    for row in rows:
        likeness, is_same = likeness_of(row), row["label"] == "same"
        right += likeness.is_likely and is_same
        wrong += likeness.is_likely and not is_same
        missed += not likeness.is_likely and is_same
        if show_failures and likeness.is_likely != is_same:
            print(
                f"{row['label']:10}{likeness.score:5.2f}  {row['left']} · {row['right']}  {'; '.join(likeness.reasons)}"
            )
    return {
        "pairs": len(rows),
        "precision": round(right / max(right + wrong, 1), 4),
        "recall": round(right / max(right + missed, 1), 4),
    }


def search_people(number):
    """Fictional people, every hundredth of them twice."""
    draw = random.Random(11)
    texts = [
        f"{draw.choice(STEMS)}{draw.choice(ENDINGS)} {draw.choice(GIVEN)} {draw.choice(PATRONYMICS)}"
        for _ in range(number - number // 100)
    ]
    texts += [" ".join(reversed(text.split())) for text in texts[: number // 100]]
    started = time.process_time()
    named = [(place, people.read_name(text)) for place, text in enumerate(texts)]
    found = list(pairs_among(named, people.keys_of, people.compare_people))
    return {"searched": number, "pairs": len(found), "CPU seconds": round(time.process_time() - started, 1)}


if __name__ == "__main__":
    main()
