"""How well press releases are read: precision, recall and F1 of each field, calibration and speed.

    python bench/press_release.py                          the labelled texts of tests/
    python bench/press_release.py FOLDER…                  other folders: NN.txt with NN.json or NN.gold.json
    python bench/press_release.py --morphology pymorphy    with pymorphy3 alone; it is a column of the table too
    python bench/press_release.py --failures               also each wrong and each missed value
    python bench/press_release.py --json                   the figures as one JSON object

The last three columns are precision, recall and F1 of natasha's raw output, where it is installed (natasha_raw.py).
Comparing ignores quotation marks, ё and letter case. An authority may stand in the position or in the organization.
"""

import argparse
import json
import re
import resource
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CLONE))

from bench.natasha_raw import NOT_INSTALLED, natasha_figures  # noqa: E402

TEXTS = [CLONE / "tests" / "data" / "press_releases", CLONE / "tests" / "association" / "data"]
FIELDS = [
    "kind", "dates", "regions", "guests", "parks", "organizers", "people", "position", "companies", "materials",
    "title", "place", "inferred", "numbers", "outcomes", "quotations", "edition",
]  # fmt: skip


def main():
    options = read_options()
    if options.morphology == "pymorphy":
        from core import sentences

        sentences._rumorph = lambda: None
    cases = [case for folder in options.folders for case in load(folder)]
    if not cases:
        sys.exit("no labelled texts: NN.txt with NN.json or NN.gold.json")
    marks, seconds, megabytes = judge(cases, options.failures)
    figures = {field: f1_of(marks[field]) for field in FIELDS if marks[field]}
    sure = [mark for field in FIELDS for mark in marks[field] if mark[1]]
    found = [mark for field in FIELDS for mark in marks[field] if mark[0] != "missed"]
    figures |= {
        "sure_right": round(sum(mark[0] == "right" for mark in sure) / max(len(sure), 1), 4),
        "share_sure": round(len(sure) / max(len(found), 1), 4),
    }
    if options.json:
        print(json.dumps(figures))
        return
    other = {} if options.morphology == "pymorphy" else json.loads(with_pymorphy(options.folders))
    natasha = natasha_figures(cases)
    print(f"{len(cases)} texts, {options.morphology}")
    print(f"{'field':12}{'values':>8}{'precision':>11}{'recall':>9}{'F1':>8}{'pymorphy3':>11}{'natasha':>24}")
    for field in FIELDS:
        if marks[field]:
            right, wrong, missed = (
                sum(mark[0] == kind for mark in marks[field]) for kind in ("right", "wrong", "missed")
            )
            precision, recall = right / max(right + wrong, 1), right / max(right + missed, 1)
            row = f"{field:12}{right + missed:8}{precision:11.3f}{recall:9.3f}{figures[field]:8.3f}"
            row += f"{other[field]:11.3f}" if field in other else " " * 11
            row += "".join(f"{figure:8.3f}" for figure in (natasha or {}).get(field, ()))
            print(row.rstrip())
    print(f"sure: {figures['share_sure']:.3f} of all values, {figures['sure_right']:.4f} of them right")
    if other:
        print(f"with pymorphy3: {other['share_sure']:.3f} of all values, {other['sure_right']:.4f} of them right")
    print(f"{seconds * 1000:.0f} ms of CPU for 5,000 characters once loaded, {megabytes:.0f} MB more memory")
    if natasha is None:
        print(NOT_INSTALLED)


def with_pymorphy(folders):
    command = [sys.executable, __file__, "--json", "--morphology", "pymorphy", *map(str, folders)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=TEXTS)
    parser.add_argument("--morphology", choices=["rumorph", "pymorphy"], default="rumorph")
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def load(folder):
    for text in sorted(folder.glob("*.txt")):
        labels = next(
            (path for path in (text.with_suffix(".json"), text.with_suffix(".gold.json")) if path.exists()), None
        )
        if labels:
            yield text.name, text.read_text("utf-8"), json.loads(labels.read_text("utf-8"))


