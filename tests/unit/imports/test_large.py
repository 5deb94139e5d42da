"""Logs that are added up out of core give the accesses that the same rows give one by one."""

from __future__ import annotations

from datetime import timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from planner.imports import Choices, import_exports
from planner.imports.reading import grids
from tests.golden.exports import shipyard
from tests.unit.imports.test_identity import DAY, ad, computers

NAMES = ("ad_users.csv", "ad_computers.csv", "ual_daily_KAI-FS.csv")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return [path for path in shipyard.write(tmp_path_factory.mktemp("shipyard")) if path.name in NAMES]


def accesses(imported):
    """Every access with its days, and how often and in how many rows it was seen."""
    return [
        (
            access.user.id if access.user else "",
            access.device or access.unknown,
            access.server.id,
            access.kind,
            access.first,
            access.last,
            sum(proof.rows for proof in access.proofs.values()),
        )
        for access in imported.joined.accesses()
    ]


def test_a_log_that_is_added_up_proves_what_its_rows_prove(files, monkeypatch):
    one_by_one = import_exports(files, Choices(as_of=shipyard.AS_OF))
    monkeypatch.setattr(grids, "LARGE_BYTES", 2_000)
    added_up = import_exports(files, Choices(as_of=shipyard.AS_OF))

    assert "20 rows were added up; single rows are not named as evidence." in {
        remark.text for remark in added_up.talk.remarks
    }
    assert accesses(added_up) == accesses(one_by_one)
    assert len(accesses(added_up)) == 12
    asked = {id for id in one_by_one.talk.questions if id.startswith(("address", "account"))}
    assert asked <= set(added_up.talk.questions)


def test_parquet_of_several_files_is_added_up_split_where_an_address_changed_hands(tmp_path, monkeypatch):
    """Two machines had the address, in overlapping blocks of days; what is between them is nobody's."""
    days = ["2026-01-03", "2026-01-20", "2026-02-02", "2026-02-20"]
    rows = [("haus\\pc-1$", days[0]), ("haus\\pc-1$", days[1]), ("haus\\pc-2$", days[2]), ("haus\\pc-2$", days[3])]
    rows += [("haus\\ann", f"2026-01-{day:02}") for day in range(4, 19)]
    rows += [("haus\\ann", f"2026-02-{day:02}") for day in range(2, 12)] + [("haus\\ann", "2026-01-29")]
    rows += [("haus\\ann", "")]
    for number, part in enumerate((rows[::2], rows[1::2])):
        table = pa.table(
            {
                "AccessDate": [day for _, day in part],
                "UserName": [user for user, _ in part],
                "IPAddress": ["10.0.0.9"] * len(part),
                "PSComputerName": ["FS1"] * len(part),
                "AccessCount": [3] * len(part),
                "ProductName": ["Windows Server 2022 Standard"] * len(part),
            }
        )
        pq.write_table(table, tmp_path / f"log{number}.parquet")
    (tmp_path / "users.csv").write_text(ad("ann,,,1,True,Ann"), encoding="utf-8")
    (tmp_path / "pcs.csv").write_text(computers("PC-1,Windows 11,", "PC-2,Windows 11,"), encoding="utf-8")
    monkeypatch.setattr(grids, "LARGE_BYTES", 500)
    found = import_exports(sorted(tmp_path.iterdir()), Choices(as_of=DAY, home_domain="haus"))

    assert [each[:2] + each[4:] for each in accesses(found)] == [
        ("ann", "ip:10.0.0.9", shipyard.date(2026, 1, 29), shipyard.date(2026, 1, 29), 2),
        ("ann", "pc-1", shipyard.date(2026, 1, 4), shipyard.date(2026, 1, 18), 15),
        ("ann", "pc-2", shipyard.date(2026, 2, 2), shipyard.date(2026, 2, 11), 10),
    ]
    texts = {remark.text for remark in found.talk.remarks}
    assert "1 row has no day that could be read; it counts without one." in texts


def test_rows_that_break_the_layout_are_counted_and_left_out(tmp_path, monkeypatch):
    text = "sep=;\nAccessDate;UserName;IPAddress;PSComputerName;AccessCount\n"
    text += "".join(f"0{day}.03.2026 00:00:00;haus\\ann;10.0.0.1;FS1;2\n" for day in range(1, 8))
    text += "08.03.2026 00:00:00;haus\\ann\n"
    (tmp_path / "log.csv").write_text(text, encoding="utf-8-sig")
    monkeypatch.setattr(grids, "LARGE_BYTES", 100)
    found = import_exports([tmp_path / "log.csv"], Choices(as_of=DAY))

    [access] = accesses(found)
    assert access[4:] == (shipyard.date(2026, 3, 1), shipyard.date(2026, 3, 7), 7)
    assert "1 row has another number of cells than the header and is left out." in {
        remark.text for remark in found.talk.remarks
    }


def test_days_in_a_row_over_several_blocks_keep_their_first_and_last(tmp_path, monkeypatch):
    """A long row of ones is more than a float holds; and only the end of the log shows which part is the month."""
    days = [shipyard.date(2025, 2, 1) + timedelta(days=each) for each in range(130)]
    text = "AccessDate,UserName,IPAddress,PSComputerName,AccessCount\n" + "".join(
        f"{day.month}/{day.day}/{day.year} 00:00:00,haus\\{who},10.0.0.1,FS1,1\n"
        for day in days
        for who in ("ann", "ben") * 300
    )
    (tmp_path / "log.csv").write_text(text, encoding="utf-8")
    assert text.index("2/13/2025") > grids.HEAD_BYTES
    monkeypatch.setattr(grids, "LARGE_BYTES", 100)
    found = import_exports([tmp_path / "log.csv"], Choices(as_of=DAY))

    assert [each[4:] for each in accesses(found)] == [(days[0], days[-1], 300 * 130)] * 2
    assert not [id for id in found.talk.questions if id.startswith("dates")]
