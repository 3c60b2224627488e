"""Files that mean harm or are broken: refused in a sentence, quickly, with the limit named."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from lib.domain.errors import RefusedFile
from lib.ingest.limits import Limits
from lib.ingest.pipeline import expand, parse
from lib.ingest.reading_process import ReadingProcess
from tests.layouts.building import read, text_file, workbook

SHEET = "xl/worksheets/sheet1.xml"
PLAIN = workbook([["Employee ID", "Course", "Date", "Points"], ["1", "a", date(2025, 1, 1), 1]])


def changed(change: Callable[[bytes], bytes | None], part: str = SHEET) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in package.namelist():
            content = change(package.read(name)) if name == part else package.read(name)
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def with_row(row: bytes) -> bytes:
    return changed(lambda xml: xml.replace(b"</sheetData>", row + b"</sheetData>"))


def archive(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n \r\n", "empty_file"),
        (with_row(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "too_many_columns"),
        (with_row(b'<row r="3"><c r="AZZ1048570"><v>1</v></c></row>'), "too_large"),
        (changed(lambda xml: xml + b"<x>" + b" " * 30_000_000 + b"</x>"), "compressed_too_much"),
        (
            changed(lambda xml: xml.replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "b">]><worksheet', 1)),
            "xml_entities",
        ),
        (changed(lambda xml: xml[: len(xml) // 2]), "broken_file"),
        (changed(lambda xml: None), "broken_file"),
        (PLAIN[:900], "broken_file"),
        (OLE, "broken_file"),
        (OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 99, "password_protected"),
        (b"%PDF-1.7 ...", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "not_a_table"),
        (bytes(range(256)) * 20, "not_a_table"),
        (archive({"[Content_Types].xml": b"x", "word/document.xml": b"x"}), "not_a_table"),
        (b'Employee ID,Date\n"' + b"x" * 200_000, "cell_too_long"),
        (b"a," * 5_000, "too_many_columns"),
        (
            b'<!DOCTYPE a [<!ENTITY a "b">]><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "xml_entities",
        ),
    ],
)
def test_refused(data: bytes, code: str) -> None:
    with pytest.raises(RefusedFile) as refused:
        read(data, "upload.xlsx")
    assert refused.value.code == code
    assert refused.value.message.startswith('"upload.xlsx" was not read: ')
    assert refused.value.message.endswith(".")


def test_the_next_file_is_read_after_one_that_killed_the_process() -> None:
    with pytest.raises(RefusedFile):
        read(with_row(b'<row r="3"><c r="AZZ1048570"><v>1</v></c></row>'))
    assert read(PLAIN).sheets[0].accepted == 1


def test_a_process_that_takes_too_long_is_replaced() -> None:
    process = ReadingProcess(1_400_000_000)
    with pytest.raises(RefusedFile) as refused:
        process.read("slow.xlsx", PLAIN, Limits(seconds=0.0))
    assert refused.value.code == "too_slow"
    assert process.read("fine.xlsx", PLAIN, Limits()).sheets[0].rows == 2
    process.close()


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(file_bytes=100), "file_too_large"),
        (Limits(unpacked_bytes=100), "unpacked_too_large"),
        (Limits(rows=1), "too_many_rows"),
        (Limits(columns=2), "too_many_columns"),
        (Limits(cells=3), "too_many_cells"),
        (Limits(sheets=0), "too_many_sheets"),
        (Limits(cell_length=3), "cell_too_long"),
    ],
)
def test_each_limit_is_named(limits: Limits, code: str) -> None:
    with pytest.raises(RefusedFile) as refused:
        parse("a.xlsx", PLAIN, limits)
    assert refused.value.code == code


def test_a_zip_of_files_is_its_files() -> None:
    data = archive({"a.csv": b"x,y\n", "__MACOSX/a.csv": b"", "folder/.hidden": b"", "folder/b.xlsx": PLAIN})
    assert expand("all.zip", data, Limits()) == [("a.csv", b"x,y\n"), ("folder/b.xlsx", PLAIN)]
    assert expand("book.xlsx", PLAIN, Limits()) == [("book.xlsx", PLAIN)]
    with pytest.raises(RefusedFile) as refused:
        expand("bomb.zip", archive({"a.csv": b"0" * 30_000_000}), Limits())
    assert refused.value.code == "compressed_too_much"


def test_formats_are_told_by_content() -> None:
    rows = [["Employee ID", "Course", "Date", "Points"], ["0007", "Ética", "2025-01-02", "1,5"]]
    page = (
        "<html><table>"
        + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in rows)
        + "</table></html>"
    )
    old = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>'
        + "".join(
            "<Row>" + "".join(f'<Cell><Data ss:Type="String">{c}</Data></Cell>' for c in r) + "</Row>" for r in rows
        )
        + "</Table></Worksheet></Workbook>"
    )
    for data in (
        text_file(rows, ";", "cp1252"),
        text_file(rows, "\t", "utf-16"),
        text_file(rows, "|", "utf-8-sig"),
        text_file(rows, ",", "utf-16-le"),
        b"sep=;\r\n" + text_file(rows, ";"),
        page.encode(),
        old.encode(),
        workbook(rows),
        b"Employee ID   Course     Date         Points\n0007          "
        + "Ética".encode()
        + b"      2025-01-02   1,5\n",
    ):
        outcome = read(data, "export.xls")
        assert [*outcome.credits[["staff_id", "title", "points"]].itertuples(index=False, name=None)] == [
            ("0007", "Ética", 150)
        ], data


def test_hidden_rows_columns_and_sheets_are_said(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(PLAIN))
    sheet = book.active
    assert sheet is not None
    sheet.append(["1", "b", date(2025, 1, 2), 1])
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    book.create_sheet("Lists").sheet_state = "veryHidden"
    book.save(tmp_path / "hidden.xlsx")
    outcome = read((tmp_path / "hidden.xlsx").read_bytes())
    notes = " ".join(outcome.sheets[0].notes)
    assert outcome.sheets[0].accepted == 2
    assert "1 hidden rows" in notes
    assert "1 hidden columns" in notes


@pytest.mark.parametrize(
    "opening",
    [b"<html><table><tr><td>", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'],
)
def test_markup_that_would_fill_the_memory_is_refused(opening: bytes) -> None:
    with pytest.raises(RefusedFile, match="15,000,000 are accepted"):
        parse("export.xls", opening + b"x" * 15_000_000, Limits())


def test_a_page_of_too_many_rows_is_refused() -> None:
    page = b"<html><table>" + b"<tr><td>a</td></tr>" * 12 + b"</table></html>"
    with pytest.raises(RefusedFile, match="12 rows, and at most 10 are accepted"):
        parse("export.xls", page, Limits(rows=10))
