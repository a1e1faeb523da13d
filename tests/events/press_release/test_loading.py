import pytest

from core import sentences

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/events/", "/admin/"])
def test_pages_that_read_no_text_load_no_morphology_of_sentences(admin_client, monkeypatch, address):
    def load():
        raise AssertionError("the dictionary of rumorph was loaded")

    monkeypatch.setattr(sentences, "_analyzer", load)
    assert admin_client.get(address).status_code == 200
