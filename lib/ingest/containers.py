"""What a file really is, by its content, and the cheap checks before anything is unpacked."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final

from lib.domain.errors import RefusedFile
from lib.ingest.limits import Limits, require

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf", "a compressed archive (7z)"),
    (b"Rar!", "a compressed archive (RAR)"),
    (b"BM", "a picture (bitmap)"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_TABLE_TAG: Final = re.compile(rb"<\s*table\b", re.IGNORECASE)
_SHEETS_2003: Final = b"urn:schemas-microsoft-com:office:spreadsheet"
ACCEPTED: Final = (
    "Accepted are workbooks (.xlsx, .xlsm, .xls, .xlsb, .ods), text (CSV, tab, semicolon, pipe) and a zip of them."
)
"""The formats, for sentences."""


_BLANK: Final = b"\x00 \t\r\n\x1a\xef\xbb\xbf\xff\xfe"


def format_of(name: str, data: bytes) -> str:
    """Return ``zip``, ``workbook``, ``html``, ``xml2003`` or ``text``; :class:`RefusedFile` for what none of them
    is."""
    if not data[:400].strip(_BLANK) and not data.strip(_BLANK):  # the second makes a copy
        raise RefusedFile(f'"{name}" was not read: the file is empty. Export it again.', code="empty_file")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _format_of_package(name, data)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise RefusedFile(
                f'"{name}" was not read: the workbook is protected with a password. Open it in Excel, remove '
                f"the password "
                "(File, Info, Protect Workbook), save it and import it again.",
                code="password_protected",
            )
        return "workbook"
    if data[:2] in (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08") and data[2:4] in (
        b"\x04\x00",
        b"\x06\x00",
        b"\x08\x00",
        b"\x10\x00",
    ):
        return "workbook"
    for sign, words in _FOREIGN:
        if data.startswith(sign) and (len(sign) > 2 or b"\x00" in data[:200]):
            raise RefusedFile(f'"{name}" was not read: it is {words}, not a table. {ACCEPTED}', code="not_a_table")
    head = data[:200_000]
    if head[:400].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or head[:4] in (b"\xff\xfe<\x00", b"\xfe\xff\x00<"):
        plain = head.replace(b"\x00", b"")
        if _SHEETS_2003 in plain:
            return "xml2003"
        if _TABLE_TAG.search(plain) or _TABLE_TAG.search(data):
            return "html"
    return "text"


def _format_of_package(name: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, UnicodeDecodeError):
        raise RefusedFile(
            f'"{name}" was not read: the file is cut short or damaged. Download or save it again.', code="broken_file"
        ) from None
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "workbook"
    if "content.xml" in names and "mimetype" in names:
        return "workbook"
    if "[Content_Types].xml" in names:
        if any(part.startswith("xl/") for part in names):
            return "workbook"
        raise RefusedFile(
            f'"{name}" was not read: it is an Office document without sheets (Word or PowerPoint?). {ACCEPTED}',
            code="not_a_table",
        )
    return "zip"


def check_package(name: str, data: bytes, limits: Limits) -> None:
    """Refuse a zip (a workbook or a zip of files) that would unpack too large, is encrypted, or declares XML
    entities."""
    require(len(data), limits.file_bytes, name, "file_too_large", "bytes", "Split it, or save the sheet as CSV.")
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            advice = "That is what a damaged or hostile file looks like; copy the rows into a new workbook."
            require(len(members), 20_000, name, "too_many_parts", "parts inside", advice)
            require(
                sum(member.file_size for member in members),
                limits.unpacked_bytes,
                name,
                "unpacked_too_large",
                "bytes when unpacked",
                advice,
            )
            for member in members:
                if member.file_size > limits.ratio_from_bytes:
                    ratio = member.file_size / max(member.compress_size, 1)
                    require(
                        ratio, limits.ratio, name, "compressed_too_much", "times its packed size when unpacked", advice
                    )
                if member.flag_bits & 1:
                    raise RefusedFile(
                        f'"{name}" was not read: it is protected with a password. Remove the password and '
                        f"import it again.",
                        code="password_protected",
                    )
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    with package.open(member) as part:
                        head = part.read(4_096)
                    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                        raise RefusedFile(
                            f'"{name}" was not read: its part "{member.filename}" declares XML entities, which '
                            f"no spreadsheet "
                            "program writes. Open it in Excel, save it as a new .xlsx file and import that.",
                            code="xml_entities",
                        )
    except RefusedFile:
        raise
    except (
        zipfile.BadZipFile,
        ValueError,
        NotImplementedError,
        OSError,
        EOFError,
        zlib.error,
        UnicodeDecodeError,
    ) as error:
        raise RefusedFile(
            f'"{name}" was not read: the file is cut short or damaged ({type(error).__name__}). Download or '
            f"save it again.",
            code="broken_file",
        ) from None


def expand(name: str, data: bytes, limits: Limits) -> list[tuple[str, bytes]]:
    """Return the files in a zip of files, by their names in it; anything else (a workbook too) is itself.

    Folders, hidden files and a zip inside a zip's own zips are left out or refused by the same limits.
    """
    if not data.startswith(b"PK") or format_of(name, data) != "zip":
        return [(name, data)]
    check_package(name, data, limits)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = [
            member
            for member in package.infolist()
            if not member.is_dir()
            and not member.filename.startswith("__MACOSX/")
            and not member.filename.rsplit("/", 1)[-1].startswith(".")
        ]
        require(len(members), limits.files, name, "too_many_files", "files inside", "Import them in several zips.")
        if not members:
            raise RefusedFile(f'"{name}" was not read: the zip holds no file. {ACCEPTED}', code="empty_file")
        try:
            return [(member.filename, package.read(member)) for member in members]
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, zlib.error) as error:
            raise RefusedFile(
                f'"{name}" was not read: the zip is damaged ({type(error).__name__}). Make it again.',
                code="broken_file",
            ) from None
