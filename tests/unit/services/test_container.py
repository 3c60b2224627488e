"""The application put together: the shipped catalogue is in a new database once, and the clock is passed in."""

from __future__ import annotations

from datetime import date

import pytest

from lib.domain import tables
from lib.domain.errors import LabReadyError
from lib.services import catalogue
from lib.services.clock import now, today
from tests.unit.services.workbooks import ME, TODAY, application, imported, workbook


def test_a_new_database_has_the_shipped_catalogue_once(tmp_path):
    path = str(tmp_path / "lab.duckdb")
    with application(path) as app:
        shipped = catalogue.products(app, ME)
        assert len(shipped) > 5
        assert app.store.data_version() == 1
        catalogue.save_products(app, ME, shipped.iloc[1:], today=TODAY)
    with application(path) as app:
        assert len(catalogue.products(app, ME)) == len(shipped) - 1
        assert app.book.versions
        assert app.today() == TODAY


def test_an_imported_catalogue_merges_by_product_id():
    with application() as app:
        shipped = catalogue.products(app, ME)
        first = shipped["product_id"].iloc[0]
        header = ["Product ID", "Provider", "Product", "Kind", "Non-member Price"]
        sheet = [header, [first, None, "Renamed", "course", 12.5], ["NEW-1", "Us", "Ours", "course", 0]]
        imported(app, "catalogue.xlsx", workbook(Catalogue=sheet))
        found = catalogue.products(app, ME).set_index("product_id")
        assert len(found) == len(shipped) + 1
        assert found.loc[first, ["product", "non_member_price"]].tolist() == ["Renamed", 1250]
        assert found.loc[first, "provider"] == shipped["provider"].iloc[0]


def test_a_wrong_catalogue_is_refused_in_sentences_and_the_same_again_writes_nothing():
    with application() as app:
        shipped = catalogue.products(app, ME)
        version = app.store.data_version()
        wrong = shipped.assign(kind="thing").iloc[:1]
        with pytest.raises(LabReadyError, match=r"The catalogue was not saved\. Row 1") as refused:
            catalogue.save_products(app, ME, wrong, today=TODAY)
        assert refused.value.code == "catalogue"
        catalogue.save_products(app, ME, shipped.sample(frac=1, random_state=1), today=TODAY)
        assert app.store.data_version() == version
        dearer = tables.typed(shipped.assign(non_member_price=9900), tables.PRODUCTS)
        catalogue.save_products(app, ME, dearer, today=TODAY)
        assert set(catalogue.products(app, ME)["non_member_price"]) == {9900}


def test_the_clock_has_no_time_zone_and_whole_seconds():
    moment = now()
    assert moment.tzinfo is None
    assert moment.microsecond == 0
    assert isinstance(today(), date)
