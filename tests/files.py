"""Real small files for tests: materials with versions, pictures, and the addresses they are served at."""

import io

from django.core.files.base import ContentFile
from PIL import Image

from events.materials.versions import add_version
from tests.factories import MaterialFactory

NAME = "Презентация Сафоново.pdf"


def pdf(text="образец"):
    """Bytes that begin as a PDF does and hold the text, which may be a marker to look for."""
    return b"%PDF-1.4\n% " + text.encode() + b"\n%%EOF\n"


def upload(content=None, name=NAME):
    return ContentFile(pdf() if content is None else content, name=name)


def version(material=None, content=None, name=NAME, **material_fields):
    """The next version of a material, made for it when none is given."""
    material = material or MaterialFactory(**material_fields)
    return add_version(material=material, upload=upload(content, name), uploaded_by=None)


def material(content=None, name=NAME, **fields):
    return version(content=content, name=name, **fields).material


def picture(kind="PNG", size=(3, 2), name=None):
    """A picture file as a form receives it."""
    content = io.BytesIO()
    Image.new("RGB", size, "white").save(content, kind)
    return ContentFile(content.getvalue(), name=name or f"картинка.{kind.lower()}")


def body(response):
    """What a download sent, streamed or not."""
    return b"".join(response) if response.streaming else response.content
