"""The equivalent in polars: joined, filtered, summed by holding, area and eligibility, both countings from the sums.

Greedy where the product is exact (a credit of several areas goes whole to its first), which favours the peer.
"""

import json
import sys
import time

import polars as pl

from tests.bench.contestants.given import AS_OF, frames, rules

holdings_frame, credits_frame = frames(sys.argv[1])
holdings = pl.from_pandas(holdings_frame).with_row_index("holding")
credits = pl.from_pandas(credits_frame)
book = rules()
needs = pl.DataFrame(
    [{"credential": name, "area": code, "need": need} for name, rule in book.items() for code, need in rule.minimums]
)
totals = pl.DataFrame([{"credential": name, "total": rule.total} for name, rule in book.items()])


def verdicts() -> pl.DataFrame:
    supply = (
        holdings.lazy()
        .join(credits.lazy().filter(pl.col("completed_on") <= AS_OF), on="staff_id")
        .filter(pl.col("completed_on").is_between(pl.col("cycle_start"), pl.col("cycle_end")))
        .with_columns(
            recent=pl.when(pl.col("completed_on") > pl.lit(AS_OF) - pl.duration(days=365)).then("points").otherwise(0)
        )
        .group_by("holding", "credential", "area", "eligibility")
        .agg(pl.col("points").sum(), pl.col("recent").sum())
    )
    gaps = (
        holdings.lazy()
        .select("holding", "credential")
        .join(needs.lazy(), on="credential")
        .join(
            supply.filter(pl.col("eligibility") == "counts").select("holding", "area", "points"),
            on=["holding", "area"],
            how="left",
        )
        .with_columns(gap=(pl.col("need") - pl.col("points").fill_null(0)).clip(0))
        .group_by("holding")
        .agg(named=pl.col("gap").sum())
    )
    sums = supply.group_by("holding").agg(
        sure=pl.col("points").filter(pl.col("eligibility") == "counts").sum(),
        at_best=pl.col("points").sum(),
        recent=pl.col("recent").sum(),
    )
    return (
        holdings.lazy()
        .join(totals.lazy(), on="credential")
        .join(gaps, on="holding")
        .join(sums, on="holding", how="left")
        .with_columns(missing=pl.max_horizontal(pl.col("named"), pl.col("total") - pl.col("sure").fill_null(0)))
        .collect()
    )


verdicts()
started, began = time.perf_counter(), time.process_time()
found = verdicts()
seconds, cpu = time.perf_counter() - started, time.process_time() - began
print(json.dumps({"seconds": seconds, "cpu": cpu, "holdings": found.height}))
