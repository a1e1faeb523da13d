"""Tables of parks, organizations, residents, people and the programme, out and in."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.jobs.run import run_all
from core.models import SpreadsheetImport
from core.spreadsheets import workbook
from core.spreadsheets.cells import rows_of
from core.spreadsheets.job import sheets, write
from core.spreadsheets.plan import NoTable, make_plan
from events.models import Person
from events.source_tables import rows_of as rows_of_upload
from parks.models import Organization, Park
from tests import documents
from tests.conftest import signed_in
from tests.factories import (
    EventFactory,
    OrganizationFactory,
    ParkFactory,
    PersonFactory,
    RegionFactory,
    ResidencyFactory,
    SessionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PARKS = "/admin/parks/park/xlsx/"


def sheet(name):
    return sheets()[name]


def table_of(content, folder):
    path = folder / "table.xlsx"
    path.write_bytes(content)
    return [row for rows in rows_of(str(path)) for row in rows]


def book(*rows):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "dd.mm.yyyy"}) as made:
        page = made.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return content.getvalue()


@pytest.fixture
def region(db):
    return RegionFactory(name="Выдуманская область")


@pytest.fixture
def rows(region):
    """A row of each table with what is hard to carry."""
    company = OrganizationFactory(name="=1+1", legal_form="ООО", inn="", region=region)
    OrganizationFactory(name="Затея", legal_form="АО", parent=company, about="@строка\n+вторая «ёлка»")
    park = ParkFactory(
        region=region,
        name="Небывалый",
        total_area_ha=Decimal("1234.50"),
        latitude=54.782612345678901,
        longitude=32.1,
        investment_rub=Decimal("1234567890123456.78"),
        data_as_of=dt.date(2024, 5, 25),
        offers_sale=True,
        management_company=company,
    )
    ParkFactory(region=RegionFactory(name="Сказочный край"), name="Небывалый")
    ResidencyFactory(organization=company, park=park, since="2016-05", until="2020")
    PersonFactory(last_name="Вымыслов", first_name="Аркадий", aliases="-А. Вымыслов\nА. В.")
    SessionFactory(event=EventFactory(title="Тур"), title="Обед", starts_at=dt.time(13), ends_at=dt.time(14, 5), day=1)


@pytest.mark.parametrize("name", ["parks", "organizations", "residents", "people", "programme"])
def test_export_and_import_changes_nothing(rows, name, tmp_path):
    content = workbook.export(sheet(name))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")
    table = table_of(content, tmp_path)
    for kept in (table, [row[1:] for row in table]):  # without the numbers, too
        plan = make_plan(sheet(name), kept)
        assert len(plan.rows) == sheet(name).model.objects.count()
        assert [(row.number, row.errors, row.changes) for row in plan.rows if row.errors or row.changes] == []
        assert plan.new == []


def test_template_has_the_headings_of_the_table(tmp_path):
    for one in sheets().values():
        (headings,) = table_of(workbook.template(one), tmp_path)
        assert len(set(headings)) == len(headings) == len(one.fields) + 1


HEADINGS = ["Название", "Регион", "Статус", "Общая площадь, га", "Свободная площадь, га", "Сведения на дату", "Продажа"]


def test_numbers_dates_and_choices_are_read_as_people_and_excel_write_them(region, tmp_path):
    typed = ["Первый", "выдуманская область", "Действующий", "1 234,5", "−0", "25 мая 2016", "Да"]
    excel = ["Второй", "Выдуманская область", "планируемый", 1234.5, 10, dt.date(2016, 5, 25), True]
    general = ["Третий", "Выдуманская область", "планируемый", 1234.5, 10, 42515, True]
    rows = [HEADINGS, typed, excel, general]
    plan = make_plan(sheet("parks"), table_of(book(*rows), tmp_path))
    assert plan.refused == []
    write(sheet("parks"), plan, None, "")
    for park in Park.objects.all():
        assert (park.total_area_ha, park.data_as_of, park.offers_sale) == (
            Decimal("1234.5"),
            dt.date(2016, 5, 25),
            True,
        )
        assert park.slug
        assert park.history.count() == 1
    again = make_plan(sheet("parks"), table_of(book(*rows), tmp_path))
    assert (again.same, again.new, again.changed, again.refused) == (3, [], [], [])


def test_refused_rows_say_why_and_come_back_marked(region, tmp_path):
    wrong = [
        ["Первый", "Нигде", "действующий", "много", "", "", ""],
        ["Второй", "Выдуманская область", "вечный", 10, 20, "", ""],
        ["Третий", "Выдуманская область", "действующий", 10, 20, "", ""],
        ["Четвёртый", "Выдуманская область", "действующий", 20, 10, "", ""],
        ["четвёртый", "Выдуманская область", "действующий", 20, 10, "", ""],
        ["", "Выдуманская область", "действующий", 20, 10, "", ""],
    ]
    plan = make_plan(sheet("parks"), table_of(book(HEADINGS, *wrong), tmp_path))
    assert [list(row.errors) for row in plan.rows] == [
        ["region", "total_area_ha"],
        ["status"],
        ["free_area_ha"],
        [],
        ["name"],
        ["name"],
    ]
    report = workbook.as_report(plan, 10)
    back = workbook.refused(sheet("parks"), report["headings"], report["refused"])
    headings, first, *_others = table_of(back, tmp_path)
    assert headings == [*HEADINGS, "Что исправить"]
    assert "Регион: В портале нет «Нигде»." in first[-1]
    with zipfile.ZipFile(io.BytesIO(back)) as package:
        assert "В портале нет «Нигде»" in package.read("xl/comments1.xml").decode()
    assert make_plan(sheet("parks"), table_of(back, tmp_path)).unknown == ["Что исправить"]


def test_table_of_something_else_is_refused():
    with pytest.raises(NoTable, match="нужны заголовки «Регион», «Название»"):
        make_plan(sheet("parks"), [["Фамилия", "Имя"], ["Вымыслов", "Аркадий"]])


def test_one_row_twice_and_two_rows_alike_are_asked_about(db):
    one, other = (PersonFactory(last_name="Иванов", first_name="Иван", middle_name="") for _number in range(2))
    headings = ["№", "Фамилия", "Имя", "О человеке"]
    table = [headings, ["", "Иванов", "Иван", "а"], [str(one.pk), "Иванов", "Иван", "б"], [str(one.pk), "", "", "в"]]
    plan = make_plan(sheet("people"), [*table, ["999999", "Иванов", "Иван", ""]])
    ambiguous, changed, twice, unknown = plan.rows
    assert str(other.pk) in ambiguous.errors[""]
    assert changed.changes == [("bio", "", "б")]
    assert twice.errors
    assert "№" in unknown.errors


def test_work_does_not_grow_with_the_rows(region):
    def queries(number):
        table = [HEADINGS] + [
            [f"Парк {number}-{row}", region.name, "действующий", "", "", "", ""] for row in range(number)
        ]
        with CaptureQueriesContext(connection) as compared:
            plan = make_plan(sheet("parks"), table)
        assert len(plan.new) == number
        return len(compared)

    assert queries(3) == queries(60)


def imported(client, content, name="Парки.xlsx"):
    """The import of an uploaded file, compared by the worker."""
    answer = client.post(PARKS, {"file": SimpleUploadedFile(name, content)})
    run_all(SpreadsheetImport)
    return answer["Location"], SpreadsheetImport.objects.first()


def test_nothing_is_written_before_it_is_confirmed_and_then_all_of_it(editor, region):
    content = book(
        HEADINGS, ["Первый", region.name, "действующий", 10, 5, "", ""], ["Второй", "Нигде", "", "", "", "", ""]
    )
    address, job = imported(editor, content)
    page = editor.get(address).content.decode()
    assert "Первый" in page
    assert "В портале нет «Нигде»" in page
    assert not Park.objects.exists()
    editor.post(address, {"digest": "чужой"})
    run_all(SpreadsheetImport)
    assert not Park.objects.exists()
    assert editor.post(address, {"digest": job.report["digest"]}).status_code == 302
    run_all(SpreadsheetImport)
    park = Park.objects.get()
    assert (park.name, park.history.get().history_user) == ("Первый", editor.user)
    job.refresh_from_db()
    assert (job.phase, job.state) == ("written", "ready")
    back = editor.get(f"{address}refused/")
    assert back["Content-Type"].endswith("spreadsheetml.sheet")
    _again, second = imported(editor, content)
    assert second.report["counts"] == {"new": 0, "changed": 0, "same": 1, "refused": 1}


def test_what_changed_meanwhile_is_shown_anew(editor, region):
    park = ParkFactory(region=region, name="Первый", total_area_ha=10)
    address, job = imported(editor, book([*HEADINGS[:2], "Общая площадь, га"], ["Первый", region.name, 20]))
    Park.objects.filter(pk=park.pk).update(total_area_ha=15)
    editor.post(address, {"digest": job.report["digest"]})
    run_all(SpreadsheetImport)
    job.refresh_from_db()
    park.refresh_from_db()
    assert (job.phase, park.total_area_ha) == ("checked", 15)
    assert "посмотрите ещё раз" in editor.get(address).content.decode()


def test_database_that_refuses_one_row_keeps_none(region, monkeypatch):
    """A rule that memory does not know is the database's: then nothing is written."""
    monkeypatch.setattr("core.spreadsheets.plan.broken_rules", lambda model, values: [])
    rows = [
        ["Первый", region.name, "действующий", 10, 5, "", ""],
        ["Второй", region.name, "действующий", 5, 10, "", ""],
    ]
    user = UserFactory()
    job = SpreadsheetImport(sheet="parks", name="Парки.xlsx", requested_by=user)
    job.file.save("Парки.xlsx", SimpleUploadedFile("Парки.xlsx", book(HEADINGS, *rows)), save=False)
    job.save()
    run_all(SpreadsheetImport)
    SpreadsheetImport.objects.update(phase="writing", state="queued")
    run_all(SpreadsheetImport)
    assert not Park.objects.exists()
    job.refresh_from_db()
    assert job.remark


