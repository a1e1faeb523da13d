"""Outcomes, quotations and delegations in sentences of the genre, and whether two texts are the same."""

import pytest

from events.press_release.likeness import SAME, fingerprint, likeness
from events.press_release.reader import read

HEAD = "Встреча прошла в Туле\n\n12 мая 2024 года в Туле прошла рабочая встреча. "
PEOPLE = "Участвовали директор ООО «Вымпел» Пётр Кравцов и министр экономики области Елена Зимина. "


def draft(text):
    return read(HEAD + PEOPLE + text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Стороны подписали соглашение о сотрудничестве.", "agreement"),
        ("Елена Зимина и Пётр Кравцов подписали меморандум о намерениях.", "memorandum"),
        ("По итогам заключён договор аренды участка.", "contract"),
        ("Председателем совета избрали Петра Кравцова.", "election"),
        ("Участники договорились открыть учебный центр.", "arrangement"),
        ("Министр поручила подготовить план к осени.", "instruction"),
        ("Совет утвердил смету на год.", "decision"),
        ("Сотрудничество идёт на основе соглашения, подписанного в 2010 году.", ""),
        ("Ранее стороны подписали соглашение.", ""),
        ("Гости осмотрели цеха и обсудили договор поставки.", ""),
    ],
)
def test_outcome_is_what_the_sentence_says_was_done(text, kind):
    assert [found.value.kind for found in draft(text).outcomes] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("text", "amount", "due"),
    [
        ("Стороны подписали соглашение на 2,4 млрд рублей.", 2_400_000_000, None),
        ("Стороны подписали договор. Объём инвестиций составит 350 млн руб.", 350_000_000, None),
        ("Подписан договор на 1 250 000 рублей со сроком до 31 декабря 2026 года.", 1_250_000, "2026-12-31"),
        ("Министр поручила сдать отчёт не позднее 1 июня.", None, "--06-01"),
        ("Подписан договор: 5 млн рублей даст область, 3 млн рублей — завод.", None, None),
    ],
)
def test_sum_and_due_day_of_an_outcome(text, amount, due):
    [found] = draft(text).outcomes
    assert (found.value.amount, found.value.due and str(found.value.due)) == (amount, due)


@pytest.mark.parametrize(
    ("text", "is_online", "is_hybrid"),
    [
        ("Она прошла в режиме видеоконференции.", True, False),
        ("Она прошла в смешанном формате, онлайн подключились двадцать человек.", False, True),
        ("Участвовали очно и онлайн.", False, True),
        ("Участвовали двадцать человек.", False, False),
    ],
)
def test_how_an_event_was_held(text, is_online, is_hybrid):
    found = read(f"{HEAD}{text} {PEOPLE}")
    assert (found.is_online, found.is_hybrid) == (is_online, is_hybrid)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("«Нам важен каждый новый завод», — сказал Пётр Кравцов.", "Пётр Кравцов"),
        ("«Нам важен каждый новый завод», - отметила Зимина.", "Елена Зимина"),
        ("Пётр Кравцов подчеркнул: «Нам важен каждый новый завод».", "Пётр Кравцов"),
        ("\n— Нам важен каждый новый завод, — рассказала Елена Зимина.", "Елена Зимина"),
        ("«Нам важен каждый новый завод», — сказал прохожий.", ""),
        ("«Завод», — сказал Пётр Кравцов.", ""),
    ],
)
def test_quotation_belongs_to_the_person_who_is_named(text, speaker):
    found = [(one.value.speaker, one.value.text) for one in draft(text).quotations]
    assert found == ([(speaker, "Нам важен каждый новый завод")] if speaker else [])


@pytest.mark.parametrize(
    ("text", "name", "country", "head"),
    [
        (
            "Парк посетила делегация Омской области во главе с министром Ольгой Светловой.",
            "Делегация Омской области", "", "Ольга Светлова",
        ),
        (
            "Приехала делегация провинции Аньхой (КНР). Делегацию возглавляет директор департамента господин Чжан Вэй.",
            "Делегация провинции Аньхой (КНР)", "CN", "Чжан Вэй",
        ),
        (
            "Прибыла бизнес-миссия. Делегацию возглавляет торговый советник Рустам Каримов.",
            "Делегация", "", "Рустам Каримов",
        ),
    ],
)  # fmt: skip
def test_delegation_knows_whose_it_is_and_its_head(text, name, country, head):
    (found,) = draft(text).delegations
    assert (found.value.name, found.value.country, found.value.people[0]) == (name, country, head)
    assert found.value.has_head


def test_same_text_is_known_after_changes_and_another_is_not():
    text = HEAD + PEOPLE + "Стороны подписали соглашение о сотрудничестве. Гости осмотрели цеха и обсудили поставки."
    reworded = text.replace("рабочая", "деловая").replace("осмотрели", "обошли").replace("обсудили", "обговорили")
    other = "Форум собрал строителей\n\n3 июня 2023 года в Казани открылся форум. Его гости говорили о жилье и дорогах."
    assert likeness(fingerprint(text), fingerprint(text)) == 1
    assert likeness(fingerprint(text), fingerprint(reworded)) >= SAME
    assert likeness(fingerprint(text), fingerprint(other)) < SAME / 2
    assert likeness(fingerprint("два слова"), fingerprint("два слова")) == 0
