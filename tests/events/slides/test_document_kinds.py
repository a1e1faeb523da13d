"""Every kind of document becomes slides, most of them as LibreOffice saved them."""

import pytest
from django.core.files.base import ContentFile

from core.files.names import extension
from core.jobs.run import run_one
from events.models import Preview
from events.slides.office import CONVERTED
from events.uploads.verdicts import judge
from tests import documents

from .attempts import uploaded_uninspected

pytestmark = [pytest.mark.django_db, pytest.mark.soffice, pytest.mark.slow, pytest.mark.once]


def documents_by_suffix():
    yield ".pptx", documents.pptx()
    yield ".docx", documents.docx()
    for name in ("presentation.ppt", "presentation.odp", "text.doc", "text.odt", "text.rtf"):
        yield extension(name), documents.by_libreoffice(name)


def test_every_kind_of_document_becomes_slides():
    """Tables and slide shows do in tests/events/slides/test_office_documents.py."""
    contents = dict(documents_by_suffix())
    for suffix, content in contents.items():
        assert judge(ContentFile(content, name=f"Документ{suffix}")).verdict.is_accepted, suffix
    made = {suffix: uploaded_uninspected(content, f"Документ{suffix}") for suffix, content in contents.items()}
    assert made.keys() == CONVERTED - {".xlsx", ".xls", ".ods", ".ppsx", ".pps"}
    while run_one(Preview):
        pass
    for suffix, version in made.items():
        preview = Preview.objects.get(version=version)
        assert (preview.state, preview.remark) == (Preview.State.READY, ""), suffix
        assert preview.pdf, suffix
        slides = list(version.slides.all())
        assert all(slide.picture and slide.small_picture for slide in slides), suffix
        text = "\n".join(slide.text for slide in slides)
        assert "заметка докладчика" not in text.lower(), suffix
        assert extension(preview.pdf.name) == ".pdf"
        if suffix in (".pptx", ".ppt", ".odp"):
            titles = [slide.title for slide in slides]
            assert len(titles) == 2, suffix
            assert all(title.startswith("Индустриальный парк") for title in titles)
            assert suffix == ".ppt" or titles[1].endswith("слайд 3")  # an old file does not tell us of its titles
            assert "12,5 га" in text, suffix
            assert "Резиденты" in text, suffix  # the chart is drawn
        else:
            assert slides[0].title == "Доклад"
            assert "«кавычки»" in text, suffix
