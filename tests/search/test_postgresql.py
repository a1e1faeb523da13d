"""How PostgreSQL reads the index: its planner is not to read all rows for a few."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from core.morphology import terms_of
from search import SearchFilters, keys, search
from search.access import ReaderAccess
from search.engines import engine, postgresql
from search.frequencies import INDEX_SIZES
from search.models import SearchDocument, SearchName, SearchTerm
from search.query import parse
from search.retrieval import Retriever

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
ROWS, WITH_WORD = 3000, 1500
(TERM,) = terms_of("градирня")


def documents():
    """Of many public slides only the last have the word, which is therefore known to be common."""
    return [
        SearchDocument(
            id=keys.document_key("slide", number),
            kind="slide",
            object_id=number,
            public_from="2020-01-01T00:00Z",
            body=f" {TERM} " if number > ROWS - WITH_WORD else f" пример{number} ",
            tags=f" {keys.PUBLIC} {keys.tag(keys.POOL, keys.SLIDES)} ",
        )
        for number in range(ROWS)
    ]


def rows_in_vain(plan):
    """The rows whose words were split, and did not match, by this part of the plan and those below it."""
    own = plan.get("Rows Removed by Filter", 0) * plan["Actual Loops"]
    return own + sum(map(rows_in_vain, plan.get("Plans", [])))


def test_few_matches_of_a_common_word_are_counted_by_few_rows():
    SearchDocument.objects.bulk_create(documents())
    plans = []

    def explained(execute, sql, params, many, context):
        with connection.cursor() as cursor:
            execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params, many, {**context, "cursor": cursor})
            plans.append(context["cursor"].fetchone()[0][0]["Plan"])
        return execute(sql, params, many, context)

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_searchdocument")
    word = parse("градирня").words[0]
    retriever = Retriever(AnonymousUser(), SearchFilters())
    with connection.execute_wrapper(explained):
        answers, _ = retriever.have_matches([word.expression()], most=3)
    assert answers == [3]
    assert sum(map(rows_in_vain, plans)) == 0


def test_queries_are_not_compiled_for_the_machine():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


def test_names_of_a_common_beginning_are_read_until_there_are_enough():
    SearchDocument.objects.bulk_create(documents())
    SearchName.objects.bulk_create(
        SearchName(document_id=keys.document_key("slide", number), key=f"пример{number}", whole=f"пример{number}")
        for number in range(ROWS)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_searchdocument, search_searchname")
        with connection.execute_wrapper(lambda execute, sql, *args: execute(f"EXPLAIN (ANALYZE) {sql}", *args)):
            plan = "\n".join(line for (line,) in engine().names("пример", [], ReaderAccess(participant=1), 150))
    assert "Index Scan using search_searchname_by_key" in plan
    assert "Join" not in plan.partition("SubPlan")[0]
    assert "Seq Scan on search" not in plan


def test_first_build_puts_the_newest_documents_side_by_side():
    SearchDocument.objects.bulk_create(documents()[:50])  # the oldest first
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX search_searchindex")
        engine().after_build()
        cursor.execute("SELECT id FROM search_searchdocument ORDER BY ctid")
        found = [key for (key,) in cursor.fetchall()]
    assert found == sorted(found)


def test_common_word_is_counted_among_the_newest_slides_and_then_among_all(monkeypatch):
    """All slides of two months have the word. Then those of the last one are closed to the reader."""
    monkeypatch.setattr(postgresql, "SMALL_POOL", 0)
    newest, older = keys.tag(keys.BUCKET, "3202402"), keys.tag(keys.BUCKET, "3202401")
    slides = documents()[ROWS - WITH_WORD :]
    for number, slide in enumerate(slides):
        slide.tags += f"{older if number < 1000 else newest} "
    SearchDocument.objects.bulk_create(slides)
    counts = dict.fromkeys([TERM, keys.PUBLIC, keys.tag(keys.POOL, keys.SLIDES)], WITH_WORD) | {
        newest: 500,
        older: 1000,
    }
    SearchTerm.objects.bulk_create(SearchTerm(term=term, documents=count) for term, count in counts.items())
    INDEX_SIZES.forget()
    asked = []

    def noted(execute, sql, params, many, context):
        asked.append(str(params))
        return execute(sql, params, many, context)

    retriever = Retriever(AnonymousUser(), SearchFilters())
    word = parse("градирня").words[0].expression()
    with connection.execute_wrapper(noted):
        assert retriever.have_matches([word], most=3)[0] == [3]
    assert newest in asked[-1]
    assert older not in asked[-1]
    SearchDocument.objects.filter(tags__contains=newest).update(public_from=None)
    with connection.execute_wrapper(noted):
        assert retriever.have_matches([word], most=3)[0] == [3]
    assert newest in asked[-2]
    assert newest not in asked[-1]
    INDEX_SIZES.forget()


def test_what_each_search_asks_is_planned_once_for_a_connection():
    SearchDocument.objects.bulk_create(documents()[-50:])

    def planned():
        search("градирня", AnonymousUser())
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_prepared_statements")
            return cursor.fetchone()[0]

    assert 0 < planned() == planned() <= postgresql.MOST_PREPARED
