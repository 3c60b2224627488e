"""Write the sample laboratory: ``laboratory.xlsx``, ``flat_export.xlsx``, ``credits.csv`` and ``anchor.json``.

Usage: ``python sample_data/generate.py [--out FOLDER]`` (default: this folder). The seed is fixed and no clock is read:
the same files come out every time. All dates are laid out around the anchor day, and loading the sample shifts them.
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

from generator import flat_export, laboratory, provider_file, template_workbook

ANCHOR = date(2026, 11, 22)


def main() -> None:
    """Write the four files into the folder asked for."""
    parser = argparse.ArgumentParser(description="Write the sample laboratory.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder to write into")
    folder: Path = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    whole = laboratory.build(ANCHOR)
    template_workbook.write(whole, folder / "laboratory.xlsx")
    flat_export.write(whole, folder / "flat_export.xlsx")
    provider_file.write(whole, folder / "credits.csv")
    (folder / "anchor.json").write_text(json.dumps({"as_of": ANCHOR.isoformat()}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
