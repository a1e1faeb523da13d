"""The viewer: a page for each slide, its picture and text, the PDF twin, and the progress while slides are built."""

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.urls import reverse

from events.models import Material, Preview
from tests import documents, files
from tests.events.pages import page
from tests.factories import MaterialFactory

pytestmark = pytest.mark.django_db
TEXTS = ["Площадки\nСвободно 169,6 га", "Сети", "Контакты"]
MANY = 31717  # slides; no serial number of a factory and no key comes near it


def deck(*texts, pictures=True, **fields):
    version = files.version(**{"access": "public", **fields})
    files.slides(version, *(texts or TEXTS), pictures=pictures)
    return version.material


def slide(material, number, query=""):
    return reverse("events:slide", args=[material.pk, number]) + query


def image(material, number, query=""):
    return reverse("events:slide_image", args=[material.pk, number]) + query


def pdf(material, query=""):
    return reverse("events:pdf", args=[material.pk]) + query


def words(html):
    return re.findall(r'<div class="slide-text">(.*?)</div>', html, re.DOTALL)


def turns(html):
    """The addresses behind «back» and «forward», None where there is none."""
    return [
        found and found[1]
        for found in (
            re.search(rf'data-turn="{name}"[^>]* href="([^"]+)#viewer"', html) for name in ("previous", "next")
        )
    ]


def shown_picture(html):
    return unescape(re.search(r'<img class="viewer__picture" src="([^"]+)"', html)[1])


def reveals_many(html):
    return bool(re.search(r"31\s?717", html))


def prepare(state, **fields):
    version = files.version(access="public")
    Preview.objects.update_or_create(version=version, defaults={"state": state, **fields})
    return version.material


def test_material_page_shows_the_first_slide_at_once(visitor):
    material = deck()
    html = page(visitor, material.get_absolute_url())
    picture = re.search(r'<img class="viewer__picture"[^>]*>', html)[0]
    assert f'src="{image(material, 1, "?v=1")}&amp;made=' in picture
    for attribute in ('width="16"', 'height="9"', 'fetchpriority="high"', 'alt="Слайд 1 из 3: Площадки"'):
        assert attribute in picture
    assert "lazy" not in picture
    assert words(html) == [TEXTS[0]]
    assert turns(html) == [None, slide(material, 2)]


def test_each_slide_has_its_own_page(visitor):
    material = deck()
    html = page(visitor, slide(material, 2))
    assert "<title>Слайд 2 из 3: Сети — " in html
    assert f'rel="canonical" href="http://testserver{slide(material, 2)}"' in html
    assert words(html) == ["Сети"]
    assert turns(html) == [slide(material, 1), slide(material, 3)]
    assert html.count('aria-current="true" aria-label="2. Сети"') == 1
    assert html.count('loading="lazy"') == 3
    assert turns(page(visitor, slide(material, 3))) == [slide(material, 2), None]


def test_pages_of_a_document_are_called_pages(visitor):
    material = deck(kind="programme")
    html = page(visitor, slide(material, 2))
    assert "Страница 2 из 3: Сети" in html
    assert "Слайд" not in html


def test_text_is_escaped(visitor):
    material = deck("<script>alert(1)</script>")
    html = page(visitor, material.get_absolute_url())
    assert words(html) == ["&lt;script&gt;alert(1)&lt;/script&gt;"]
    assert "<script>alert" not in html


def test_script_gets_only_the_changing_parts(visitor):
    material = deck()
    html = page(visitor, slide(material, 2, "?part=slide"))
    assert re.findall(r'data-part="(\w+)"', html) == ["picture", "words"]
    assert words(html) == ["Сети"]
    assert "data-strip" not in html
    assert "<html" not in html


@pytest.mark.parametrize("number", [0, 4, 10**30])
def test_unknown_slide_is_not_found(visitor, number):
    material = deck()
    assert visitor.get(slide(material, number)).status_code == 404
    assert visitor.get(image(material, number)).status_code == 404


