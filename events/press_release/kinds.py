"""Find the kind of event: from the title, or else the lead, or else the body. Pure."""

import re

from ..pasting.found import Found, Span
from .page import Page

# The values of Event.Type with the words for each. The first one found in a zone of the text wins. Specific words come
# before general ones: except for «форум с круглым столом», a page is about the specific one.
_KINDS = [
    (
        "other",
        (
            r"(?:день|дня|дню|днём|дней)\s+(?:поставщик|инвестор|предпринимател|открыт\w+ двер|резидент|карьер)|"
            r"бирж\w+\s+(?:деловых\s+)?контакт|церемони\w+\s+(?:награждени|вручени)|бизнес-завтрак|стартап-тур|демо-день"
        ),
    ),
    ("webinar", r"вебинар"),
    ("round_table", r"кругл\w+\s+стол"),
    ("strategy_session", r"стратегическ\w+\s+сесси|стратсесси|форсайт"),
    ("business_mission", r"(?:бизнес|торгово-экономическ|делов|торгов)\w*[-\s]+мисси"),
    (
        "general_meeting",
        r"(?:общ|отч[её]тн|внеочередн)\w+\s+собрани|собрани\w+\s+(?:членов|акционер|союза|ассоциаци|гильди|палаты)|отч[её]тно-выборн|годов\w+\s+собрани|заседал\w*\s+правлени",
    ),
    ("general_meeting", r"(?:заседани|собрани)\w+\s+(?:правлени|наблюдательн|совета директоров|президиум)"),
    ("field_seminar", r"выездн\w+\s+(?:\w+[-\s])?(?:семинар|совещани|заседани|конференц)"),
    (
        "study_tour",
        r"(?:ознакомительн|пресс|инвест|промышленн|деловы?)\w*[-\s]+тур(?!\w*ни)\w{0,3}(?!\w)|тур(?:а|у|ом|е)?\s+по\s",
    ),
    (
        "training",
        (
            r"стажировк|тренинг|(?<!производственного )(?<!сетевом )(?<!целевом )(?<! об )(?<! о )обучени|"
            r"обучающ|обучил|курс(?:ы|ов|ах)?\s|мастер-класс|хакатон"
        ),
    ),
    (
        "training",
        (
            r"повышени\w+ квалификации|образовательн\w+ (?:программ|интенсив|модул)|"
            r"школ[аые]\w*\s+(?:молод|управл|предприним|инвест|лидер)"
        ),
    ),
    ("exhibition", r"выставк|экспозици"),
    ("forum", r"форум"),
    ("conference", r"конференци|(?<!\w)съезд(?!\w*л)|конгресс|саммит"),
    ("seminar", r"семинар|лекци|практикум|воркшоп"),
]
# Unambiguous words. A «форум» or a «выставка», in contrast, may be where something else happens.
_TELLING = [kind for kind in _KINDS if kind[0] not in ("exhibition", "forum", "conference", "seminar", "training")]
_LEARN = r"практик(?:у|и)\s+(?:на|студент|школьник)|учились|учил(?:ся|ись)"
_VISIT = (
    r"посети|посеща|побыва|осмотре|экскурси|визит|поездк|приех|прибы(?:л|в)|ознакомил|делегаци|"
    r"(?<!\d )гост(?:и|ей|ям)|съездил|проехал|"
    r"(?:\w+\s+){0,3}в\s+гостях"
)
_MEETING = r"встре[чт]|переговор|совещани|заседани|собрал"

FROM_BODY = "Вид мероприятия назван не в начале текста."
OTHER = "Вид мероприятия в тексте не назван."


def kind_of(page: Page) -> Found[str]:
    zones = [span for sentence in page.sentences for span in [Span(sentence[0].span.start, sentence[-1].span.end)]]
    title, lead, body = zones[:1], zones[1:4], zones[4:]
    visit, meeting = [("study_tour", _VISIT)], [("training", _LEARN), ("working_meeting", _MEETING)]
    looks = [(title, _KINDS), (lead, _TELLING), (title, visit), (lead, _KINDS)]
    looks += [(sentence, kinds) for span in lead for sentence in [[span]] for kinds in (visit, meeting)]
    looks += [(title, meeting), (body, _KINDS), (body, visit), (body, meeting)]
    for zone, kinds in looks:
        for kind, words in kinds:
            if found := _search(page.text, zone, words):
                is_weak = zone is not title and kind == "training"  # «договор об обучении»
                return Found(kind, found, FROM_BODY if zone is body or is_weak else "")
    span = zones[0] if zones else Span(0, 0)
    return Found("other", span, OTHER)


def _search(text: str, zones: list[Span], words: str) -> Span | None:
    pattern = re.compile(rf"(?<!\w)(?:{words})\w*", re.IGNORECASE)
    for zone in zones:
        if found := pattern.search(text, *zone):
            return Span(*found.span())
    return None
