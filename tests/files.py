"""Small real files for tests: materials with versions, slides and pictures."""

import dataclasses
import hashlib
import io
from pathlib import Path

from django.core.files.base import ContentFile
from PIL import Image

from events.models import Preview, Slide
from events.uploads.verdicts import judge
from events.uploads.versions import add_version
from tests.factories import MaterialFactory

NAME = "Презентация Сафоново.pdf"
_JUDGED = {}
CASES = Path(__file__).parent / "data" / "cases"


def pdf(text="образец"):
    """A minimal PDF of one empty page, with the text in a comment, where a test can look for it."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 16 9]>>",
    )
    return pdf_of(objects, b"% " + text.encode() + b"\n")


def case(name):
    """The bytes of a small file that once was read wrongly."""
    return (CASES / name).read_bytes()


def pdf_of(objects, comment=b""):
    """A PDF of these objects, the first of which is the catalogue."""
    content, places = b"%PDF-1.4\n" + comment, []
    for number, body in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(content))
        content += b"%d 0 obj%b\nendobj\n" % (number, body)
    size = len(places) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, b"".join(places))
    return content + table + b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content))


def upload(content=None, name=NAME):
    return ContentFile(pdf() if content is None else content, name=name)


def version(material=None, content=None, name=NAME, **material_fields):
    """The next version of the material; of a new one if none is given."""
    material = material or MaterialFactory(**material_fields)
    return add_version(material=material, upload=judged(upload(content, name)), uploaded_by=None)


def judged(file):
    """The upload with its verdict. The same bytes by the same name are judged once, because each child costs 0.2 s."""
    content = file.read()
    file.seek(0)
    key = (file.name, hashlib.sha256(content).hexdigest())
    if key in _JUDGED:
        return dataclasses.replace(_JUDGED[key], file=file)
    upload = judge(file)
    if upload.verdict.is_accepted:
        _JUDGED[key] = upload
    return upload


def material(content=None, name=NAME, **fields):
    return version(content=content, name=name, **fields).material


def slides(version, *texts, pictures=True):
    """Add slides as the worker does: ready, each with text and two pictures."""
    Preview.objects.update_or_create(
        version=version,
        defaults={"state": Preview.State.READY, "steps_done": len(texts), "steps_total": len(texts)},
    )
    made = []
    for number, text in enumerate(texts, 1):
        slide = Slide(version=version, number=number, title=text.partition("\n")[0][:300], text=text)
        if pictures:
            slide.width, slide.height = 16, 9
            slide.picture.save("slide.webp", picture("WEBP", (16, 9)), save=False)
            slide.small_picture.save("slide.webp", picture("WEBP", (16, 9)), save=False)
        slide.save()
        made.append(slide)
    return made


def pdf_twin(version, text="образец"):
    """Add a PDF of the version, as the worker does for a presentation."""
    Preview.objects.get(version=version).pdf.save("twin.pdf", ContentFile(pdf(text)))


def picture(kind="PNG", size=(3, 2), name=None):
    """A picture file as a form receives it."""
    content = io.BytesIO()
    Image.new("RGB", size, "white").save(content, kind)
    return ContentFile(content.getvalue(), name=name or f"картинка.{kind.lower()}")


def body(response):
    """The content of a response, streamed or not."""
    return b"".join(response) if response.streaming else response.content
