import pytest
from django.test.utils import CaptureQueriesContext

from core.kept_pages import views


@pytest.fixture
def keeping(settings):
    """Pages are kept, and none is there yet."""
    settings.KEPT_PAGES_MB = 16
    views.MEMORY.forget()
    yield views.MEMORY
    views.MEMORY.forget()


@pytest.fixture
def cost_of(db):
    """`cost_of(client, address)` is the answer, with its `queries`."""

    def get(client, address, **headers):
        from django.db import connection

        with CaptureQueriesContext(connection) as queries:
            response = client.get(address, **headers)
        response.queries = [query["sql"] for query in queries.captured_queries]
        return response

    return get