def test_hostile_files_are_refused_before_they_are_opened(tmp_path):
    bomb = tmp_path / "bomb.xlsx"
    bomb.write_bytes(documents.repacked(documents.xlsx(), {"xl/worksheets/sheet1.xml": b" " * (64 << 20)}))
    with pytest.raises(ValueError, match="слишком большой объём"):
        list(rows_of_upload(bomb, "Парки.xlsx"))
    with pytest.raises(ValueError, match="Нужна таблица XLSX"):
        list(rows_of_upload(bomb, "Парки.xls"))


def test_longer_table_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "table.xlsx"
    path.write_bytes(book(*([str(number)] for number in range(4))))
    monkeypatch.setattr("core.spreadsheets.cells.MOST_ROWS", 4)
    assert len(table_of(path.read_bytes(), tmp_path)) == 4
    monkeypatch.setattr("core.spreadsheets.cells.MOST_ROWS", 3)
    with pytest.raises(ValueError, match="too_many_rows"):
        table_of(path.read_bytes(), tmp_path)


def test_confirmation_is_one_statement(editor, region):
    address, job = imported(editor, book(HEADINGS, ["Первый", region.name, "действующий", 10, 5, "", ""]))
    with CaptureQueriesContext(connection) as queries:
        editor.post(address, {"digest": job.report["digest"]})
    written = [one["sql"] for one in queries if one["sql"].startswith('UPDATE "core_spreadsheetimport"')]
    assert len(written) == 1
    job.refresh_from_db()
    assert (job.phase, job.state) == ("writing", "queued")


