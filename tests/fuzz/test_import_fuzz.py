"""Five hundred and more broken files: each gives a result whose account adds up, or a refusal in a sentence."""

from __future__ import annotations

import io
import random
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from lib.domain.errors import RefusedFile
from lib.domain.imports import ImportOptions
from lib.ingest.limits import Limits
from lib.ingest.pipeline import expand, prepare
from tests.layouts.building import HOSPITAL, text_file, workbook

SEED = 20261122
MUTATIONS = 600
LIMITS = Limits(seconds=20.0)
ROWS = [
    ["Employee ID", "Name", "Activity Title", "Completed On", "Points", "Area", "Credential", "Cycle End"],
    ["0007", "Smith, Jane", "Ethics", date(2025, 1, 2), 1.5, "Ethics", "MLS", date(2027, 6, 30)],
    ["12", "Nguyễn Văn B", "Blood bank", "2025-01-03", "2", "BB", "SBB", "2027-06-30"],
    ["9", "Doe, Jim", "=1+1", 45000, "n/a", "<b>x</b>", "XX", None],
]
ODD_TEXTS = [
    "",
    "=cmd|' /C calc'!A0",
    "\x00\x01",
    "31/02/2024",
    "1e308",
    "-0",
    "nan",
    "١٢٣",
    "𝟙",
    "A" * 40_000,
    "03/04/2025",
    "#REF!",
    "\u202egnp.exe",
    "'; DROP TABLE staff; --",
    "9" * 400,
    "0000-00-00",
    "12:99",
    "1,2,3,4",
    "{{7*7}}",
    "\ud7ff",
    "½",
]


def _bytes_changed(chance: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(chance.randint(1, 40)):
        out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def _cut(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def _doubled(chance: random.Random, data: bytes) -> bytes:
    at, to = sorted((chance.randrange(len(data)), chance.randrange(len(data))))
    return data[:to] + data[at:to] + data[to:]


def _part_changed(chance: random.Random, data: bytes) -> bytes:
    """Change a part inside the package, so that the zip itself stays right."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as changed:
        names = package.namelist()
        victim = chance.choice([name for name in names if name.startswith("xl/")])
        action = chance.choice(["drop", "cut", "bytes", "number", "tag", "empty"])
        for name in names:
            part = package.read(name)
            if name == victim and len(part) > 2:
                if action == "drop":
                    continue
                if action == "number":
                    digits = [at for at, sign in enumerate(part) if 48 <= sign <= 57]
                    at = chance.choice(digits) if digits else 0
                    part = part[:at] + chance.choice([b"999999999", b"-1", b"1e400", b"x"]) + part[at + 1 :]
                elif action == "tag":
                    at = max(part.find(b"<", chance.randrange(len(part))), 0)
                    part = (
                        part[:at]
                        + chance.choice([b'<row r="1048577">', b'<c r="ZZZZ9" t="e"/>', b"</row>", b"<!--"])
                        + part[at:]
                    )
                else:
                    part = {"cut": _cut, "bytes": _bytes_changed, "empty": lambda c, p: b""}[action](chance, part)
            changed.writestr(name, part)
    return out.getvalue()


def _cells_changed(chance: random.Random, _: bytes) -> bytes:
    rows = [[*row] for row in ROWS]
    for _n in range(chance.randint(1, 8)):
        row = chance.choice(rows)
        text = chance.choice(ODD_TEXTS)
        row[chance.randrange(len(row))] = (
            "".join(sign for sign in text if sign.isprintable()) if chance.random() < 0.5 else text
        )
    chance.shuffle(rows)
    if chance.random() < 0.5:
        return text_file(rows, chance.choice([",", ";", "\t", "|"]), chance.choice(["utf-8", "utf-16", "utf-8-sig"]))
    clean = [
        [cell if not isinstance(cell, str) else "".join(s for s in cell if s >= " ")[:32_000] for cell in row]
        for row in rows
    ]
    return workbook(
        [
            [cell if not (isinstance(cell, str) and cell.startswith("=")) else f" {cell}" for cell in row]
            for row in clean
        ]
    )


MUTATORS: list[Callable[[random.Random, bytes], bytes]] = [
    _bytes_changed,
    _cut,
    _doubled,
    _part_changed,
    _part_changed,
    _cells_changed,
    _cells_changed,
]


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_every_broken_file_is_read_or_refused() -> None:
    chance = random.Random(SEED)
    sources = [workbook({"Credits": ROWS, "Other": [["a"], ["b"]]}), text_file(ROWS), text_file(ROWS, ";", "utf-16")]
    seen: Counter[str] = Counter()
    for number in range(MUTATIONS):
        source = chance.choice(sources)
        mutate = chance.choice(MUTATORS)
        if mutate is _part_changed:
            source = sources[0]
        data = mutate(chance, source)
        try:
            for name, content in expand(f"file {number}.xlsx", data, LIMITS):
                options = ImportOptions(
                    date_order=chance.choice([None, "mdy"]), set_fields=chance.choice([{}, {"points": "1"}])
                )
                outcome = prepare(name, content, HOSPITAL, options, today=date(2026, 11, 22), limits=LIMITS)
                for sheet in outcome.sheets:
                    assert sheet.read == sheet.accepted + sheet.duplicates + sheet.skipped + sheet.rejected
                seen["read"] += 1
        except RefusedFile as refused:
            seen[refused.code if refused.message.endswith(".") else "no sentence"] += 1
    assert "no sentence" not in seen
    assert sum(seen.values()) >= MUTATIONS
    assert seen["read"] >= MUTATIONS // 10  # the mutations leave enough files whole to be worth the name
