"""What natasha finds in a text by itself: names of people, places and organizations, as they are written.

    .venv/bin/pip install "natasha>=1.6,<2" "setuptools<81"     the group `bench` of pyproject.toml: 130 MB

It puts nothing into the nominative and knows no roles. So a name counts as right when its words begin like those of the
label, its places are compared with hosts and guests alike, and its organizations with the organizers.
"""

import re

BEGINNING = 4  # letters that the cases of a word share
NOT_INSTALLED = "natasha is not installed: see bench/natasha_raw.py"


def natasha_figures(cases):
    """`{field: (precision, recall, F1)}` of texts with their labels; None where natasha is not installed."""
    try:
        from natasha import Doc, NewsEmbedding, NewsNERTagger, Segmenter
    except ImportError:
        return None
    segmenter, tagger = Segmenter(), NewsNERTagger(NewsEmbedding())
    counts = {"people": [0, 0, 0], "regions": [0, 0, 0], "organizers": [0, 0, 0]}  # right, found, expected
    for _name, text, labels in cases:
        doc = Doc(text)
        doc.segment(segmenter)
        doc.tag_ner(tagger)
        expected = {
            "people": ("PER", [person["name"] for person in labels["people"]]),
            "regions": ("LOC", labels["regions"] + labels["participant_regions"]),
            "organizers": ("ORG", labels["organisers"]),
        }
        for field, (kind, values) in expected.items():
            found = {beginnings(span.text) for span in doc.spans if span.type == kind}
            wanted = {beginnings(value) for value in values}
            for place, number in enumerate((len(found & wanted), len(found), len(wanted))):
                counts[field][place] += number
    return {
        field: (right / max(found, 1), right / max(wanted, 1), 2 * right / max(found + wanted, 1))
        for field, (right, found, wanted) in counts.items()
    }


def beginnings(name):
    return frozenset(word[:BEGINNING] for word in re.findall(r"[\w.]+", name.lower().replace("ё", "е")))
