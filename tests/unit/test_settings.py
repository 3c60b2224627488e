from __future__ import annotations

import dataclasses
from pathlib import Path

import platformdirs
import pytest

from lib.domain.errors import SettingsError
from lib.settings import ACCEPTED, Settings, read_settings


def test_without_variables_the_database_is_in_the_users_data_folder() -> None:
    settings = read_settings({})

    assert settings.database == platformdirs.user_data_path("labready", appauthor=False) / "labready.duckdb"
    assert settings == Settings(database=settings.database)


def test_defaults_are_those_that_the_words_say() -> None:
    settings = read_settings({})

    # 50 * 1024 * 1024 = 52,428,800; 400 times it 419,430,400; 1400 times it 1,468,006,400
    assert (settings.max_upload_bytes, settings.max_unpacked_bytes) == (52_428_800, 419_430_400)
    assert (settings.max_cells, settings.reading_memory_bytes, settings.reading_seconds) == (
        5_000_000,
        1_468_006_400,
        120,
    )
    assert (settings.max_rows, settings.max_columns, settings.max_sheets) == (1_048_576, 2_000, 100)
    assert (settings.max_cell_length, settings.max_ratio, settings.max_files) == (100_000, 150, 50)


def test_every_accepted_variable_sets_something() -> None:
    values = dict.fromkeys(ACCEPTED, "7") | {"LABREADY_DB": "/data/lab.duckdb", "LABREADY_RULES": "/data/rules"}

    # 7 * 1024 * 1024 = 7,340,032
    assert read_settings(values) == Settings(
        database=Path("/data/lab.duckdb"),
        rules=Path("/data/rules"),
        max_upload_bytes=7_340_032,
        max_unpacked_bytes=7_340_032,
        max_cells=7,
        max_rows=7,
        max_columns=7,
        max_sheets=7,
        max_cell_length=7,
        max_ratio=7,
        max_files=7,
        reading_memory_bytes=7_340_032,
        reading_seconds=7,
    )
    assert len(dataclasses.fields(Settings)) == len(ACCEPTED)


def test_the_home_folder_may_be_written_as_a_tilde(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/maria")
    monkeypatch.setenv("USERPROFILE", "/home/maria")

    assert read_settings({"LABREADY_DB": "~/lab.duckdb"}).database == Path("/home/maria/lab.duckdb")


def test_an_unknown_variable_is_refused_with_the_accepted_ones() -> None:
    with pytest.raises(SettingsError) as refusal:
        read_settings({"LABREADY_DATABASE": "x", "LABREADY_ZOO": "1", "PATH": "/bin"})

    assert "LABREADY_DATABASE, LABREADY_ZOO, which is no setting" in refusal.value.message
    assert all(f"{name}: {words}" in refusal.value.message for name, words in ACCEPTED.items())


def test_variables_of_the_tests_and_of_others_are_left_alone() -> None:
    assert read_settings({"LABREADY_REQUIRE_BROWSER": "1", "STREAMLIT_SERVER_PORT": "1"}) == read_settings({})


def test_an_empty_database_path_is_refused() -> None:
    with pytest.raises(SettingsError, match="LABREADY_DB is set but empty"):
        read_settings({"LABREADY_DB": "  "})


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "", "many", " 5", "²", "٣"])
def test_a_limit_that_is_no_whole_number_above_zero_is_refused(value: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        read_settings({"LABREADY_MAX_UPLOAD_MB": value})

    assert f'LABREADY_MAX_UPLOAD_MB is "{value}"' in refusal.value.message
    assert "whole number above 0" in refusal.value.message


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        read_settings({}).max_cells = 1  # type: ignore[misc]
