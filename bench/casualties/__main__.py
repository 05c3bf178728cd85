"""Measure the casualty register: reconciliation, linkage, estimation. Prints a line per measure and records all.

    PROBANS_SHARED_DATA=... python -m bench.casualties [out-folder]

Sets that are not present are left out and named. Times are processor seconds of one process.
"""

import csv
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from tests.shared import shared_data

from bench.machine import record
from probans.analysis.casualties.conflicts import certificate, find_conflicts, keep, smallest_correction
from probans.analysis.casualties.estimation.captures import Captures, Refusal, capture_table
from probans.analysis.casualties.estimation.decomposable import average_graphs
from probans.analysis.casualties.estimation.latent import LatentSettings, require_agreement, sample_latent
from probans.analysis.casualties.estimation.linked import estimate_linked
from probans.analysis.casualties.estimation.loglinear import all_models, fit, hierarchy, stepwise
from probans.analysis.casualties.layout import context_of, lay_out
from probans.analysis.casualties.linkage import Column, link
from probans.analysis.casualties.partitions import PartitionSettings, sample_partitions
from probans.analysis.casualties.program import Program, Row, terms_of
from probans.analysis.casualties.regions import Region
from probans.model.casualty import Report
from probans.model.counts import Count
from probans.model.when import DateInterval

GECO = ("link_mse_geco_5dist_1num", "link_mse_geco_10dist_2num", "link_mse_geco_15dist_1num")
Result = dict[str, Any]


def main() -> None:
    """Run all measures."""
    results: Result = {}
    for name, measure in MEASURES.items():
        started = time.process_time()
        found = measure()
        results[name] = {**found, "seconds in all": round(time.process_time() - started, 2)}
        print(json.dumps({name: results[name]}), flush=True)
    if len(sys.argv) > 1:
        record(Path(sys.argv[1]), "casualties", results)


def gaza() -> Result:
    """Daily and running totals of one outcome: the smallest correction and where the minimal conflicts lie."""
    rows_read = table("reconcile_gaza_daily_to_2024_06/reports.csv")
    days = {row["report_date"]: at for at, row in enumerate(rows_read)}
    rows = []
    for row in rows_read:
        at = days[row["report_date"]]
        for name, cells in (("killed", [at]), ("killed_cum", range(at + 1))):
            if row[name]:
                said = int(float(row[name]))
                identity = f"{row['report_date']} {name}"
                rows.append(Row(identity, terms_of(cells), said, said, identity))
    started = time.process_time()
    moved = smallest_correction(rows)
    corrected = time.process_time() - started
    conflicts = find_conflicts(rows)
    seconds = time.process_time() - started
    return {
        "reports": len(rows),
        "seconds": round(seconds, 3),
        "conflicts": [sorted(found) for found in conflicts.sets],
        "corrections": dict(moved),
        "people corrected": sum(by for _, by in moved),
        "seconds for the corrections": round(corrected, 3),
        "proofs": sum(bool(certificate(keep(rows, found))) for found in conflicts.sets),
    }


def generated() -> Result:
    """Reports of a made truth over 200 places in 10 regions and 120 days: the whole's range against the truth."""
    found: Result = {}
    for number in (1_000, 3_000, 10_000):
        reports, truth = made_reports(number)
        started = time.process_time()
        everyone = Region("", None, "", "killed")
        layout = lay_out(reports, [(everyone, ())], context_of(reports))
        program = Program(layout.rows)
        least = program.least(layout.terms(everyone)).value
        found[str(number)] = {
            "seconds": round(time.process_time() - started, 2),
            "least": least,
            "truth": truth,
            "sum of the reports' low ends": sum(report.count.low for report in reports),
        }
    return found


def linkage() -> Result:
    """Pairs found without labels on sets with known people, every pair compared."""
    found: Result = {}
    for folder in GECO:
        columns, truth, _ = geco(folder)
        found[folder] = linked(columns, truth)
    rows = table("link_RLdata500/records.csv")
    entity = {row["record"]: row["entity"] for row in table("link_RLdata500/truth.csv")}
    names = ("fname_c1", "fname_c2", "lname_c1", "lname_c2", "by", "bm", "bd")
    columns = [Column(name, tuple(row[name] for row in rows), len(name) > 2) for name in names]
    found["link_RLdata500"] = linked(columns, [entity[row["record"]] for row in rows])
    for folder in ("link_febrl1", "link_febrl2"):
        rows = table(f"{folder}/records.csv")
        fields = ("given_name", "surname", "suburb", "address_1", "date_of_birth", "postcode")
        columns = [Column(name, tuple(row[name] for row in rows), at < 4) for at, name in enumerate(fields)]
        found[folder] = linked(columns, [row["rec_id"].split("-")[1] for row in rows])
    return found