def judge(cases, failures):
    """`({field: [(right | wrong | missed, is_sure)]}, seconds for 5,000 characters, megabytes)`."""
    before = peak()
    from events.press_release.reader import read

    read(cases[0][1])
    megabytes = peak() - before
    marks, seconds, characters = defaultdict(list), 0.0, 0
    for name, text, labels in cases:
        begin = time.process_time()
        draft = read(text)
        seconds += time.process_time() - begin
        characters += len(text)
        for field, found, expected in compared(draft, labels):
            marks[field] += mark(name, field, found, expected, failures)
    return marks, seconds / characters * 5000, megabytes


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def compared(draft, labels):
    """`(field, [(value, is_sure)], [value])` for each field that is labelled."""
    kind = {"working_meeting": "meeting"}.get(draft.kind.value, draft.kind.value) if draft.kind else "other"
    kinds = [labels["event_type"], *labels.get("event_type_alt", [])]
    yield "kind", [(kind, bool(draft.kind and draft.kind.is_sure))], [kind if kind in kinds else kinds[0]]
    dates = [(f"{end} {one.value}", one.is_sure) for end, one in (("from", draft.start), ("to", draft.end)) if one]
    expected = [f"{end} {labels[key]}" for end, key in (("from", "start_date"), ("to", "end_date")) if labels[key]]
    yield "dates", dates, expected
    yield "regions", values(draft.regions), labels["regions"]
    yield "guests", values(draft.participant_regions), labels["participant_regions"]
    yield "parks", [(found.value.name, found.is_sure) for found in draft.parks], labels["parks"]
    yield "organizers", shown(draft.organizers), labels["organisers"]
    yield "people", [(found.value.name.shown, found.is_sure) for found in draft.people], names(labels)
    yield "position", *positions(draft, labels)
    if "companies" in labels:
        yield "companies", shown(draft.companies), labels["companies"]
    yield from more_compared(draft, labels)
    if "materials" in labels:
        found = [(f"{one.value.kind} {one.value.title} {one.value.speaker}", one.is_sure) for one in draft.materials]
        yield "materials", found, [f"{one['kind']} {one['title']} {one['speaker']}" for one in labels["materials"]]


def more_compared(draft, labels):
    """What only some of the texts have labels for."""
    title = [(draft.title.value, draft.title.is_sure)] if draft.title else []
    if "title" in labels:
        yield "title", title, [labels["title"].rstrip(".")]
    if "place" in labels:
        place = [(draft.place.value, draft.place.is_sure)] if draft.place else []
        yield "place", place, [labels["place"]] if labels["place"] else []
    if "regions_inferred" in labels:
        yield "inferred", values(draft.inferred_regions), labels["regions_inferred"]
    if "numbers" in labels:
        found = [(f"{one.value.of} {one.value.precision} {one.value.value}", one.is_sure) for one in draft.numbers]
        yield "numbers", found, [f"{one['of']} {one['precision']} {one['value']}" for one in labels["numbers"]]
    if "outcomes" in labels:
        yield (
            "outcomes",
            [(one.value.kind, one.is_sure) for one in draft.outcomes],
            [one["kind"] for one in labels["outcomes"]],
        )
    if "edition" in labels:
        edition = draft.edition and draft.edition.value.number
        yield "edition", [(str(edition), draft.edition.is_sure)] if edition else [], [str(labels["edition"])]
    if "quotations" in labels:
        found = [(one.value.speaker, one.is_sure) for one in draft.quotations]
        yield "quotations", found, [one["speaker"] for one in labels["quotations"]]


def values(found):
    return [(one.value, one.is_sure) for one in found]


def shown(found):
    return [(one.value.shown, one.is_sure) for one in found]


def names(labels):
    return [person["name"] for person in labels["people"]]


def positions(draft, labels):
    """The positions of those people who were found; both ways to part position and organization are right."""
    expected = {folded(person["name"]): person for person in labels["people"]}
    found, wanted = [], []
    for one in draft.people:
        person = expected.get(folded(one.value.name.shown))
        if person is None:
            continue
        right = person["position"]
        given = one.value.position
        if folded(given) != folded(right) and words(given, one.value.organization) == words(
            right, person["organisation"]
        ):
            given = right
        if given:
            found.append((f"{person['name']}: {given}", one.is_sure))
        if right:
            wanted.append(f"{person['name']}: {right}")
    return found, wanted


def words(position, organization):
    return sorted({word[:4] for word in folded(f"{position} {organization}").split()})


def mark(name, field, found, expected, failures):
    wanted = [folded(value) for value in expected]
    marks = []
    for value, is_sure in found:
        kind = "right" if folded(value) in wanted else "wrong"
        marks.append((kind, is_sure))
        if failures and kind == "wrong":
            print(f"{name} {field}: {'sure of ' if is_sure else ''}«{value}»")
    given = [folded(value) for value, _is_sure in found]
    for value in expected:
        if folded(value) not in given:
            marks.append(("missed", False))
            if failures:
                print(f"{name} {field}: missed «{value}»")
    return marks


def folded(text):
    text = re.sub(r"(?<=\b[А-ЯЁ]\.)\s(?=[А-ЯЁ]\.)", "", text)  # «Ф. М. Белоглазов», «Ф.М. Белоглазов»
    return " ".join(re.sub(r"[«»“”„\"]", "", text).lower().replace("ё", "е").split())


def f1_of(marks):
    right = sum(mark[0] == "right" for mark in marks)
    return round(2 * right / max(2 * right + sum(mark[0] != "right" for mark in marks), 1), 4)


if __name__ == "__main__":
    main()