@pytest.mark.parametrize("pk", [0, 999_999, 10**30])
def test_unknown_material_has_no_slides(visitor, pk):
    for address in (f"/materials/{pk}/slides/1/", f"/materials/{pk}/slides/1/image/"):
        for query in ("", "?v=1"):
            assert visitor.get(address + query).status_code == 404, address + query


def test_search_words_are_passed_on(visitor):
    material = deck()
    query = f"?q={quote('га и сети')}".replace("%20", "+")
    html = page(visitor, slide(material, 2, query))
    assert turns(html) == [slide(material, 1, query), slide(material, 3, query)]
    assert "q=" not in re.search(r'rel="canonical" href="([^"]+)"', html)[1]
    assert turns(page(visitor, slide(material, 2, f"?q={'z' * 5000}")))[0] == slide(material, 1, f"?q={'z' * 200}")


def test_single_slide_has_no_strip(visitor):
    html = page(visitor, deck("Единственный").get_absolute_url())
    assert "data-strip" not in html
    assert turns(html) == [None, None]


def test_picture_has_two_sizes(visitor):
    material = deck()
    small, large = (visitor.get(image(material, 1, query)) for query in ("?size=small", ""))
    assert [response["Content-Type"] for response in (small, large)] == ["image/webp"] * 2
    row = material.current_version.slides.first()
    assert [f'"{field.name.rpartition("/")[2]}"' for field in (row.small_picture, row.picture)] == [
        small["ETag"],
        large["ETag"],
    ]
    for response in (small, large):
        assert response["Cache-Control"] == "private, max-age=3600"
        files.body(response)


def test_picture_has_no_other_width(visitor):
    """A resized copy would outlive slides that are built again."""
    material = deck()
    for query in ({}, {"size": "small"}):
        made, asked = (visitor.get(image(material, 1), {**query, **width}) for width in ({}, {"w": "480"}))
        assert files.body(asked) == files.body(made)
    assert not list(material.current_version.file.storage.listing("sized"))


def test_viewer_picture_is_cached_only_by_the_browser(visitor):
    material = deck()
    address = shown_picture(page(visitor, material.get_absolute_url()))
    response = visitor.get(address)
    assert response["Cache-Control"] == "private, max-age=2592000, immutable"
    assert visitor.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304
    files.body(response)
    files.slides(files.version(material, files.pdf("новее")), *TEXTS)
    assert shown_picture(page(visitor, material.get_absolute_url())) != address


def test_rebuilt_pictures_get_a_new_address(visitor):
    material = deck()
    before = shown_picture(page(visitor, material.get_absolute_url()))
    material.current_version.slides.all().delete()
    files.slides(material.current_version, *TEXTS)
    assert shown_picture(page(visitor, material.get_absolute_url())) != before


@pytest.mark.parametrize("query", ["?v=2", "?v=0", "?v=", "?v=один", "?v=-1", "?v=1111111111111"])
def test_unknown_version_is_not_found(visitor, query):
    material = deck()
    for address in (image(material, 1, query), slide(material, 1, query), pdf(material, query)):
        assert visitor.get(address).status_code == 404, address


def test_earlier_version_is_labelled(member):
    material = deck(access="members")
    newer = files.version(material, files.pdf("новее"))
    files.slides(newer, "Новая обложка")
    html = page(member, material.get_absolute_url())
    assert words(html) == ["Новая обложка"]
    assert "прежняя версия" not in html
    assert f'href="{material.get_absolute_url()}?v=1"' in html
    html = page(member, material.get_absolute_url() + "?v=1")
    assert "прежняя версия: 1" in html
    assert words(html) == [TEXTS[0]]
    assert f'class="button" href="{reverse("events:download", args=[material.pk])}?v=1"' in html
    assert turns(html) == [None, slide(material, 2, "?v=1")]
    assert image(material, 1, "?v=1") in html
    assert member.get(slide(material, 3)).status_code == 404
    for query, version in (("", newer), ("?v=2", newer), ("?v=1", material.versions.get(number=1))):
        name = version.slides.get(number=1).picture.name.rpartition("/")[2]
        assert member.head(image(material, 1, query))["ETag"] == f'"{name}"'
    assert member.get(image(material, 3)).status_code == 404


