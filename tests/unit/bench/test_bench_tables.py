"""What the bench says of its rows: the table, the reasons, the chart, and the file that several runs add to."""

from __future__ import annotations

import json
import platform
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bench import chart, results, tables
from tests.bench.notes import NOTES
from tests.bench.processes import run
from tests.bench.works import WORKS, Row

MET = Row(
    work="report workbook of 10 people", against="openpyxl", goal="at most 1.3 ×", ratio=1.25, met=True,
    ours_seconds=0.25, other_seconds=0.2, ours_memory=3 * 2**20, other_memory=2**20, rounds=3, name="report",
)  # fmt: skip
MISSED = replace(MET, work="import <all>", against="the limit: calamine", goal="at most 3 ×", ratio=3.4, met=False,
                 ours_seconds=3.4, other_seconds=1.0, other_memory=0, name="workbook")  # fmt: skip


def test_a_row_says_its_ratio_seconds_and_memory() -> None:
    line = tables.table([MET, MISSED]).splitlines()[2:]
    assert line == [
        "| report workbook of 10 people | openpyxl | at most 1.3 × | 1.25 × | yes | 250 ms | 200 ms | 3 MB | 1 MB |",
        "| import <all> | the limit: calamine | at most 3 × | 3.40 × | **no** | 3.4 s | 1.0 s | 3 MB | – |",
    ]
    assert tables.ratio(replace(MET, goal="at most 3%", ratio=0.0123)) == "1.2%"


def test_what_is_not_met_has_its_reason_and_the_next_idea() -> None:
    words = tables.why([MET, MISSED])
    assert "report workbook" not in words
    assert f"3.40 ×, goal at most 3 ×. {NOTES['workbook', 'limit']}" in words
    assert tables.why([MET]) == "Every goal is met."
    assert "was not looked for yet" in tables.why([replace(MISSED, part="unheard of")])
    assert {name for name, _ in NOTES} <= set(WORKS)


def test_rows_of_works_that_were_measured_again_replace_the_earlier_ones(tmp_path: Path) -> None:
    kept = tmp_path / "rows.json"
    results.write(kept, results.together([], [MET]), 0.1)
    results.write(kept, results.together(results.read(kept, 0.1), [MISSED]), 0.1)
    assert results.read(kept, 0.1) == [MISSED, MET]  # in the order of the works
    again = replace(MISSED, ratio=2.0, met=True)
    assert results.together([MISSED, MET], [again]) == [again, MET]
    assert results.read(kept, 1.0) == []
    document = json.loads(kept.read_text("utf-8"))
    kept.write_text(json.dumps({**document, "machine": "another"}), "utf-8")
    assert results.read(kept, 0.1) == []


def test_the_readme_has_a_place_for_the_table() -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text("utf-8")
    words = tables.section([MET, MISSED], "two cores", 0.1)
    assert "Medians of 3 pairs" in words
    assert "At 0.1 of the rows" in words
    put = tables.put_into(readme, words)
    assert words in put
    assert tables.put_into(put, words) == put
    with pytest.raises(ValueError, match="no lines"):
        tables.put_into("nothing", words)


def test_neither_table_nor_chart_names_the_machine() -> None:
    picture = chart.chart([MET, MISSED])
    assert picture.startswith("<svg")
    assert "import &lt;all&gt; / calamine" in picture
    assert "1 of 2 within it" in picture
    assert f"![{chart.caption([MET, MISSED])}]({chart.PICTURE})" in tables.section([MET, MISSED], "two cores", 1.0)
    for words in (picture, results.machine(), tables.section([MET], results.machine(), 1.0)):
        assert platform.node() not in words
    assert chart.used(MISSED) == pytest.approx(3.4 / 3)
    assert chart.used(replace(MET, goal="at least 5 × faster", ratio=10.0)) == pytest.approx(0.5)
    assert chart.used(replace(MET, goal="at most 3%", ratio=0.015)) == pytest.approx(0.5)


def test_the_picture_of_the_readme_is_there_and_is_that_of_its_table() -> None:
    root = Path(__file__).parents[3]
    readme = (root / "README.md").read_text("utf-8")
    caption = readme.partition(f"]({chart.PICTURE})")[0].rpartition("![")[2]
    assert caption in (root / chart.PICTURE).read_text("utf-8")


def test_a_contestant_is_timed_with_its_children_or_taken_at_its_word() -> None:
    spawn = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'b = bytearray(300_000_000); import time; time.sleep(0.4)'])"  # noqa: E501
    whole = run(["-c", spawn])
    assert whole.whole
    assert whole.memory > 300_000_000
    assert whole.cpu > 0
    large = b"x" * 200_000_000  # the memory of the bench, not of the contestant
    assert run(["-c", "import time; time.sleep(0.3)"]).memory < len(large) / 2
    told = run(["-c", "print('{\"seconds\": 0.125}')"])
    assert (told.seconds, told.whole) == (0.125, False)
    with pytest.raises(SystemExit, match="ended with 3"):
        run(["-c", "raise SystemExit(3)"])
