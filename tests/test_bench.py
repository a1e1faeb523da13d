import pytest
from django.core.management import call_command

from bench import pages


@pytest.mark.django_db
def test_bench_measures_every_page_for_every_role(client):
    call_command("demo", size=3, no_serve=True, verbosity=0)
    counts, targets = pages.find_targets()
    assert counts["events"] == 4
    assert len(targets) > 15
    for role, browser in pages.clients():
        for page, url in targets.items():
            assert "answers" not in pages.measure(browser, url, times=1), (role, page, url)