def test_text_is_shown_where_pictures_are_missing(visitor):
    material = deck(pictures=False)
    html = page(visitor, material.get_absolute_url())
    assert words(html) == [TEXTS[0]]
    assert "показываем только его текст" in html
    assert "viewer__picture" not in html
    assert reverse("events:slide_image", args=[material.pk, 1]) not in html
    assert visitor.get(image(material, 1)).status_code == 404


@pytest.mark.parametrize("state", [Preview.State.QUEUED, Preview.State.PROCESSING])
def test_reader_sees_the_progress(visitor, state):
    material = prepare(state, steps_done=7, steps_total=18)
    html = page(visitor, material.get_absolute_url())
    assert "Просмотр готовится: 7 из 18" in html
    assert f'<a href="{material.get_absolute_url()}">Обновить страницу</a>' in html
    assert reverse("events:download", args=[material.pk]) in html


@pytest.mark.parametrize("state", [Preview.State.QUEUED, Preview.State.PROCESSING, Preview.State.FAILED])
def test_unfinished_slides_are_not_shown(visitor, editor, state):
    material = deck("Недоделанное")
    files.pdf_twin(material.current_version)
    Preview.objects.update(state=state)
    for client in (visitor, editor):
        assert words(page(client, material.get_absolute_url())) == []
        answer = client.get(slide(material, 1))
        assert (answer.status_code, answer["Location"]) == (302, material.get_absolute_url())
        assert client.get(image(material, 1)).status_code == 404
        assert client.get(pdf(material)).status_code == 404


def test_failure_is_explained_to_editors_only(visitor, editor):
    material = prepare(Preview.State.FAILED, remark="Файл повреждён на странице 3.")
    html = page(visitor, material.get_absolute_url())
    assert "можно скачать" in html
    assert "повреждён" not in html
    html = page(editor, material.get_absolute_url())
    assert "Не удалось: Файл повреждён на странице 3." in html
    assert reverse("admin:events_material_change", args=[material.pk]) in html


def test_file_without_a_preview_can_be_downloaded(visitor):
    material = files.material(access="public")
    Preview.objects.all().delete()
    html = page(visitor, material.get_absolute_url())
    assert "viewer" not in html.split("</head>")[1]
    assert "Просмотр" not in html


def test_slide_of_an_awaited_material_redirects_to_the_material(visitor):
    material = MaterialFactory()
    assert visitor.get(slide(material, 1))["Location"] == material.get_absolute_url()
    assert visitor.get(image(material, 1)).status_code == 404
    assert visitor.get(pdf(material)).status_code == 404


def test_pdf_twin_is_named_like_the_original(visitor, settings):
    zipped = documents.smallest("Доклад.pptx")
    version = files.version(content=zipped, name="Доклад о парке.pptx", access="public")
    files.slides(version, *TEXTS)
    assert "Скачать PDF" not in page(visitor, version.material.get_absolute_url())
    assert visitor.get(pdf(version.material)).status_code == 404
    files.pdf_twin(version, "в печать")
    html = page(visitor, version.material.get_absolute_url())
    assert f'href="{pdf(version.material)}">Скачать PDF' in html
    assert "Скачать оригинал" in html
    response = visitor.get(pdf(version.material))
    assert quote("Доклад о парке.pdf") in response["Content-Disposition"]
    assert response["Content-Type"] == "application/pdf"
    assert files.body(response) == files.pdf("в печать")


# --- Access ----------------------------------------------------------------------------------------------------------


