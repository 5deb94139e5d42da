"""How a situation is asked about: sheets as text, a market that all share, and what came of it."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from planner.cli import main
from tests.oracle.enumerate import minimum_total
from tests.oracle.estate import read_estate

Json = dict[str, Any]
DAY = "2026-11-21"

SHOP = """offer_id,vendor,product,metric,version,condition,price,pack_size
bu,Northern Licences,ws_cal,user,2025,new,45.00,1
bd,Northern Licences,ws_cal,device,2025,new,38.00,1
ru,Northern Licences,rds_cal,user,2025,new,170.00,1
rd,Northern Licences,rds_cal,device,2025,new,150.00,1
bu5,Box Maker,ws_cal,user,2025,new,205.00,5
bd5,Box Maker,ws_cal,device,2025,new,175.00,5
bu22,Second Hand,ws_cal,user,2022,used,24.00,1
bd22,Second Hand,ws_cal,device,2022,used,20.00,1
ru22,Second Hand,rds_cal,user,2022,used,95.00,1
rd22,Second Hand,rds_cal,device,2022,used,82.00,1
bu19,Second Hand,ws_cal,user,2019,used,14.00,1
bd19,Second Hand,ws_cal,device,2019,used,12.00,1
ru19,Second Hand,rds_cal,user,2019,used,60.00,1
rd19,Second Hand,rds_cal,device,2019,used,50.00,1
"""
"""New licences singly and in boxes of five, and used ones of two versions, without limit."""


@dataclass
class Answer:
    """What the program said: how it ended, what it printed, and what it wrote (nothing after an error)."""

    exit_code: int
    printed: str
    plan: Json = field(default_factory=dict)
    register: list[dict[str, str]] = field(default_factory=list)
    folder: Path = Path()

    @cached_property
    def oracle(self) -> dict[str, str | None]:
        """What the enumeration finds for the scenarios that were planned."""
        estate = read_estate(self.folder)
        asked = [scenario for scenario in estate.scenarios if scenario.name in self.totals]
        totals = {scenario.name: minimum_total(estate, scenario.policy) for scenario in asked}
        return {name: None if total is None else f"{total / 100:.2f}" for name, total in totals.items()}

    @property
    def flat(self) -> str:
        """What was printed, without line breaks."""
        return " ".join(self.printed.split())

    @property
    def first(self) -> Json:
        return dict(self.plan["scenarios"][0])

    def scenario(self, name: str) -> Json:
        return next(result for result in self.plan["scenarios"] if result["name"] == name)

    @property
    def total(self) -> str | None:
        """What the first scenario costs; None where it has no plan."""
        cost = self.first.get("cost")
        return None if cost is None else str(cost["total"])

    @property
    def totals(self) -> dict[str, str | None]:
        return {result["name"]: result.get("cost", {}).get("total") for result in self.plan["scenarios"]}

    @property
    def bought(self) -> dict[str, int]:
        """Licences bought in the first scenario by offer."""
        return {line["offer_id"]: line["licences"] for line in self.first["purchases"]}

    @property
    def notices(self) -> list[str]:
        return [notice["text"] for notice in self.first["notices"]]


def ask(place: Path, sheets: Mapping[str, str], policy: str = "", scenarios: Sequence[str] = ("cheapest",)) -> Answer:
    """Write the sheets and plan the scenarios named, without names `cheapest`; `policy` is more of sheet Policy."""
    folder = place / "inventory"
    folder.mkdir()
    day = "" if "plan_date" in policy else f"plan_date,{DAY}\n"
    texts = {"Offers": SHOP, "Policy": f"name,value\n{day}{policy}", **sheets}
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    plan, register = place / "plan.json", place / "register.csv"
    arguments = ["plan", str(folder), "--json", str(plan), "--assignments", str(register)]
    for name in scenarios:
        arguments += ["--scenario", name]
    result = CliRunner().invoke(main, arguments)
    if not plan.exists():
        return Answer(result.exit_code, result.output)
    with register.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return Answer(result.exit_code, result.output, json.loads(plan.read_text(encoding="utf-8")), rows, folder)


def sheet(header: str, *rows: str) -> str:
    return "\n".join([header, *rows]) + "\n"
