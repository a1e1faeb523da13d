import shutil

import pytest

from events.slides import office


@pytest.fixture(scope="session")
def begun_profile(tmp_path_factory):
    """A profile of LibreOffice as its first start leaves it, which takes as long as a conversion."""
    folder = tmp_path_factory.mktemp("libreoffice")
    office._command(folder)
    return folder / "profile"


@pytest.fixture(autouse=True)
def _profile_is_begun(request, monkeypatch):
    """Each document gets a copy. `test_office.py` starts with a new profile, as the worker does."""
    if not request.node.get_closest_marker("soffice") or request.node.path.name == "test_office.py":
        return
    begun, command = request.getfixturevalue("begun_profile"), office._command

    def with_begun_profile(folder):
        if not (folder / "profile").exists():
            shutil.copytree(begun, folder / "profile")
        return command(folder)

    monkeypatch.setattr(office, "_command", with_begun_profile)