def slide_addresses(material):
    return [
        slide(material, 1),
        slide(material, 1, "?part=slide"),
        slide(material, 99),
        pdf(material),
        image(material, 1),
    ]


@pytest.mark.parametrize(
    "fields", [{"access": "staff"}, {"access": "members", "is_listed": False}, {"published_at": None}]
)
def test_slides_of_a_hidden_material_are_not_found(visitor, outsider, fields):
    material = deck(**fields)
    for client in (visitor, outsider):
        for address in [
            *slide_addresses(material),
            image(material, 1, "?v=1"),
            image(material, 1, "?size=small&v=1"),
        ]:
            assert client.get(address).status_code == 404, address


def test_locked_material_tells_the_number_of_its_slides_and_nothing_of_them(visitor, outsider):
    material = deck("Тайная обложка", "Тайный слайд", access="members", title="Закрытый")
    files.version(material, files.pdf("вторая"))
    files.slides(material.versions.first(), "Тайная обложка", "Тайный слайд")
    material.versions.update(pages=MANY)
    for client, status in ((visitor, 302), (outsider, 403)):
        pages = [material.get_absolute_url(), material.event.get_absolute_url(), reverse("events:materials")]
        for html in (page(client, address) for address in pages):
            assert "айн" not in html
            assert "/slides/" not in html
        assert reveals_many(page(client, material.get_absolute_url()))
        for address in slide_addresses(material)[:4]:
            assert client.get(address).status_code == status, address
        for query in ("", "?v=1", "?size=small", "?v=1&size=small"):
            assert client.get(image(material, 1, query)).status_code == 404


@pytest.mark.parametrize("state", Preview.State)
def test_locked_material_reveals_no_progress(visitor, outsider, state):
    material = prepare(state, steps_done=7, steps_total=MANY, remark="Тайный пароль")
    files.version(material, files.pdf("вторая"))
    Material.objects.update(access="members")
    for client in (visitor, outsider):
        pages = [page(client, material.get_absolute_url() + query) for query in ("", "?v=1", "?v=2", "?v=3")]
        shown = {re.sub(r"next=[^\"]*", "", html.partition("<main")[2].partition("</main")[0]) for html in pages}
        assert len(shown) == 1
        assert not reveals_many(shown.copy().pop())
        for words in ("готовится", "Тайный", "Посмотреть", "прежняя версия"):
            assert words not in shown.copy().pop()


def test_login_returns_to_the_slide(visitor):
    material = deck(access="members")
    answer = visitor.get(slide(material, 2))
    assert answer["Location"] == f"{reverse('account_login')}?next={slide(material, 2)}"


# --- Covers in lists -------------------------------------------------------------------------------------------------


def test_first_slide_is_the_cover_in_lists(visitor):
    material = deck()
    for address in (reverse("events:materials"), material.event.get_absolute_url()):
        assert f'src="{image(material, 1, "?v=1")}&amp;size=small"' in page(visitor, address)


@pytest.mark.parametrize("spoil", ["state", "pictures", "version"])
def test_cover_needs_a_drawn_current_slide(visitor, spoil):
    material = deck(pictures=spoil != "pictures")
    if spoil == "state":
        Preview.objects.update(state=Preview.State.PROCESSING)
    elif spoil == "version":
        files.version(material, files.pdf("новее"))
    for address in (reverse("events:materials"), material.event.get_absolute_url()):
        assert reverse("events:slide_image", args=[material.pk, 1]) not in page(visitor, address)


@pytest.mark.parametrize(("who", "queries"), [("visitor", 4), ("member", 6), ("editor", 6)])
def test_viewer_needs_a_fixed_number_of_queries(who, queries, request, django_assert_num_queries):
    client = request.getfixturevalue(who)
    for texts in (TEXTS, TEXTS * 10):
        material = deck(*texts)
        with django_assert_num_queries(queries):
            page(client, slide(material, 2))
