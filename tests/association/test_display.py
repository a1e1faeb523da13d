"""«Версия для слабовидящих»: works without scripts, is kept in a cookie, and has enough contrast."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from association.views.display import COOKIE

ADDRESS = reverse("association:display")
CHOSEN = {"size": "3", "scheme": "white-on-black", "letters": "wide", "pictures": "off"}
CSS = Path(__file__).resolve().parents[2] / "static" / "css"


def html_tag(response):
    return re.search(r"<html[^>]*>", response.content.decode())[0]


def test_pages_have_the_usual_look_without_a_choice(client, db):
    page = client.get("/")
    assert html_tag(page) == '<html lang="ru">'
    assert f'href="{ADDRESS}?back=%2F"' in page.content.decode()
    assert COOKIE not in page.cookies


def test_first_visit_previews_the_suggestion_and_saves_nothing(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get(ADDRESS)
    assert html_tag(page) == '<html lang="ru" data-size="2" data-scheme="black-on-white">'
    assert COOKIE not in page.cookies


def test_choice_applies_to_every_page(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.post(ADDRESS, {**CHOSEN, "back": "/events/?year=2016"})
    assert answer["Location"] == "/events/?year=2016"
    assert answer.cookies[COOKIE]["max-age"] >= 30_000_000
    assert answer.cookies[COOKIE]["httponly"]
    tag = '<html lang="ru" data-size="3" data-scheme="white-on-black" data-letters="wide" data-pictures="off">'
    for address in ("/", "/account/login/", "/nowhere/", ADDRESS):
        page = client.get(address)
        assert html_tag(page) == tag
        assert "Cookie" in page["Vary"]


def test_button_of_the_bar_changes_one_setting(client, db):
    client.post(ADDRESS, CHOSEN)
    client.post(ADDRESS, {"pictures": "usual"})
    assert client.cookies[COOKIE].value == "3.white-on-black.wide.usual"


@pytest.mark.parametrize("data", [{"reset": "1", **CHOSEN}, {"size": "1"}])
def test_usual_look_leaves_no_cookie(client, data):
    client.post(ADDRESS, data)
    assert client.cookies.get(COOKIE) is None or not client.cookies[COOKIE].value


@pytest.mark.parametrize("nonsense", ["", "9.blue", "2.blue.usual.usual.more.x", '"><script>', "9.blue.usual.usual"])
def test_senseless_cookie_means_the_usual_look(client, db, nonsense):
    client.cookies[COOKIE] = nonsense
    page = client.get("/")
    assert page.status_code == 200
    assert "<script>" not in html_tag(page)
    assert 'data-size="9"' not in html_tag(page)


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_choice_redirects_to_no_other_site(client, elsewhere):
    assert client.post(ADDRESS, {**CHOSEN, "back": elsewhere})["Location"] == "/"


# --- Colours -------------------------------------------------------------------------------------------------------


def colours(css, block):
    """{token: [light, dark]} of a rule. A colour that is the same in both themes is listed twice."""
    body = css.partition(block)[2].partition("}")[0]
    found = {}
    for name, value in re.findall(r"--([\w-]+): ([^;]+);", body):
        if values := re.findall(r"#[0-9a-f]{6}", value):
            found[name] = (values * 2)[:2]
    return found


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


TEXT = [
    (ink, under)
    for ink in ("ink", "ink-soft", "accent", "signal")
    for under in ("paper", "ground", "accent-soft", "signal-soft")
    if (ink, under) not in {("accent", "signal-soft"), ("signal", "accent-soft")}
]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_and_edges_have_enough_contrast_in_both_themes(theme):
    css = (CSS / "tokens.css").read_text(encoding="utf-8")
    token = {name: values[theme] for name, values in colours(css, "@supports (color: light-dark").items()}
    for ink, under in [*TEXT, ("accent-ink", "accent")]:
        assert contrast(token[ink], token[under]) >= 4.5, (ink, under)
    for edge in ("line-strong", "focus"):
        for under in ("paper", "ground"):
            assert contrast(token[edge], token[under]) >= 3, (edge, under)


@pytest.mark.parametrize("under", ["band", "band-line"])
def test_band_has_the_contrast_of_the_dark_theme(under):
    css = (CSS / "tokens.css").read_text(encoding="utf-8")
    tokens = colours(css, "@supports (color: light-dark")
    for ink in ("ink", "ink-soft", "accent"):
        assert contrast(tokens[ink][1], tokens[under][1]) >= 4.5, ink


@pytest.mark.parametrize("scheme", ["black-on-white", "white-on-black", "blue"])
def test_every_scheme_reaches_aaa_contrast(scheme):
    css = (CSS / "display.css").read_text(encoding="utf-8")
    pair = colours(css, f':root[data-scheme="{scheme}"]')
    assert contrast(pair["ink"][0], pair["paper"][0]) >= 7
    # All other colours are one of the two.
    shared = css.partition(":root[data-scheme] {")[2].partition("}")[0]
    assert set(re.findall(r": (var\([^)]*\));", shared)) == {"var(--ink)", "var(--paper)"}
