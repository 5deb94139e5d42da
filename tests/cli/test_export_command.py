"""The command `export`: papers in a folder or a file, and what is refused before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from planner.cli import main
from planner.cli.options import WithSeveral
from planner.papers.kinds import KINDS
from planner.report.formats.plan_json import write
from tests.unit.papers.conftest import Planned, planned  # noqa: F401 (a fixture)


@pytest.fixture(scope="module")
def saved(planned: Planned, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811
    path = tmp_path_factory.mktemp("export") / "plan.json"
    write(planned.document, path)
    return path


def _export(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["export", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def test_papers_go_into_a_folder_that_is_made(saved, tmp_path):
    code, out, _ = _export(saved, "peppol", "--out", tmp_path / "papers", "--profile", _profile(tmp_path))
    names = sorted(path.name for path in (tmp_path / "papers").iterdir())
    assert code == 0
    assert names == [
        "estate 1, cheapest, Peppol order, Alt_ Lizenzen_Nord.xml", "estate 1, cheapest, Peppol order, Haus Neu.xml",
    ]  # fmt: skip
    assert out.count("Wrote ") == 2


def _profile(folder: Path) -> Path:
    path = folder / "profile.toml"
    vendors = "".join(
        f"[[vendor]]\nvendor = '{name}'\ncountry = 'DE'\npeppol_id = '9930:DE1'\n"
        for name in ("Haus Neu", "Alt: Lizenzen/Nord")
    )
    organisation = "[organisation]\nname = 'W'\ncountry = 'DE'\npeppol_id = '9930:DE2'\n"
    path.write_text(organisation + vendors, encoding="utf-8")
    return path


def test_one_paper_goes_into_a_file_whose_ending_says_how(saved, tmp_path):
    assert _export(saved, "memo", "--out", tmp_path / "memo.pdf", "--quiet")[:2] == (0, "")
    assert (tmp_path / "memo.pdf").read_bytes().startswith(b"%PDF")


def test_a_paper_that_needs_the_inventory_gets_it(saved, planned, tmp_path):  # noqa: F811
    out = tmp_path / "changes.csv"
    code, _, err = _export(saved, "owned", "--out", tmp_path / "owned.csv", "--inventory", planned.path)
    assert (code, err) == (0, "")
    assert (tmp_path / "owned.csv").read_text(encoding="utf-8-sig").startswith("Owned id,")
    code, _, err = _export(saved, "changes", "--out", out, "--inventory", planned.path)
    assert code == 2
    assert "These are 2 papers" in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["memos"], 'There is no paper called "memos"; there are request, memo, '),
        (["memo", "--scenario", "best"], 'The plan has no scenario "best"; it has "cheapest", '),
        (["order"], "name it (--form FILE.xlsx)"),
        (["cxml"], 'Vendors, column network_id, of "Alt: Lizenzen/Nord"'),
        (["coupa", "--form", "no.toml"], "no.toml cannot be read"),
    ],
)
def test_what_cannot_be_made_is_told(saved, tmp_path, arguments, told):
    code, _, err = _export(saved, *arguments, "--out", tmp_path / "papers")
    assert code == 2
    assert told in err


def test_a_wrong_profile_is_told_with_everything(saved, tmp_path):
    path = tmp_path / "profile.toml"
    path.write_text("[organisation]\nname = 'W'\nemail = 'x'\ncountry = 'Germany'\n", encoding="utf-8")
    code, _, err = _export(saved, "memo", "--out", tmp_path / "papers", "--profile", path)
    assert code == 2
    assert "CAL-120" in err
    assert "CAL-115" in err
    assert "Nothing was written." in err
    assert not (tmp_path / "papers").exists()


def test_another_inventory_is_refused(saved, planned, tmp_path):  # noqa: F811
    other = tmp_path / "other.xlsx"
    from planner.ingest import write_sample

    write_sample(other)
    code, _, err = _export(saved, "owned", "--out", tmp_path / "o.xlsx", "--inventory", other)
    assert code == 2
    assert "The plan was made from another inventory" in err


def test_several_quotations_follow_one_option():
    seen: list[str] = []

    class Spy(WithSeveral):
        def parse_args(self, ctx, args):
            try:
                return super().parse_args(ctx, args)
            finally:
                seen.extend(ctx.params.get("quotations") or ())

    plan = main.commands["plan"]
    spy = Spy("plan", params=plan.params, callback=lambda **_: None)
    CliRunner().invoke(spy, ["a.xlsx", "--quotations", "one.xlsx", "two.xlsx", "--quiet"])
    assert [str(one) for one in seen] == ["one.xlsx", "two.xlsx"]


def test_the_guide_names_every_kind():
    guide = (Path(__file__).parents[2] / "docs" / "papers.md").read_text(encoding="utf-8")
    assert [kind.name for kind in KINDS if f"export plan.json {kind.name} " not in guide] == []
