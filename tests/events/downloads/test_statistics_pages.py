"""The page of download statistics and its exports."""

import csv
import datetime as dt
import io
import re
import zipfile

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from events.downloads import exports, log
from events.downloads.statistics import DownloadStatistics
from events.models import Download
from tests import files
from tests.factories import (
    AppearanceFactory,
    EventFactory,
    MaterialFactory,
    OrganizationFactory,
    TalkFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
STATISTICS = reverse("admin:events_download_statistics")
CSV, XLSX = (reverse(f"admin:events_download_statistics_{kind}") for kind in ("csv", "xlsx"))


def put(material, user=None, days_ago=0, **columns):
    if user:
        columns = {"user": user, "organization": user.organization, **columns}
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    return Download.objects.create(**{"material": material, "day": day, **columns})


def page(client, **query):
    response = client.get(STATISTICS, query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def taken():
    """Downloads at two events by two people of one organization, one of another, and a visitor."""
    first, second = OrganizationFactory(name="Первая"), OrganizationFactory(name="Вторая")
    slides = MaterialFactory(title="Слайды Первова", event=EventFactory(title="Первый тур"))
    slides.talk = AppearanceFactory(event=slides.event, talk=TalkFactory(event=slides.event)).talk
    slides.save()
    paper = MaterialFactory(title="Доклад Второва", event=EventFactory(title="Второй тур"))
    ann = UserFactory(last_name="Иванова", organization=first)
    put(slides, ann), put(slides, ann, days_ago=1), put(paper, ann)
    put(slides, UserFactory(last_name="Петров", organization=first))
    put(paper, UserFactory(last_name="Сидоров", organization=second))
    put(slides, is_anonymous=True, visitor="0f")
    return {"slides": slides, "paper": paper, "first": first, "second": second}


def lines(lines):
    return [(str(line.of), line.number, line.people) for line in lines]


# --- Who may read it ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", [STATISTICS, CSV, XLSX])
def test_statistics_are_for_editors_and_admins(visitor, outsider, member, participant, editor, administrator, url):
    for client in (visitor, outsider, member, participant):
        response = client.get(url)
        assert response.status_code == 302
        assert "/login/" in response["Location"]
    for client in (editor, administrator):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("url", [STATISTICS, CSV, XLSX])
def test_staff_without_the_permission_are_refused(editor, url):
    editor.user.groups.get().permissions.remove(Permission.objects.get(codename="view_download"))
    assert editor.get(url).status_code == 403


def test_forms_of_what_is_counted_link_to_the_statistics(editor, taken):
    for kind, row in {
        "event": taken["slides"].event,
        "material": taken["slides"],
        "organization": taken["first"],
    }.items():
        change = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
        link = f'href="{STATISTICS}?{kind}={row.pk}"'
        assert link in editor.get(change).content.decode()
    assert STATISTICS in editor.get(reverse("admin:events_download_changelist")).content.decode()
    editor.user.groups.get().permissions.remove(Permission.objects.get(codename="view_download"))
    assert STATISTICS not in editor.get(change).content.decode()


def test_public_pages_do_not_name_who_downloaded(visitor, member, taken):
    for client in (visitor, member):
        for row in (taken["slides"], taken["slides"].event, taken["first"]):
            html = client.get(row.get_absolute_url()).content.decode()
            assert not re.search(r"Иванова|Петров|Сидоров", html)
            assert "statistics" not in html


# --- What it says ------------------------------------------------------------------------------------------------


def test_statistics_count_by_organization_event_material_and_person(taken):
    found = DownloadStatistics({})
    assert found.totals() == {"total": 6, "people": 3, "organizations": 2, "anonymous": 1}
    assert lines(found.organizations())[0] == ("ООО «Первая»", 4, 2)
    assert set(lines(found.organizations())) == {("ООО «Первая»", 4, 2), ("Без входа", 1, 0), ("ООО «Вторая»", 1, 1)}
    assert lines(found.events()) == [("Первый тур", 4, 2), ("Второй тур", 2, 2)]
    assert lines(found.materials()) == [("Слайды Первова", 4, 2), ("Доклад Второва", 2, 2)]
    assert lines(found.people())[0] == ("Иванова", 3, 1)
    assert {str(line.of) for line in found.people()} == {"Иванова", "Петров", "Сидоров"}


def test_statistics_keep_to_their_subject(taken):
    assert DownloadStatistics({"material": taken["paper"]}).totals()["total"] == 2
    assert DownloadStatistics({"material__event": taken["slides"].event}).totals()["total"] == 4
    assert DownloadStatistics({"organization": taken["first"]}).totals()["total"] == 4
    both = DownloadStatistics({"organization": taken["first"], "material": taken["paper"]})
    assert lines(both.people()) == [("Иванова", 1, 1)]


def test_account_without_an_organization_has_a_line_of_its_own(taken):
    put(taken["paper"], UserFactory())
    assert ("Без организации", 1, 1) in lines(DownloadStatistics({}).organizations())


def test_sums_count_and_name_nobody(taken):
    put(taken["slides"], is_sum=True, number=37, organization=taken["second"], day=dt.date(2020, 5, 1))
    found = DownloadStatistics({}, "all")
    assert found.totals()["total"] == 43
    assert ("ООО «Вторая»", 38, 1) in lines(found.organizations())
    assert sum(line.number for line in found.people()) == 5
    assert DownloadStatistics({}, "24m").totals()["total"] == 6
    put(taken["slides"], is_sum=True, number=5, organization=OrganizationFactory(), day=dt.date(2020, 6, 1))
    assert [line.last for line in found.organizations() if line.number == 5] == [None], "nobody knows its day"


@pytest.mark.parametrize(
    ("period", "today", "since", "columns", "first", "last"),
    [
        ("30d", dt.date(2026, 3, 1), dt.date(2026, 1, 31), 30, "31\u00a0января", "1\u00a0марта"),
        ("12m", dt.date(2026, 3, 31), dt.date(2025, 4, 1), 12, "апрель 2025", "март 2026"),
        ("24m", dt.date(2026, 12, 5), dt.date(2025, 1, 1), 24, "январь 2025", "декабрь 2026"),
    ],
)
def test_timeline_has_no_gaps(taken, period, today, since, columns, first, last):
    found = DownloadStatistics({}, period, today)
    timeline = found.timeline()
    assert found.since == since
    assert len(timeline) == columns
    assert (timeline[0][0], timeline[-1][0]) == (first, last)


def test_long_timeline_is_by_years_and_a_short_one_by_months(taken):
    material, today = taken["slides"], dt.date(2026, 11, 24)
    Download.objects.all().delete()
    put(material, UserFactory(), day=dt.date(2026, 9, 30))
    assert DownloadStatistics({}, "all", today).timeline() == [
        ("сентябрь 2026", 1),
        ("октябрь 2026", 0),
        ("ноябрь 2026", 0),
    ]
    put(material, is_sum=True, number=5, day=dt.date(2022, 7, 1))
    by_years = [("2022", 5), ("2023", 0), ("2024", 0), ("2025", 0), ("2026", 1)]
    assert DownloadStatistics({}, "all", today).timeline() == by_years
    assert DownloadStatistics({"material": taken["paper"]}, "all", today).timeline() == []


def test_page_shows_its_subject_and_links_to_narrower_ones(editor, taken):
    html = page(editor, event=taken["slides"].event_id)
    assert "Первый тур" in html
    assert "Слайды Первова" in html
    assert "Доклад Второва" not in html
    assert "Иванова" in html
    assert "Сидоров" not in html
    deeper = f"?event={taken['slides'].event_id}&amp;period=12m&amp;organization={taken['first'].pk}"
    assert deeper in html
    html = page(editor, event=taken["slides"].event_id, organization=taken["first"].pk)
    assert f'href="?organization={taken["first"].pk}&amp;period=12m"' in html, "the way back to the organization alone"


def test_page_compares_events_unless_it_is_about_one(editor, taken):
    heading, deeper = "Мероприятия</h2>", f"?period=12m&amp;event={taken['slides'].event_id}"
    html = page(editor)
    assert heading in html
    assert deeper in html
    for subject in ({"event": taken["slides"].event_id}, {"material": taken["slides"].pk}):
        assert heading not in page(editor, **subject)


def test_page_shows_its_numbers_as_a_chart_and_as_text(editor, taken):
    html = page(editor, period="30d")
    assert html.count("<title>") >= 31
    assert re.search(r'<svg[^>]*role="img" aria-label="[^"]+"', html)
    assert "скачиваний" in html
    table = html.partition("<summary>")[2]
    assert re.search(r">5</td>", table)


def test_page_without_downloads_says_so(editor):
    html = page(editor)
    assert "никто ничего не скачал" in html
    assert "preserveAspectRatio" not in html
    assert CSV not in html
    assert editor.get(CSV).status_code == editor.get(XLSX).status_code == 200


def test_deleted_material_keeps_its_counts(editor, taken):
    taken["slides"].deleted_at = timezone.now()
    taken["slides"].save()
    assert "Слайды Первова" in page(editor)
    assert "Слайды Первова" in page(editor, material=taken["slides"].pk)


@pytest.mark.parametrize("query", [{"period": "1d"}, {"event": "x"}, {"material": 10**30}, {"organization": 0}])
def test_nonsense_in_the_address_is_not_found(editor, query):
    assert editor.get(STATISTICS, query).status_code == 404


def test_page_holds_nothing_that_the_content_policy_forbids(editor, taken):
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script>|javascript:", page(editor))


def test_page_takes_the_same_queries_for_many_rows(editor, taken, django_assert_num_queries):
    page(editor)
    with django_assert_num_queries(17):
        page(editor)
    for number in range(40):
        user = UserFactory(organization=OrganizationFactory())
        talk = TalkFactory()
        put(MaterialFactory(title=f"Материал {number}", talk=talk, event=talk.event), user)
    with django_assert_num_queries(17):
        html = page(editor)
    assert html.count("Показаны первые 30") == 4
    assert html.count('<th scope="row">') == 120 + 12


# --- As files ----------------------------------------------------------------------------------------------------


def rows_of_csv(response):
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_csv_opens_in_a_russian_excel(editor, taken):
    put(taken["slides"], is_sum=True, number=37, organization=taken["second"], day=dt.date(2020, 5, 1))
    response = editor.get(CSV, {"period": "all", "event": taken["slides"].event_id})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    heading, *rows = rows_of_csv(response)
    assert heading == ["День", "Мероприятие", "Материал", "Кто", "Организация", "Скачиваний"]
    assert len(rows) == 5
    today = f"{timezone.localdate():%d.%m.%Y}"
    assert [today, "Первый тур", "Слайды Первова", "Иванова", "ООО «Первая»", "1"] in rows
    assert [today, "Первый тур", "Слайды Первова", "без входа", "", "1"] in rows
    assert rows[-1] == ["01.05.2020", "Первый тур", "Слайды Первова", "за 05.2020, все вместе", "ООО «Вторая»", "37"]


RUNNABLE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("text", RUNNABLE)
def test_csv_has_no_formulas(text):
    content = b"".join(exports.csv_lines(["a"], [[text, -5, dt.date(2024, 5, 25)]])).decode("utf-8-sig")
    (row,) = list(csv.reader(io.StringIO(content, newline=""), delimiter=";"))[1:]
    assert row == [f"'{text}", "-5", "25.05.2024"]


def test_csv_leaves_plain_text_alone():
    content = b"".join(exports.csv_lines(["a"], [['ООО «Пример»; "да"', ""]])).decode("utf-8-sig")
    assert content == 'a\r\n"ООО «Пример»; ""да""";\r\n'


def test_xlsx_has_no_formulas():
    urls = ["http://example.org", "mailto:a@b.example", "internal:Sheet2!A1"]
    content = exports.xlsx([("Лист", ["Слово"], [10], [[text] for text in [*RUNNABLE, *urls, "12"]])])
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert not [name for name in book.namelist() if "rels" in name and "sheet" in name]
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert sheet.count('t="inlineStr"') == len(RUNNABLE) + len(urls) + 2


def test_xlsx_has_a_sheet_for_each_table(editor, taken):
    response = editor.get(XLSX, {"period": "30d"})
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    rows = rows_of_xlsx(response)
    assert list(rows) == ["По времени", "По организациям", "По мероприятиям", "По материалам", "По людям", "Записи"]
    assert len(rows["По времени"]) == 31
    assert rows["По организациям"][1][:3] == ["ООО «Первая»", 4, 2]
    assert rows["По мероприятиям"][1][:3] == ["Первый тур", 4, 2]
    assert rows["По материалам"][1][:4] == ["Слайды Первова", "Первый тур", 4, 2]
    assert rows["По людям"][1][:3] == ["Иванова", "ООО «Первая»", 3]
    assert len(rows["Записи"]) == 7
    assert rows["Записи"][1][0] == timezone.localdate()


def rows_of_xlsx(response):
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_export_has_more_lines_than_the_page(editor, taken):
    for _number in range(40):
        put(taken["slides"], UserFactory(organization=OrganizationFactory()))
    assert len(rows_of_xlsx(editor.get(XLSX))["По людям"]) == 44
    assert len(rows_of_csv(editor.get(CSV))) == 47


# --- On the card -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "words"), [(4, None), (5, "Скачали 5\u00a0раз"), (22, "Скачали 22\u00a0раза")])
def test_material_page_shows_the_number_of_downloads(visitor, number, words):
    material = files.version().material
    put(material, UserFactory())
    put(material, is_sum=True, number=number - 1, day=dt.date(2020, 5, 1))
    html = visitor.get(material.get_absolute_url()).content.decode()
    assert (words in html) if words else ("Скачали" not in html)


def test_page_of_a_locked_material_does_not_show_downloads(visitor, member):
    material = files.version(access="members").material
    put(material, is_sum=True, number=37, day=dt.date(2020, 5, 1))
    assert "Скачали" not in visitor.get(material.get_absolute_url()).content.decode()
    assert "Скачали 37\u00a0раз" in member.get(material.get_absolute_url()).content.decode()


def test_list_in_the_administration_counts_rows_and_sums(editor, taken):
    put(taken["slides"], is_sum=True, number=37, day=dt.date(2020, 5, 1))
    html = editor.get(reverse("admin:events_material_changelist")).content.decode()
    assert '<td class="field-downloads_count">41</td>' in html
    assert log.KEPT_MONTHS == 24
