"""The register as a file: same rows as csv and parquet; no id becomes a formula where people open it."""

import csv
import io

import pandas as pd
import pytest
from sample_plans import USER, V2022, V2025, WS, all_results, plan, result

from planner.domain.plan import RegisterSource
from planner.domain.product import Condition
from planner.errors import UsageError
from planner.report.formats.columns_csv import as_found
from planner.report.formats.register import COLUMNS, write_register

ODD = ["=1+1", "00123", "NA", 'a "b", c', "two\nlines", "cr\rhere", "ünï"]


def read_csv(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_csv_lists_planned_scenarios_in_order(tmp_path):
    path = tmp_path / "register.csv"
    write_register(all_results(), path)
    rows = read_csv(path)
    assert tuple(rows[0]) == COLUMNS
    assert rows[1] == ["cheapest", "0", "ws_cal", "user", "p0", "2022", "2022", "new", "L-1", "Needed by p0.",
                       "", "", "", "", "", "2026-01-15", "2026-01-15"]  # fmt: skip
    assert rows[6][2:9] == ["rds_cal", "user", "p0", "2022", "2025", "new", "R-1"]
    assert [row[0] for row in rows[1:]] == ["cheapest"] * 6 + ["users only"] * 5


def test_parquet_holds_the_same_rows(tmp_path):
    write_register(all_results(), tmp_path / "r.csv")
    write_register(all_results(), tmp_path / "r.PARQUET")
    frame = pd.read_parquet(tmp_path / "r.PARQUET")
    assert list(frame.columns) == list(COLUMNS)
    assert frame["period"].dtype == "int64"
    assert frame.astype(str).to_numpy().tolist() == read_csv(tmp_path / "r.csv")[1:]


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_ids_are_written_as_they_are(tmp_path, suffix):
    rows = [(WS, USER, n, name, V2022, V2025, 0) for n, name in enumerate(ODD)]
    outcome = plan((), (), rows, [RegisterSource("=lot", Condition.USED, V2025)])
    path = tmp_path / f"r{suffix}"
    write_register([result(outcome=outcome)], path)
    written = [row[4] for row in read_csv(path)[1:]] if suffix == ".csv" else list(pd.read_parquet(path)["holder"])
    assert written == (["'=1+1", *ODD[1:]] if suffix == ".csv" else ODD)
    assert [as_found(name) for name in written] == ODD


def test_it_is_written_as_the_csv_module_writes(tmp_path):
    names = ["", "a,b", 'say "x"', "two\nlines", "\rx", "=1", "ä;ö", " x "]
    rows = [(WS, USER, n, name, V2022, V2025, 0) for n, name in enumerate(names)]
    path = tmp_path / "r.csv"
    write_register([result(outcome=plan((), (), rows, [RegisterSource('"lot", 1', Condition.USED, V2025)]))], path)
    again = io.StringIO(newline="")
    csv.writer(again).writerows(read_csv(path))
    assert path.read_bytes() == again.getvalue().encode()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_id_is_a_formula_whatever_separates_columns(tmp_path, separator):
    names = ["=1+1", "a;=2+2", 'b"\t"=3+3', "c,+4", "@SUM(1)", "d\n-5", "＝6"]
    rows = [(WS, USER, n, name, V2022, V2025, 0) for n, name in enumerate(names)]
    path = tmp_path / "r.csv"
    write_register([result(outcome=plan((), (), rows, [RegisterSource("=lot", Condition.USED, V2025)]))], path)
    with path.open(encoding="utf-8", newline="") as stream:
        cells = [cell for row in csv.reader(stream, delimiter=separator) for cell in row]
    assert len(cells) > len(names)
    assert [cell for cell in cells if cell.lstrip(' "').startswith(("=", "+", "-", "@", "＝"))] == []


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_same_plans_same_bytes(tmp_path, suffix):
    for name in ("a", "b"):
        write_register(all_results(), tmp_path / (name + suffix))
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_rows_written_a_few_at_a_time_are_the_same(tmp_path, suffix, monkeypatch):
    whole, parts = tmp_path / f"whole{suffix}", tmp_path / f"parts{suffix}"
    write_register(all_results(), whole)
    monkeypatch.setattr("planner.report.formats.register._AT_ONCE", 2)
    write_register(all_results(), parts)
    read = read_csv if suffix == ".csv" else lambda path: pd.read_parquet(path).to_numpy().tolist()
    assert len(read(parts)) > 10
    assert read(parts) == read(whole)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_register_without_rows_has_columns(tmp_path, suffix):
    path = tmp_path / f"r{suffix}"
    write_register([result(outcome=plan())], path)
    written = read_csv(path)[0] if suffix == ".csv" else pd.read_parquet(path).columns
    assert tuple(written) == COLUMNS


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r'"register\.xls" ends in neither'):
        write_register(all_results(), tmp_path / "register.xls")
