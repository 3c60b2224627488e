"""Bytes to cells: every format, chosen by content and never by name."""

from __future__ import annotations

from lib.domain.errors import RefusedFile
from lib.ingest.book import Book
from lib.ingest.containers import ACCEPTED, check_package, format_of
from lib.ingest.delimited import read_text
from lib.ingest.limits import Limits
from lib.ingest.markup import read_html, read_xml_2003
from lib.ingest.reading_process import shared_process


def parse(name: str, data: bytes, limits: Limits) -> Book:
    """Return the cells of one file. Workbooks are read in a child process under memory and time limits.

    :class:`RefusedFile` for a file that is empty, too large, damaged, protected, hostile, or no table at all.
    """
    check_package(name, data, limits)
    format_ = format_of(name, data)
    if format_ == "workbook":
        return Book(name, format_, shared_process(limits.memory_bytes).read(name, data, limits).sheets)
    if format_ == "zip":
        raise RefusedFile(
            f'"{name}" was not read: it is a zip of files; unpack it first. {ACCEPTED}', code="not_a_table"
        )
    if format_ == "html":
        return Book(name, format_, read_html(name, data, limits))
    if format_ == "xml2003":
        return Book(name, format_, read_xml_2003(name, data, limits))
    return Book(name, format_, [read_text(name, data, limits)])
