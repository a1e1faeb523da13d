"""Building blocks of hostile files: good files in which a few bytes are changed."""

import re
import struct
import zipfile
import zlib

from fpdf import FPDF

from tests.documents import compound, docx, packed, picture, pptx, record, repacked, tiff, unpacked
from tests.files import pdf_of

EXE = b"MZ\x90\0\x03\0\0\0" + bytes(52) + struct.pack("<I", 64) + b"PE\0\0" + bytes(100)
TINY_EXE = b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + bytes(20)
ELF = b"\x7fELF\x02\x01\x01" + bytes(60)
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">&b;</p:sld>'
)
FOREIGN = '<?xml version="1.0"?><!DOCTYPE p SYSTEM "file:///etc/passwd"><Relationships/>'
PHOTO = picture("JPEG")
SLIDE = "ppt/slides/slide1.xml"
TYPES = "[Content_Types].xml"


def entry(name, mode=0, system=3):
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = system, mode << 16
    return info


def patched(content, place, value, form="<H"):
    size = struct.calcsize(form)
    return content[:place] + struct.pack(form, value) + content[place + size :]


def in_directory(content, offset, value, form="<H", number=0):
    """A ZIP with a changed value in the directory record of one entry."""
    places = [found.start() for found in re.finditer(b"PK\x01\x02", content)]
    return patched(content, places[number] + offset, value, form)


def at_end(content, offset, value, form="<H"):
    return patched(content, content.rindex(b"PK\x05\x06") + offset, value, form)


def types_say(content, old, new):
    types = unpacked(content)["[Content_Types].xml"].decode()
    assert old in types
    return repacked(content, {"[Content_Types].xml": types.replace(old, new)})


def relation(kind):
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="data.dat"/></Relationships>'
    )


def dropped(name, content):
    """The stream of a file that was dropped into a document."""
    spelled = name.encode("cp1251")
    body = b"\2\0" + spelled + b"\0C:\\" + spelled + b"\0" + bytes(4) + struct.pack("<I", 4) + b"tmp\0"
    body += struct.pack("<I", len(content)) + content
    return struct.pack("<I", len(body)) + body


def objects(content, name="oleObject1.bin"):
    return {f"ppt/embeddings/{name}": content}


def with_attachment(name, content):
    document = FPDF()
    document.add_page()
    document.embed_file(bytes=content, basename=name)
    return bytes(document.output())


def png_of(width, height, *others):
    """A PNG with these chunks after the first; by default the one of an empty picture."""
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), *(others or [(b"IDAT", b"")])]
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(chunk, [*chunks, (b"IEND", b"")]))


def webp_of(*chunks):
    body = b"WEBP" + b"".join(kind + struct.pack("<I", len(content)) + content for kind, content in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def chunk(kind_and_body):
    kind, body = kind_and_body
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def jpeg_of(width, height):
    place = PHOTO.index(b"\xff\xc0")
    return patched(patched(PHOTO, place + 5, height, ">H"), place + 7, width, ">H")


def overlapping():
    """Two entries that share the bytes of one."""
    content = packed({"1.jpg": PHOTO, "2.jpg": PHOTO})
    first = content.index(b"PK\x01\x02")
    second = content.index(b"PK\x01\x02", first + 1)
    return patched(patched(content, second + 42, 0, "<I"), second + 46, ord("1"), "<B")


def quoting():
    """An entry whose content includes the header of the next one."""
    content = packed({"1.jpg": PHOTO, "2.jpg": PHOTO}, zipfile.ZIP_STORED)
    first = content.index(b"PK\x01\x02")
    second_local = content.index(b"PK\x03\x04", 4)
    longer = second_local + 30 + 5 + len(PHOTO) - 35
    content = patched(patched(content, first + 20, longer, "<I"), first + 24, longer, "<I")
    return patched(patched(content, 18, longer, "<I"), 22, longer, "<I")


def into_directory():
    """An entry whose content extends into the directory."""
    content, longer = packed({"1.jpg": PHOTO}, zipfile.ZIP_STORED), len(PHOTO) + 20
    for offset in (18, 22):
        content = patched(content, offset, longer, "<I")
        content = in_directory(content, offset + 2, longer, "<I")
    return content


def understated_size():
    """A part with a declared size smaller than the real one."""
    content = repacked(pptx(slides=1), {"ppt/media/a.emf": bytes(5_000_000)})
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = (
            content.index(b"ppt/media/a.emf", content.index(mark))
            if mark == b"PK\x03\x04"
            else content.rindex(b"ppt/media/a.emf")
        )
        content = patched(content, place - (46 if mark == b"PK\x01\x02" else 30) + offset, 100, "<I")
    return content


def longer_than_it_says():
    """A photo with more bytes after it; the entry declares the size of the photo, and a checksum of one byte more."""
    content = packed({"1.jpg": PHOTO + b"and more"})
    for place, sizes in ((content.index(b"PK\x03\x04"), 14), (content.index(b"PK\x01\x02"), 16)):
        content = patched(content, place + sizes, zlib.crc32((PHOTO + b"and more")[: len(PHOTO) + 1]), "<I")
        content = patched(content, place + sizes + 8, len(PHOTO), "<I")
    return content


def deep(levels):
    content = docx(1)
    for _level in range(levels):
        content = repacked(docx(1), {"word/embeddings/document.docx": content})
    return content


def bzipped():
    return packed({"1.jpg": PHOTO}, zipfile.ZIP_BZIP2)


def macro_storage():
    return compound({("VBA", "dir"): b"x" * 10, "PROJECT": b"x"})


def macro_project():
    return compound({("VBA", "dir"): b"x" * 10, "_VBA_PROJECT": b"x"})


def macro_record():
    """The record of PowerPoint that leads to macros."""
    return record(0x03FF, record(0x0400, struct.pack("<III", 1, 1, 2), 2), 0xF)


def in_word(native):
    """Parts of a DOCX into which a file was dropped."""
    return {"word/embeddings/oleObject1.bin": compound({"\x01Ole10Native": native})}


def ole1(native):
    """An object as RTF keeps it."""
    return struct.pack("<III", 0x501, 2, 8) + b"Package\0" + bytes(8) + native


def pdf_with_stream(content):
    """A PDF with a form of OnlyOffice: the document stands in a stream of its own."""
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]>>",
            b"<</Type/MetaOForm/Length %d>>stream\n%b\nendstream" % (len(content), content),
        ]
    )


def huge_tiff():
    content = tiff(1)
    for tag, size in ((256, 10_000), (257, 5_001)):
        found = re.search(struct.pack("<H", tag) + b"[\3\4]\0\1\0\0\0", content)
        content = patched(content, found.end(), size)
    return content


def large_relations():
    relation = '<Relationship Id="r{0}" Type="hyperlink" Target="https://example.org/{0}" TargetMode="External"/>'
    rels = "<Relationships>" + "".join(relation.format(number) for number in range(200_000)) + "</Relationships>"
    return repacked(pptx(slides=1), {"ppt/slides/_rels/slide1.xml.rels": rels})


def with_long_comments():
    """A few entries whose comments make the directory large."""
    parts = {entry(f"{number}.jpg"): PHOTO for number in range(90)}
    for info in parts:
        info.comment = b"x" * 60_000
    return packed(parts)
