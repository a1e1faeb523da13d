"""Read names of organizations as people write them: «ООО "Алвидпроф"», «ЗАО Алвид». Pure."""

import re

from core.text import fold

from .doubles.organizations import FORMS_IN_FULL

LEGAL_FORMS = frozenset(
    "ООО ОАО ЗАО ПАО АО НАО АНО НКО НП СРО ГУП МУП ФГУП ГБУ МБУ ФГБУ ГАУ МАУ АУ ИП ФГБОУ ФГАОУ ГКУ МКУ ФКУ ТОО ЧУП "  # noqa: SIM905
    "ОДО СПК КФХ НПО НПП ФГУ ОГУ".split()
)
# Words before a name that are written like a legal form.
COMPANY_FORMS = frozenset({"УК", "ГК", "ТПП", "Группа", "Ассоциация", "Союз", "Фонд"})

_FORMS = {fold(form): form for form in LEGAL_FORMS | COMPANY_FORMS}
_IN_FULL = {full: form for full, short in FORMS_IN_FULL if (form := short.upper()) in LEGAL_FORMS}
_WRITTEN_IN_FULL = re.compile("|".join(sorted(_IN_FULL, key=len, reverse=True)))
_QUOTED = re.compile(r'["“”„]([^"“”„]+)["“”„]')

# The kind of an organization is the first one with a word in the name. The values are those of Organization.Kind.
_KINDS = [
    (
        "development_agency",
        r"корпораци\w+ развити|агентств\w+ (?:по )?(?:привлечени|развити|инвест)|фонд развити",
    ),
    ("chamber", r"торгово-промышленн\w+ палат|\bтпп\b"),
    (
        "authority",
        r"^(?:администраци|правительств|министерств|мин[а-я]{4,}|департамент|комитет|мэри|управлени|федеральн)",
    ),
    ("cluster", r"кластер"),
    ("association", r"^(?:ассоциаци|союз|партнерств)"),
    ("bank", r"банк(?!рот)"),
    ("academia", r"университет|институт|академи|\bнии\b|колледж"),
    ("media", r"^(?:газет|журнал|телеканал|радио|редакци|информационн\w+ агентств)"),
]


def parted(text: str) -> tuple[str, str]:
    """The abbreviated legal form ("" without one), and the name without quotation marks."""
    text = _QUOTED.sub(r"«\1»", " ".join(text.split()))
    if (full := _WRITTEN_IN_FULL.match(fold(text))) and text[full.end() :].startswith(" «"):
        text = _IN_FULL[full[0]] + text[full.end() :]
    first, _blank, rest = text.partition(" ")
    quoted = re.fullmatch(r"«(.+)»", rest)
    if fold(first) in _FORMS and (quoted or (first in LEGAL_FORMS and rest and "«" not in rest)):
        return _FORMS[fold(first)], quoted[1] if quoted else rest
    bare = re.fullmatch(r"«([^«»]+)»", text)
    return "", bare[1] if bare else text


def kind_of(legal_form: str, name: str) -> str:
    """A value of Organization.Kind, guessed from the name."""
    if legal_form == "УК":
        return "management_company"
    folded = fold(f"{legal_form} {name}".strip())
    return next((kind for kind, words in _KINDS if re.search(words, folded)), "company")