def coverage() -> Result:
    """Lists linked, partitions sampled, total estimated: the truth is 1,000."""
    found: Result = {}
    for folder in GECO:
        columns, truth, lists = geco(folder)
        started = time.process_time()
        drawn = sample_partitions(len(truth), link(columns), PartitionSettings(partitions=50))
        estimate = estimate_linked(drawn, lists, ("1", "2", "3", "4", "5"))
        found[folder] = {
            "interval": [estimate.low, estimate.high],
            "people": estimate.details[0][1],
            "seconds": round(time.process_time() - started, 2),
        }
    return found


def averages() -> Result:
    """Exact averaging against the recorded means."""
    cases = {
        "five lists": ("mse_madigan_york_1997/five_lists.csv", 0.5, 300, 617.8158907614669),
        "Kosovo": ("mse_kosovo_1999/counts.csv", 1 / 16, 20_000, 12_749.1742),
        "UK five lists": ("mse_uk_modern_slavery_2013/five_lists.csv", 1 / 32, 60_000, 21_281.9686),
    }
    found: Result = {}
    for name, (path, delta, most, mean) in cases.items():
        captures = capture(path)
        average_graphs(captures, delta, np.arange(1, 3))
        started = time.process_time()
        average = average_graphs(captures, delta, np.arange(1, most + 1))
        seconds = round(time.process_time() - started, 3)
        found[name] = {"mean": average.mean, "recorded": mean, "seconds": seconds}
    return found


def loglinear() -> Result:
    """Log-linear models against the recorded figures."""
    kosovo = capture("mse_kosovo_1999/counts.csv")
    started = time.process_time()
    models = len(all_models(kosovo, 3))
    seconds = time.process_time() - started
    model = fit(kosovo, hierarchy([(0, 1, 2), (0, 3), (2, 3)]))
    return {
        "Kosovo [123,14,34]": [round(model.total, 1), round(model.error, 1)],
        "models": models,
        "seconds for all": round(seconds, 3),
        "UK six lists stepwise": round(stepwise(capture("mse_uk_modern_slavery_2013/six_lists.csv")).total, 2),
    }


def latent() -> Result:
    """Latent classes: effective draws a second with warm-up, and agreement with the recorded chains."""
    tables = {
        "Kosovo": ("mse_kosovo_1999/counts.csv", 10, "10,670 to 10,702 (9,014-9,062; 13,790-13,944)"),
        "Caloocan police": ("mse_philippines_caloocan/counts_police.csv", 5, "330.1 (302; 374)"),
        "Caloocan unidentified": ("mse_philippines_caloocan/counts_unidentified.csv", 5, "744.9 (631; 906)"),
        "Manila police": ("mse_philippines_manila/counts_police.csv", 5, "576.1 (535; 652)"),
        "Manila unidentified": ("mse_philippines_manila/counts_unidentified.csv", 5, "423.2 (314; 679)"),
    }
    found: Result = {}
    for name, (path, classes, recorded) in tables.items():
        found[name] = {**sampled(capture(path), LatentSettings(classes=classes, seed=2)), "recorded": recorded}
    return found


def sampled(captures: Captures, settings: LatentSettings) -> Result:
    """Sample and say how well the chains agree, or why they are refused."""
    sample_latent(captures, LatentSettings(classes=settings.classes, warm_up=20, draws=20))
    started = time.process_time()
    draws = sample_latent(captures, settings)
    seconds = time.process_time() - started
    result: Result = {
        "mean": round(draws.mean, 1),
        "interval": [draws.quantile(0.025), draws.quantile(0.975)],
        "rhat": round(draws.rhat, 4),
        "effective": round(draws.effective),
        "effective a second": round(draws.effective / seconds),
        "seconds": round(seconds, 2),
    }
    try:
        require_agreement(draws)
    except Refusal as refusal:
        result["refused"] = str(refusal)
    return result


