"""Which terms stand for the newest months in PostgreSQL's index."""

import datetime as dt

from search.engines.postgresql import _in_few_terms
from search.keys import bucket_of, document_key, last_key_of, year_of_bucket


def months(*named):
    return [f"§m2{month}" for month in named]


def test_years_but_the_last_are_one_term_each():
    within, last = _in_few_terms(months("202503", "202502", "202411", "202402", "202312", "202311"))
    assert (within.parts, last) == (("§n22025", "§n22024", "§m2202312", "§m2202311"), "§m2202311")


def test_most_of_the_last_year_is_all_of_it():
    chosen = months("202503", *(f"2024{month:02}" for month in range(12, 4, -1)))
    within, last = _in_few_terms(chosen)
    assert (within.parts, last) == (("§n22025", "§n22024"), "§m2202401")
    assert last_key_of(last) > last_key_of(chosen[-1])


def test_months_of_one_year_and_documents_without_a_date_have_their_own_terms():
    assert _in_few_terms(months("202503", "202501"))[0].parts == ("§m2202503", "§m2202501")
    within, last = _in_few_terms(months("202503", "202411", "000000"))
    assert (within.parts, last) == (("§n22025", "§n22024", "§m2000000"), "§m2000000")


def test_bucket_tells_its_year_unless_it_is_of_the_directory():
    assert year_of_bucket(bucket_of(document_key("slide", 7, dt.date(2024, 2, 29)))) == "§n32024"
    assert year_of_bucket(bucket_of(document_key("slide", 7))) == ""
    assert year_of_bucket(bucket_of(document_key("person", 7))) == ""
