"""What keeps the house in order and no linter looks at."""

import os
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

CLONE = Path(__file__).resolve().parent.parent
ROOMS = ["association", "search", "events", "parks", "core"]
TEXTS = (".py", ".html", ".css", ".js", ".svg", ".md", ".txt", ".conf", ".sh", "")
FOLDERS = [*ROOMS, "templates", "static", "tests", "bench", "deploy", "docs", ".ci"]
NOT_OURS = {"vendor", "fonts", "data", "__pycache__", "migrations"}


def files(folders, *suffixes):
    found = [path for folder in folders for path in (CLONE / folder).rglob("*") if path.is_file()]
    ours = [path for path in found if not NOT_OURS & set(path.relative_to(CLONE).parts)]
    assert ours
    return [path for path in ours if not suffixes or path.suffix in suffixes]


def lines_with(pattern, paths):
    """`file:line: text` of each line that matches, to be read in the failure."""
    search = re.compile(pattern).search
    return [
        f"{path.relative_to(CLONE)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if search(line)
    ]


def test_no_file_is_longer_than_400_lines():
    long = {str(path.relative_to(CLONE)): len(path.read_text("utf-8").splitlines()) for path in files(FOLDERS, *TEXTS)}
    assert {name: lines for name, lines in long.items() if lines > 400} == {}


def test_readme_names_the_command_that_serves_in_production():
    command = re.compile(r"\.venv/bin/granian .+? association\.wsgi:application", re.DOTALL)
    found = {
        name: command.search((CLONE / name).read_text("utf-8"))[0].replace("\\", "").split()
        for name in ("README.md", "deploy/portal.service")
    }
    assert found["README.md"] == found["deploy/portal.service"]


def circle_in(imports):
    """A list of modules that import each other in a circle; [] when there is none."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_no_circle_of_files():
    """Imports inside functions count, too."""
    graph = grimp.build_graph(*ROOMS, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert circle_in(imports) == []
    below = "events.models.material"
    assert circle_in(imports | {below: imports[below] | {"events.views.materials"}}) != []


@pytest.mark.parametrize(
    "pattern",
    [
        r"<[^>]*\sstyle\s*=",
        r"<style",
        r"<[a-z][^>]*\son[a-z]+\s*=",
        r"<script(?![^>]*\b(src=|application/ld\+json))",
        r"javascript:",
    ],
)
def test_templates_hold_nothing_that_the_content_policy_forbids(pattern):
    assert lines_with(pattern, files(["templates"], ".html")) == []


def test_pages_name_no_foreign_host():
    """Everything is served from here; an XML namespace is a name, not an address."""
    foreign = r"(https?:)?//(?!www\.w3\.org/|\{\{|schema\.org)[a-z0-9-]+\.[a-z]"
    assert lines_with(foreign, files(["templates", "static"], ".html", ".css", ".js", ".svg", ".txt", ".xml")) == []


def test_nothing_is_left_for_later():
    mark = "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"])
    assert lines_with(rf"\b({mark})\b", files(FOLDERS, *TEXTS)) == []


def test_search_in_russian_folds_case_on_both_databases():
    """Django's own lookups do not on SQLite: `holds` does."""
    assert lines_with(r"__(icontains|istartswith|iendswith|iregex)\b", files(ROOMS, ".py")) == []


def test_plurals_go_through_the_filters():
    assert lines_with(r"\bngettext|\{% plural %\}", files([*ROOMS, "templates"], ".py", ".html")) == []


def test_no_address_serves_uploads_by_their_path():
    assert lines_with(r"MEDIA_URL(?! = \"\")", files([*ROOMS, "templates"], ".py", ".html")) == []


def pins(name):
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (CLONE / name).read_text("utf-8"), re.MULTILINE))


def test_the_demo_and_the_tests_run_on_the_same_versions():
    """Either may be installed after the other into one .venv."""
    running, developing = pins("requirements.txt"), pins("requirements-dev.txt")
    assert running
    assert running.items() <= developing.items()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_locks_carry_hashes_and_no_host(name):
    text = (CLONE / name).read_text("utf-8")
    packages = re.split(r"\n(?=[a-z0-9])", text)
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in text
    assert "--index" not in text


@pytest.mark.parametrize("name", ["run", "test", "postgres"])
def test_scripts_can_be_run(name):
    assert os.access(CLONE / ".ci" / name, os.X_OK)


@pytest.mark.django_db(transaction=True)
def test_roles_come_back_after_a_test_that_leaves_all_tables_empty():
    """Whatever test comes next in the same process has editors, as it would have had before."""
    before = {role.name: role.permissions.count() for role in Group.objects.all()}
    call_command("flush", interactive=False, verbosity=0)
    assert {role.name: role.permissions.count() for role in Group.objects.all()} == before
    assert before["Администратор"] > before["Редактор"] > 0
