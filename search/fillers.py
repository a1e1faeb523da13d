"""Words of a question that say nothing about its subject, such as «где взять» in «где взять субсидию». Pure."""

from core.morphology import is_word, readings_of

# Lemmas, which stand for all forms.
_QUESTION_WORDS = """
    где куда откуда когда почему зачем отчего как какой каков который кто что чей сколько насколько докуда каковой ли
    кому кого кем чему какой-нибудь кто-нибудь что-нибудь где-нибудь чего чем
"""
QUESTION_WORDS = frozenset(_QUESTION_WORDS.split())
_SPEECH = """
    выступать выступить говорить сказать рассказать рассказывать докладывать доложить поведать упоминать упомянуть
    объяснять объяснить обсуждать обсудить затронуть затрагивать осветить делиться поделиться выступавший выступающий
    читать прочитать представить представлять
"""
SPEECH = frozenset(_SPEECH.split())
TALKS = frozenset(["доклад", "презентация", "выступление", "речь", "сообщение", "тема"])
_TRAVEL = """
    ездить съездить поехать ехать побывать бывать посетить посещать выезжать выехать летать прилетать
"""
TRAVEL = frozenset(_TRAVEL.split())
_HAPPENING = """
    проходить пройти состояться проводить провести проводиться происходить произойти случиться организовать
    организовывать
"""
HAPPENING = frozenset(_HAPPENING.split())
_WEAK = """
    взять брать получить получать найти находить искать узнать узнавать посмотреть смотреть увидеть скачать скачивать
    сделать делать мочь можно нужно надо нужный хотеть хотеться стать становиться быть существовать иметь иметься
    находиться располагаться показать показывать подсказать пожалуйста подскажите дать давать
    интересовать интересно ищу требоваться значить означать называться звать
    занимать заниматься являться устроить бывать есть такой этот тот самый ваш наш мой я мне вы мы он она оно они
    там тут здесь тогда именно вообще например а же касаться касательно насчет помочь помогать
    здравствуйте добрый привет спасибо
"""
WEAK = frozenset(_WEAK.split())
# Words that are fillers only in a question, such as «какие есть примеры», and otherwise a subject.
_WEAK_IN_QUESTIONS = """
    пример данные вопрос тема информация сведение определение понятие смысл работать условие разница устроенный
"""
WEAK_IN_QUESTIONS = frozenset(_WEAK_IN_QUESTIONS.split())
FILLERS = QUESTION_WORDS | SPEECH | TRAVEL | HAPPENING | WEAK
_VERBS = {"VERB", "INFN", "GRND", "PRTF", "PRTS"}
_INFINITIVE = ("ть", "ться")


def lemmas(word: str) -> list[str]:
    return [lemma for lemma, _ in readings_of(word)]


def is_filler(word: str, *, in_question: bool) -> bool:
    """Whether all readings of the word are fillers. «Стали» is not one, because it may be steel."""
    fillers = FILLERS | WEAK_IN_QUESTIONS if in_question else FILLERS
    return word in fillers or all(lemma in fillers for lemma in lemmas(word))


def is_question_word(word: str) -> bool:
    return has_lemma(word, QUESTION_WORDS)


def has_lemma(word: str, wanted: frozenset[str]) -> bool:
    """Whether the lemma of the likeliest reading is one of these."""
    return word in wanted or lemmas(word)[0] in wanted


def is_verb(word: str) -> bool:
    """Whether the word is a verb. If the dictionary lacks it, only as an infinitive: «бпла» would be read as a verb."""
    return readings_of(word)[0][1] in _VERBS and (is_word(word) or word.endswith(_INFINITIVE))