def linked(columns: list[Column], truth: list[str]) -> Result:
    """Precision, recall and F1 of pairs at one half."""
    link(columns)
    started = time.process_time()
    found = link(columns)
    seconds = time.process_time() - started
    chosen = found.pairs[found.chances >= 0.5].tolist()
    right = sum(truth[first] == truth[second] for first, second in chosen)
    precision, recall = right / len(chosen), right / sum(n * (n - 1) // 2 for n in Counter(truth).values())
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "F1": round(2 * precision * recall / (precision + recall), 4),
        "seconds": round(seconds, 3),
        "million pairs a second": round(found.compared / seconds / 1e6, 1),
    }


def made_reports(number: int) -> tuple[list[Report], int]:
    """Reports that a made truth satisfies: exact, at least, up to and between."""
    rng = random.Random(1)
    truth: list[list[int]] = [[int(rng.choice([0, 0, 0, 1, 2, 5, 9])) for _ in range(120)] for _ in range(200)]
    within: dict[str, tuple[str, ...]] = {f"place {at}": (f"region {at % 10}", "country") for at in range(200)}
    within |= {f"region {at}": ("country",) for at in range(10)}
    reports = []
    for at in range(number):
        first = rng.randrange(120)
        last = min(119, first + rng.choice([0, 0, 1, 3, 6, 13, 29, 89]))
        kind = rng.random()
        of_place = f"place {rng.randrange(200)}" if kind < 0.85 else f"region {rng.randrange(10)}"
        place = "country" if kind >= 0.95 else of_place
        true: int = sum(sum(truth[one][first : last + 1]) for one in range(200) if is_in(one, place, within))
        reports.append(made_report(at, place, within.get(place, ()), (first, last), said(true, rng)))
    return reports, sum(map(sum, truth))


def is_in(one: int, place: str, within: dict[str, tuple[str, ...]]) -> bool:
    """Whether place number ``one`` is the place or lies in it."""
    return place == f"place {one}" or place in within[f"place {one}"]


def said(true: int, rng: random.Random) -> tuple[int, int | None]:
    """A range of words that the true number satisfies."""
    kind = rng.random()
    if kind < 0.3:
        return true, true
    if kind < 0.7:
        return max(0, true - rng.randrange(3)), None
    return (0, true + rng.randrange(4)) if kind < 0.8 else (max(0, true - 2), true + 2)


def made_report(
    at: int, place: str, within: tuple[str, ...], days: tuple[int, int], count: tuple[int, int | None]
) -> Report:
    """One report."""
    first, last = ((date(2031, 1, 1) + timedelta(days=day)).isoformat() for day in days)
    return Report(
        id=f"r{at:06}",
        place=place,
        place_name=place,
        within=within,
        interval=None,
        dates=(DateInterval(first=first, last=last),),
        outcome="killed",
        group="",
        count=Count(low=count[0], high=count[1]),
        origin="origin",
        claims=(f"c{at}",),
        scope="table",
    )


def geco(folder: str) -> tuple[list[Column], list[str], list[int]]:
    """Columns, people and lists of one simulated set."""
    rows = table(f"{folder}/records.csv")
    entity = {row["record"]: row["entity"] for row in table(f"{folder}/truth.csv")}
    columns = [Column(name, tuple(row[name] for row in rows)) for name in ("fname", "lname", "by", "bm", "bd")]
    return columns, [entity[row["record"]] for row in rows], [int(row["list"]) - 1 for row in rows]


def capture(path: str) -> Captures:
    """A capture table of the shared data."""
    rows = table(path)
    names = list(rows[0])
    values = [[int(float(row[name] or 0)) for name in names] for row in rows]
    return capture_table(names[:-1], [row[:-1] for row in values], [row[-1] for row in values])


def table(path: str) -> list[dict[str, str]]:
    """Rows of a CSV file of the shared data."""
    return list(read(shared_data("statistics") / path))


def read(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


MEASURES: dict[str, Callable[[], Result]] = {
    "gaza": gaza,
    "exact averages": averages,
    "log-linear": loglinear,
    "latent classes": latent,
    "linkage": linkage,
    "coverage": coverage,
    "generated reports": generated,
}

if __name__ == "__main__":
    main()
