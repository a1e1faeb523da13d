"""Names of files in the ZIP."""

import unicodedata

import pytest

from events.downloads import zip_archive
from tests import documents, files
from tests.factories import AppearanceFactory, EventFactory, MaterialFactory, OrganizationFactory, TalkFactory


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("01 Ровбель – Администрация Смоленской области", "01 Ровбель – Администрация Смоленской области.pptx"),
        ('02 ООО "Образец"', "02 ООО «Образец».pptx"),
        ('03 5" трубы', "03 5 трубы.pptx"),
        ("04 А/Б\\В|Г", "04 А-Б-В-Г.pptx"),
        ("05 Вопрос? <ответ>*", "05 Вопрос ответ.pptx"),
        ("06 Итоги: год 2024", "06 Итоги – год 2024.pptx"),
        ("07 Начало в 10:00", "07 Начало в 10-00.pptx"),
        ("08 Точка в конце. . ", "08 Точка в конце.pptx"),
        ("09 Петров –", "09 Петров.pptx"),
        ("../../etc/passwd", "-..-etc-passwd.pptx"),
        ("10 две\nстроки\tи \x00\x07 знак", "10 две строки и знак.pptx"),
        ("11 \u202egpj.exe\u202c", "11 gpj.exe.pptx"),
        ("12 Ёлка и и\u0306", "12 Ёлка и й.pptx"),
        ("CON", "_CON.pptx"),
        ("nul.txt", "_nul.txt.pptx"),
        ("COM¹", "_COM¹.pptx"),
        ("LPT9 .x", "_LPT9 .x.pptx"),
        ("Conrad", "Conrad.pptx"),
        ("", "file.pptx"),
        ("???", "file.pptx"),
    ],
)
def test_name_is_valid_on_every_system(stem, name):
    assert zip_archive.safe_name(stem, ".pptx") == name
    assert unicodedata.is_normalized("NFC", name)


@pytest.mark.parametrize("letter", ["я", "a", "Ё", "𝕬", "漢"])
def test_long_name_is_cut_and_keeps_its_suffix(letter):
    for suffix in (".pdf", " (2).pptx", ""):
        name = zip_archive.safe_name("01 " + letter * 500, suffix)
        assert name.endswith(suffix)
        assert len(name) <= 120
        assert len(name.encode()) <= 240
        assert len(name) == 120 or len(name.encode()) > 236


def test_shortened_name_does_not_end_with_a_dot_or_a_space():
    assert zip_archive.safe_name("а" * 115 + " . – хвост", ".pdf") == "а" * 115 + ".pdf"


def test_names_that_differ_in_case_only_become_different():
    taken = set()
    names = [zip_archive.unique_name(stem, ".pdf", taken) for stem in ("Доклад", "ДОКЛАД", "доклад", "Доклад (2)")]
    assert names == ["Доклад.pdf", "ДОКЛАД (2).pdf", "доклад (3).pdf", "Доклад (2) (2).pdf"]
    long = [zip_archive.unique_name("я" * 300, ".pdf", taken) for _ in range(12)]
    assert len({name.casefold() for name in long}) == 12
    assert max(map(len, long)) <= 120


def listed(event, *speakers, organization_is_known=False, **fields):
    """A material as the view loads it: open, with the speakers of its talk."""
    fields = {"title": "", **fields}
    name = fields.pop("file_name", "Слайды.pptx")
    talk = TalkFactory(event=event, order=fields.pop("talk_order", 0)) if speakers else None
    material = MaterialFactory(event=event, talk=talk, **fields)
    if name:
        material = files.version(material, documents.smallest(name), name).material
    for last_name, columns in speakers:
        appearance = AppearanceFactory(event=event, talk=talk, **{"organization_name": "", "position": "", **columns})
        appearance.person.last_name = last_name
        appearance.person.save()
        appearance.name_then = ""
        appearance.save()
    if talk:
        talk.speakers = list(talk.appearances.select_related("person", "organization"))
        for appearance in talk.speakers:
            appearance.organization_is_known = organization_is_known
        material.talk = talk
    material.is_open = True
    return material


