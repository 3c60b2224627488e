"""One person's packet: what each credential asks and has, every activity, and how it was decided; for file or paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from lib.domain import points, sentences
from lib.domain.calendar import spoken
from lib.domain.pace_words import Outlook, explanation, finding
from lib.domain.rule_doubt import CONFIDENCE_WORDS
from lib.reports.decided import split_text
from lib.reports.document import Blocks, Document, Head, Toned, printed
from lib.reports.holdings import holdings_table
from lib.reports.model import ComplianceReport


@dataclass(frozen=True)
class PersonPacket:
    """A compliance report of one person (its ledger included), with what is said of the person beside it.

    ``who``: label -> text; ``totals``: the ledger's sums by holding; ``outlooks``: holding -> where it is heading.
    """

    report: ComplianceReport
    name: str
    staff_id: str
    who: Mapping[str, str]
    totals: pd.DataFrame
    outlooks: Mapping[int, Outlook]


def packet_pdf(packet: PersonPacket) -> bytes:
    """Return the packet as PDF bytes."""
    return printed(packet_document(packet))


def packet_document(packet: PersonPacket) -> Document:
    """Return what the printed packet says."""
    report, blocks = packet.report, Blocks()
    blocks.facts(
        [*packet.who.items(), ("Known on", spoken(report.known_on) if report.known_on else "everything on record")]
    )
    table = holdings_table(report.verdicts, report.requirements)
    if table.empty:
        blocks.text("No credential is on record for this person.")
    for row in table.to_dict("records"):
        _holding(blocks, packet, row)
    blocks.small(f"Prepared by {report.prepared_by}. Rules digest {report.rules_digest[:16]}.")
    blocks.sign("Staff member", "Supervisor", "Date")
    return Document(
        title=packet.name,
        subtitle=f"Continuing education on our records as of {spoken(report.as_of)} · Employee ID {packet.staff_id}",
        author=report.prepared_by,
        as_of=report.as_of,
        blocks=tuple(blocks.made),
    )


def _holding(blocks: Blocks, packet: PersonPacket, row: Mapping[Any, Any]) -> None:
    blocks.heading(f"{row['credential']} ({row['program']})", Toned(str(row["status_word"]), str(row["status_group"])))
    blocks.text(str(row["reason"])[:1].upper() + str(row["reason"])[1:] + ".")
    blocks.columns(facts_apart(row))
    needs = packet.report.requirements[packet.report.requirements["holding"] == row["holding"]]
    if len(needs):
        blocks.table(
            [Head("Requirement"), *(Head(words, 2.2, right=True) for words in ("Asked", "Counted", "Missing"))],
            [
                (
                    sentences.area_label(code),
                    points.text(need),
                    points.text(need - gap),
                    points.text(gap) if gap else "",
                )
                for code, need, gap in needs[["requirement", "need", "gap"]].itertuples(index=False)
            ],
        )
    outlook = packet.outlooks.get(int(row["holding"]))
    if outlook is not None:
        blocks.text(" ".join(part for part in (finding(outlook) + ".", explanation(outlook)) if part))
    blocks.small(rule_text(packet.report, row))
    blocks.text(added_up(packet, int(row["holding"])), strong=True)
    _activities(blocks, packet.report, int(row["holding"]))


def facts_apart(row: Mapping[Any, Any]) -> list[tuple[str, list[str]]]:
    """Return points, declaration and valid-to, each with its lines; only the last proves a current credential."""
    counted = sentences.counted_of(_whole(row["counted"]), _whole(row["total"]))
    declaration = []
    for word in ("filed", "accepted"):
        on = _day(row[f"declaration_{word}_on"])
        opens = _day(row["declare_opens"])
        if on is not None:
            earlier = "" if opens is None or on >= opens else " (earlier cycle)"
            declaration.append(f"{word} {spoken(on)}{earlier}")
    by = _day(row["declare_by"])
    window = [f"from {_spoken(row['declare_opens'])} to {spoken(by)}"] if by else []
    verified = sentences.verification(_day(row["verified_on"]), _day(row["cycle_start"]))
    return [
        ("Points on our records", [f"{counted} counted", f"cycle from {_spoken(row['cycle_start'])}"]),
        ("Declaration", [*(declaration or ["not filed on our records"]), *window]),
        ("Valid to", [_spoken(row["cycle_end"]), verified]),
    ]


def rule_text(report: ComplianceReport, row: Mapping[Any, Any]) -> str:
    """Return by which rule a holding was judged, with its numbers and sources."""
    rule = next((rule for rule in report.rules if rule.version == row["rule_version"]), None)
    if rule is None:
        return "No rule version fits this holding, so nothing is judged."
    sources = [report.sources[name].title if name in report.sources else name for name in rule.sources]
    note = f" {sentences.BY_OUR_READING}" if rule.needs_confirmation else ""
    sure = CONFIDENCE_WORDS[rule.confidence]
    named = f"Rule {rule.version}: {split_text(rule)}. Confidence {sure}. Sources: {', '.join(sources)}."
    return named + note


def added_up(packet: PersonPacket, holding: int) -> str:
    """Return how the points add up: *52 points accepted = 27 counted + 25 outside the cycle*."""
    sums = packet.totals[packet.totals["holding"] == holding]
    return sentences.added_up({str(k): int(v) for k, v in sums.iloc[0].items()}) if len(sums) else "No activity."


def _activities(blocks: Blocks, report: ComplianceReport, holding: int) -> None:
    if report.ledger is None:
        return
    rows = report.ledger[report.ledger["holding"] == holding]
    columns = ["completed_on", "title", "allocated", "requirement", "reason", "file", "sheet", "row"]
    blocks.table(
        [
            Head("Completed", 2.1),
            Head("Activity"),
            Head("Points", 1.3, right=True),
            Head("Counted for, or why not", 4),
            Head("Read from", 4.9),
        ],
        [
            (
                f"{day.day} {day:%b %Y}",
                str(title),
                points.text(part),
                sentences.area_label(code) if isinstance(code, str) else sentences.LEDGER_REASONS[reason],
                f"{file}, {sheet}, row {row}" if isinstance(file, str) else "entered here",
            )
            for day, title, part, code, reason, file, sheet, row in rows[columns].itertuples(index=False)
        ],
    )


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else value.date()


def _spoken(value: Any) -> str:
    day = _day(value)
    return "no date" if day is None else spoken(day)