def test_tables_are_for_those_who_may(editor, member, visitor, region):
    reader = signed_in(UserFactory(is_staff=True))
    address, _job = imported(editor, book(HEADINGS))
    other = signed_in(UserFactory(is_staff=True, is_superuser=True))
    for client in (visitor, member, reader):
        for path in (PARKS, f"{PARKS}template/", f"{PARKS}export/", address, f"{address}refused/"):
            assert client.get(path).status_code in (302, 403), path
        assert client.post(PARKS, {"file": SimpleUploadedFile("a.xlsx", b"")}).status_code in (302, 403)
    assert other.get(address).status_code == 404
    for name, model in (("parks/organization", Organization), ("events/person", Person)):
        assert editor.get(f"/admin/{name}/xlsx/export/").status_code == 200, model
    assert SpreadsheetImport.objects.count() == 1


def test_new_parks_are_drafts_unless_the_table_says_since_when_they_are_shown(region, tmp_path):
    headings = ["Название", "Регион", "Статус", "Показывать с"]
    row = ["Тихий", "Выдуманская область", "Действующий", ""]
    for table in (
        [headings[:3], row[:3]],
        [headings, ["Явный", *row[1:3], dt.date(2024, 5, 25)], ["Ждущий", *row[1:]]],
    ):
        plan = make_plan(sheet("parks"), table_of(book(*table), tmp_path))
        assert plan.refused == []
        write(sheet("parks"), plan, None, "")
    shown = {park.name: park.published_at for park in Park.objects.all()}
    assert (shown["Тихий"], shown["Ждущий"]) == (None, None)
    assert f"{timezone.localtime(shown['Явный']):%d.%m.%Y %H:%M}" == "25.05.2024 00:00"
