"""Whose a file is, on names that no rule was written for one by one."""

import pytest

from events.matching.known import KnownTalk, Speaker
from events.matching.match import Known, propose
from events.matching.titles import title_of

from .cases import cases

PRECISION, RECALL = 0.99, 0.93


@pytest.mark.slow
def test_files_are_matched_with_speakers_and_whoever_is_wrong_asks():
    labelled = cases()
    assert len(labelled) >= 200
    sure = right = found = expected = 0
    wrong = []
    for case in labelled:
        proposal = case.proposal
        speaker = None if case.speaker in "?-" else case.speaker
        is_right = (proposal.speaker, proposal.talk or "", proposal.kind) == (speaker, case.talk, case.kind)
        expected += speaker is not None
        found += speaker is not None and is_right and proposal.is_sure
        if proposal.is_sure:
            sure, right = sure + 1, right + is_right
            if not is_right or case.speaker == "?":
                wrong.append(str(case))
    assert wrong == []
    assert right / sure >= PRECISION
    assert found / expected >= RECALL


@pytest.mark.slow
def test_every_question_says_why_and_every_guess_too():
    for case in cases():
        proposal = case.proposal
        assert proposal.reasons
        assert proposal.doubt or proposal.speaker or case.speaker == "-"


KNOWN = Known(
    [Speaker("v", "Вымыслов", "Аркадий", "Львович", ("ООО «Затея»",)), Speaker("z", "Зайцева", "Юлия")],
    [
        KnownTalk("1", "Логистика складов", ("v",)),
        KnownTalk("2", "Сертификация площадок", ("v",)),
        KnownTalk("3", "", ("z",)),
    ],
)


@pytest.mark.parametrize(
    ("name", "text", "talk"),
    [
        ("Вымыслов_логистика.pptx", "", "1"),
        ("Вымыслов.pptx", "Сертификация площадок", "2"),
        ("Вымыслов.pptx", "", None),
    ],
)
def test_the_topic_tells_which_of_several_talks(name, text, talk):
    proposal = propose(name, [text], KNOWN)
    assert (proposal.speaker, proposal.talk, proposal.is_sure) == ("v", talk, talk is not None)


def test_the_first_slide_contradicts_the_name_of_the_file():
    proposal = propose("Вымыслов.pptx", ["Логистика\nЗайцева Юлия"], KNOWN)
    assert "на первом слайде Юлия Зайцева" in proposal.doubt


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Индустриальные парки\nВыдуманской области\n\nЮлия Зайцева\nдиректор",
            "Индустриальные парки Выдуманской области",
        ),
        ("ООО «Затея»\nСклады и\nдороги\nАркадий Вымыслов", "Склады и дороги"),
        ("Тема: Экспорт\nВыдуманск, 2024", "Экспорт"),
        ("12\n\nДокладчик: А. Вымыслов", ""),
    ],
)
def test_title_of_the_first_slide(text, title):
    assert title_of([text], KNOWN.speakers) == title
