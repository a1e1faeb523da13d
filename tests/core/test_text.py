import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import SLUG_LENGTH, fold, slugify, sort_key


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Феникс", "feniks"),
        ("Сафоново", "safonovo"),
        ("Смоленская область", "smolenskaya-oblast"),
        ("Ознакомительный тур в Смоленскую область", "oznakomitelnyy-tur-v-smolenskuyu-oblast"),
        ("Щёлково, ёж и подъезд", "shchelkovo-ezh-i-podezd"),
        ("Хабаровск; Цех № 5 (юг)", "khabarovsk-tsekh-5-yug"),
        ("ООО «Пример» – 100% good", "ooo-primer-100-good"),
        ("  --Йод--  ", "yod"),
        ("ЁЖИК", "ezhik"),
        ("…", ""),
        ("", ""),
        ("日本", ""),
        ("x\x00y", "x-y"),
    ],
)
def test_slugify_transliterates_the_name(name, slug):
    assert slugify(name) == slug


def test_long_slug_is_cut_at_a_word():
    slug = slugify("индустриальный парк " * 20)
    assert len(slug) <= SLUG_LENGTH
    assert slug.endswith(("industrialnyy", "park"))
    assert slugify("щ" * 300) == "shch" * (SLUG_LENGTH // 4)


@given(st.text(max_size=300))
def test_slug_is_an_address_whatever_the_name(name):
    slug = slugify(name)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug)
    assert len(slug) <= SLUG_LENGTH
    assert slugify(slug) == slug


@pytest.mark.parametrize(("text", "folded"), [("Артём", "артем"), ("АРТЁМ", "артем"), ("Park", "park"), ("ё", "е")])
def test_fold_ignores_case_and_yo(text, folded):
    assert fold(text) == folded


@given(st.text(max_size=50))
def test_fold_is_idempotent(text):
    assert fold(fold(text)) == fold(text)


def test_names_sort_as_in_a_russian_index():
    names = [
        "«Алвид»",
        "1-й цех",
        "2-й цех",
        "Ежов",
        "Ёжиков",
        "елка",
        "ёлка",
        "Ёлка",
        "Жук",
        "яма",
        "Яма",
        "Alpha",
        "beta",
    ]
    in_order = [
        "«Алвид»",
        "1-й цех",
        "2-й цех",
        "Ёжиков",
        "Ежов",
        "елка",
        "ёлка",
        "Ёлка",
        "Жук",
        "яма",
        "Яма",
        "Alpha",
        "beta",
    ]
    assert sorted(names, key=sort_key) == in_order


@given(st.lists(st.text(alphabet="аАеЕёЁжzZ1 -«", max_size=4), min_size=2, max_size=2, unique=True))
def test_different_names_have_different_sort_keys(names):
    assert sort_key(names[0]) != sort_key(names[1])