def names(*materials):
    return [row.name for row in zip_archive.plan(materials)]


@pytest.mark.django_db
def test_file_name_has_number_speaker_and_organization():
    event = EventFactory()
    said = {"organization_name": "Администрация Вымышленной области", "position": "Заместитель главы"}
    second = listed(event, ("Второв", {"organization_name": 'ЗАО "Образец"'}), talk_order=2, order=1)
    first = listed(event, ("Первов", said), talk_order=1, order=2, file_name="Доклад.PDF")
    both = listed(
        event,
        ("Третьев", {"organization_name": "ООО «Пример»"}),
        ("Третьяк", {"organization_name": "ООО «Пример»"}),
        ("Четвертов", {"organization_name": "Банк"}),
        talk_order=3,
    )
    report = listed(event, kind="report", title="Отчёт", file_name="Отчёт.docx")
    programme = listed(event, kind="programme", title="Программа тура", order=9, file_name="план.pdf")
    assert names(second, first, both, report, programme) == [
        "00 Программа.pdf",
        "01 Первов – Администрация Вымышленной области.pdf",
        "02 Второв – ЗАО «Образец».pptx",
        "03 Третьев, Третьяк – ООО «Пример», Четвертов – Банк.pptx",
        "04 Отчёт.docx",
    ]


@pytest.mark.django_db
def test_file_name_without_an_organization_of_that_day_has_todays_or_the_post():
    event, organization = EventFactory(), OrganizationFactory(name="Образец", legal_form="АО")
    person = ("Петров", {"organization": organization, "position": "Министр – заместитель председателя"})
    assert names(listed(event, person, organization_is_known=True)) == ["01 Петров – АО «Образец».pptx"]
    assert names(listed(event, person)) == ["01 Петров – Министр.pptx"]
    assert names(listed(event, ("Петров", {}))) == ["01 Петров.pptx"]


@pytest.mark.django_db
def test_moderator_of_a_talk_is_not_its_speaker():
    event = EventFactory()
    people = [("Ведущев", {"role": "moderator"}), ("Говоров", {"role": "speaker"})]
    assert names(listed(event, *people)) == ["01 Говоров.pptx"]
    assert names(listed(event, people[0])) == ["01 Ведущев.pptx"]


@pytest.mark.django_db
def test_two_programmes_and_two_files_of_a_talk_differ():
    event = EventFactory()
    slides = listed(event, ("Петров", {}))
    paper = listed(event, kind="paper", file_name="Тезисы.pdf")
    paper.talk = slides.talk
    programmes = [listed(event, kind="programme", file_name="x.pdf") for _ in range(2)]
    assert names(slides, paper, *programmes) == [
        "00 Программа.pdf",
        "00 Программа (2).pdf",
        "01 Петров – презентация.pptx",
        "02 Петров – доклад.pdf",
    ]


@pytest.mark.django_db
def test_material_without_a_file_has_no_name_and_no_number():
    event = EventFactory()
    link = listed(event, title="Запись", url="https://example.org/film", file_name="")
    awaited = listed(event, ("Иванов", {}), file_name="")
    locked = listed(event, ("Сидоров", {}), talk_order=1)
    locked.is_open = False
    file = listed(event, ("Петров", {}), talk_order=2)
    rows = zip_archive.plan([link, awaited, locked, file])
    assert [(row.material, row.name) for row in rows] == [
        (awaited, ""),
        (locked, ""),
        (file, "01 Петров.pptx"),
        (link, ""),
    ]
    summary = zip_archive.summarize([link, awaited, locked, file])
    assert summary == zip_archive.ArchiveSummary(1, file.current_version.size)
    assert zip_archive.summarize([link, awaited, locked]) is None


@pytest.mark.django_db
def test_names_of_a_hundred_files_sort_in_their_order():
    event = EventFactory()
    found = names(*[listed(event, title="Файл", file_name="Файл.pdf")] * 101)
    assert found == sorted(found)
    assert (found[0], found[100]) == ("001 Файл.pdf", "101 Файл.pdf")
