"""Each signature and each extension by which other kinds of files are recognized."""

import pytest

from events.uploads.inspection import signatures
from events.uploads.inspection.refusal import Refused

pytestmark = pytest.mark.once

BEGINNINGS = {
    "program": [
        b"MZ\x90\0",
        b"\x7fELF\x02",
        b"\xfe\xed\xfa\xce",
        b"\xce\xfa\xed\xfe",
        b"\xcf\xfa\xed\xfe",
        b"\xca\xfe\xba\xbe",
        b"dex\n035",
        b"\0asm\x01",
        b"L\0\0\0\x01\x14\x02\0",
        b"#!/bin/sh",
        b"MSCF\0\0",
        b"FWS\x09",
        b"CWS\x09",
        b"ZWS\x0d",
        b"<?php echo 1;",
        b"<?= 1 ?>",
        b"<%@ page %>",
        b"<% eval %>",
        b"@echo off",
        b"REM a note",
        b"powershell -enc x",
        b"cmd.exe /c dir",
        b"Set-ExecutionPolicy Bypass",
        b"On Error Resume Next",
        b"<hta:application>",
        b"<job id='x'>",
        b"<package>",
        b"<component>",
    ],
    "web_page": [
        b"<html>",
        b"<!DOCTYPE html><p>",
        b"<head>",
        b"<body>",
        b"<script>",
        b"<iframe src=x>",
        b"<title>x",
        b"<meta charset=x>",
        b"<svg xmlns='x'>",
        b"<!DOCTYPE svg>",
        b"<?xml version='1.0'?><g><svg />",
        b"MIME-Version: 1.0",
        b"From: <Saved by Blink>",
    ],
    "video": [
        b"\0\0\0\x18ftypisom",
        b"\x1aE\xdf\xa3",
        b"\0\0\x01\xba",
        b"ID3\x04",
        b"OggS\0",
        b"FLV\x01",
        b"RIFF\0\0\0\0AVI ",
        b"RIFF\0\0\0\0WAVE",
    ],
    "other_format": [
        b"GIF89a",
        b"BM\x36\0",
        b"8BPS",
        b"AC1032",
        b"\xdb\xa5\x2d\0",
        b"\x09\x04\x06\0",
        b"BZh9",
        b"\xfd7zXZ\0",
        bytes(257) + b"ustar",
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>',
        b"<?mso-application progid='Excel.Sheet'?>",
        b"<pkg:package>",
        b"<office:document>",
        b"%!PS-Adobe",
        b"AT&TFORM",
        b"Rar!\x1a\x07",
        b"7z\xbc\xaf\x27\x1c",
        b"\x1f\x8b\x08",
        *(b"\0\0\0\x18ftyp" + brand for brand in (b"avif", b"avis")),
    ],
    "empty": [b"PK\x05\x06"],
}
PROGRAMS = """
    exe com scr pif dll sys drv ocx cpl msi msp mst msix appx application gadget bat cmd ps1 ps2 ps1xml psm1 vb vbs vbe
    js jse mjs ws wsf wsh wsc sct hta lnk url scf inf reg jar class war apk dex ipa app dmg pkg deb rpm run bin elf so
    sh bash zsh csh py pyc pyw pl rb php phtml asp aspx jsp cgi command desktop swf chm hlp iso img vhd xll xlam ppam
    wll jnlp msc library-ms settingcontent-ms
"""
NAMES = {
    "program": PROGRAMS.split(),
    "web_page": ["htm", "html", "xht", "xhtml", "shtml", "mht", "mhtml", "svg", "svgz"],
    "macros": ["docm", "dotm", "pptm", "potm", "ppsm", "sldm", "xlsm", "xltm"],
}
VIDEOS = [
    "mp4",
    "m4v",
    "mov",
    "avi",
    "mkv",
    "webm",
    "wmv",
    "mpg",
    "mpeg",
    "3gp",
    "flv",
    "mp3",
    "wav",
    "m4a",
    "ogg",
    "flac",
]
INSIDE = [
    b"MZ\x90\0\x03",
    b"MZ" + bytes(58) + b"\x40\0\0\0" + b"PE\0\0",
    b"\x7fELF\x02\x01\x01",
    b"#! /bin/sh",
    b"\xcf\xfa\xed\xfe\x07\0\0\x01",
    b"\xca\xfe\xba\xbe\0\0\0\x34",
    b"L\0\0\0\x01\x14\x02\0",
]


ACCEPTED = {
    "rtf": [b"{\\rtf1"],
    "tiff": [b"II*\0", b"MM\0*"],
    "heic": [b"\0\0\0\x18ftyp" + brand for brand in (b"heic", b"heix", b"mif1", b"msf1", b"hevc")],
    "pdf": [b"%PDF-1.4", b"\xef\xbb\xbf%PDF-1.4", b" \r\n" * 300 + b"%PDF-1.4"],
}


@pytest.mark.parametrize(("kind", "head"), [(kind, head) for kind, heads in ACCEPTED.items() for head in heads])
def test_first_bytes_of_an_accepted_kind_are_known(kind, head):
    assert signatures.kind_of(head) == kind


@pytest.mark.parametrize(("reason", "head"), [(reason, head) for reason, heads in BEGINNINGS.items() for head in heads])
def test_first_bytes_decide_the_reason(reason, head):
    assert signatures.refusal_of(signatures.kind_of(head), "Доклад.pdf").reason == reason


@pytest.mark.parametrize(("reason", "extension"), [(reason, one) for reason, known in NAMES.items() for one in known])
def test_document_named_like_another_kind_is_refused(reason, extension):
    with pytest.raises(Refused) as refused:
        signatures.refuse_program_name(f"Доклад.pdf.{extension.upper()}")
    assert refused.value.reason == reason


@pytest.mark.parametrize("extension", VIDEOS)
def test_video_with_unknown_bytes_is_recognized_by_its_name(extension):
    assert signatures.refusal_of("", f"Ролик.{extension}").reason == "video"


@pytest.mark.parametrize("head", INSIDE)
def test_program_inside_a_document_is_recognized(head):
    assert signatures.is_program(head)


@pytest.mark.parametrize("head", [b"MZ, a text", b"#1 in the list", b"", b"MZ" + bytes(70)])
def test_bytes_similar_to_a_program_are_none(head):
    assert not signatures.is_program(head)
