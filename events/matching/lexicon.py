"""The word lists of matching. Pure."""

from ..pasting.lexicon import words

# Words that say nothing about the content of a file.
EMPTY = words(
    """
    а без в во для до и из или к как на над не о об от по под при с со у за the of and for to in a an
    копия copy final финал финальный финальная итог итоговый итоговая новая новый последняя последний версия version
    ver v вер исправленный исправленная испр правки правка черновик draft скан scan файл file слайд слайды slides
    сайта отправка готово готовая год г май мая
    """
)
# Words that almost every talk of such events has.
USUAL_WORDS = words(
    """
    парк индустриальный промышленный развитие область регион региональный российский россия проект инвестиция
    инвестиционный создание работа новый система опыт вопрос поддержка управление компания предприятие производство
    технология современный решение реализация эффективный перспектива возможность роль практика рф презентация доклад
    """
)
HONORED = words("имени им памяти улица ул проспект площадь пр завод")  # «завод имени Лихачёва»
# Words before the recipient of a file.
RECIPIENT = words("для ответ письмо согласование вопрос вопросы замечания поручение обращение")
NOT_INITIALS = words("рф ип ао мо пп нп ук гк тк ту it ру зао оао ооо пао ано тпп оэз тор цфо пдф ppt pdf")
LEGAL_FORMS = words(
    """
    ооо ао пао зао оао ано ип гуп муп фгуп фгбу фгау гбу гау гку мбу обу нко тоо нп союз группа гк ук компания фирма
    llc ltd inc gmbh ag se sa spa srl sro plc bv nv oy ab corp co company group holding limited
    """
)
# Abbreviations in names of files, where they are not declined.
ABBREVIATED = {
    "обл": "области", "респ": "республики", "адм": "администрация", "админ": "администрация", "деп": "департамент",
    "мин": "министерство", "корп": "корпорация", "агентс": "агентство", "ун": "университет", "унт": "университет",
    "инд": "индустриальный", "пром": "промышленный", "рег": "региональный", "федер": "федеральный",
}  # fmt: skip
# Authorities, which are named on many slides of their region and so prove nothing alone.
AUTHORITIES = words("администрация министерство правительство департамент минпромторг минэкономразвития")
MEN_IN_A = words("илья никита кузьма фома лука савва данила гаврила алеша миша саша паша дима коля ваня")
WOMEN_ON_A_CONSONANT = words("любовь нелли эсфирь юдифь рахиль мэри элен")
# Words in the name of a file that tell its kind.
NAMED = {
    "programme": words(
        "программа programma programme program agenda повестка расписание timing тайминг raspisanie povestka регламент"
    ),
    "presentation": words(
        "презентация prezentatsiya prezentaciya prezentacia prezentaciia presentation слайды slides pres през"
    ),
    "paper": words("тезисы статья выступление vystuplenie речь speech doklad доклад paper tezisy"),
    "resolution": words("резолюция rezolyuciya rezoluciya resolution"),
    "report": words("отчет отчёт otchet itogi итоги report"),
    "document": words(
        """
        список spisok протокол protokol приглашение приветствие письмо pismo договор соглашение меморандум анкета
        памятка заявка приказ положение справка справочник схема карта karta буклет брошюра каталог пресс-релиз
        релиз reliz release бейдж бейджи смета счет акт форма бланк инструкция перечень состав участники участник
        материалы рекомендации поручение запрос ответ закон постановление указ распоряжение логотип logo план invitation
        реквизиты
        """
    ),
}
# «Программа тура» is a programme of the event, while «программа развития» is the subject of a talk.
OF_AN_EVENT = words(
    """
    тур визит поездка мероприятие семинар совещание конференция форум съезд заседание стол встреча день пребывание
    миссия стажировка сессия вебинар выставка деловой итоговый финальный предварительный проект обновить новый версия
    участник гость делегация выездной ознакомительный посещение tour visit event forum seminar conference
    """
)
OF_A_TOPIC = words("развитие поддержка модернизация льготный государственный федеральный региональный лояльность")
PICTURES_OF_PAPER = words("скан scan схема карта логотип logo диплом сертификат афиша план")
