"""Error pages are in Russian and offer a way out."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client
from django.urls import include, path

from association.urls import urlpatterns as portal


def refuse(request):
    raise PermissionDenied(request.GET.get("why", ""))


def suspect(request):
    raise SuspiciousOperation("details for the log")


def break_down(request):
    raise RuntimeError("details for the log")


urlpatterns = [
    path("test/refuse/", refuse),
    path("test/suspect/", suspect),
    path("test/break/", break_down),
    path("", include(portal)),
]


@pytest.fixture
def _faulty(settings):
    settings.ROOT_URLCONF = __name__


@pytest.mark.django_db
def test_404_offers_links_and_a_log_in(visitor, member):
    page = visitor.get("/nowhere/").content.decode()
    assert "Такой страницы нет" in page
    assert "/account/login/?next=/nowhere/" in page
    assert "next=" not in member.get("/nowhere/").content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("_faulty")
def test_403_gives_the_reason(visitor):
    response = visitor.get("/test/refuse/", {"why": "Только для <редакторов>."})
    assert response.status_code == 403
    assert "Только для &lt;редакторов&gt;." in response.content.decode()
    assert "Эта страница открыта не всем." in visitor.get("/test/refuse/").content.decode()


@pytest.mark.usefixtures("_faulty")
@pytest.mark.parametrize(("address", "status", "words"), [("break", 500, "сломалось"), ("suspect", 400, "Не поняли")])
def test_500_and_400_need_no_database(address, status, words):
    """No `db` mark: any query would fail this test."""
    client = Client(raise_request_exception=False)
    response = client.get(f"/test/{address}/")
    assert response.status_code == status
    assert words in response.content.decode()
    assert "details" not in response.content.decode()
    assert 'href="/"' in response.content.decode()


@pytest.mark.django_db
def test_stale_form_explains_that_nothing_was_sent():
    response = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "a@example.org"})
    assert response.status_code == 403
    assert "Форма устарела" in response.content.decode()
