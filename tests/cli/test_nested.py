"""Settings and plans of strangers that nest without end are told as what they are; each once ended in a traceback."""

from __future__ import annotations

import pytest

from tests.cli.test_plan import inventory, run

DEEP_JSON, DEEP_TOML = "[" * 100_000, "a=" + "[" * 100_000


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["compare", "deep.json"], "does not hold JSON text"),
        (["export", "deep.json", "memo", "--out", "memo.pdf"], "does not hold JSON text"),
        (["names", "deep.json", "--key", "deep.json", "--out", "named.json"], "no file with a key"),
        (["import", "estate", "--out", "made.xlsx", "--answers", "deep.toml"], "no file of answers"),
        (["import", "estate", "--out", "made.xlsx", "--mapping", "deep.toml"], "no TOML"),
    ],
    ids=lambda each: each[0] if isinstance(each, list) else "",
)
def test_a_file_that_nests_without_end_is_told(tmp_path, monkeypatch, command, told):
    monkeypatch.chdir(tmp_path)
    inventory(tmp_path / "estate")
    (tmp_path / "deep.json").write_text(DEEP_JSON, encoding="utf-8")
    (tmp_path / "deep.toml").write_text(DEEP_TOML, encoding="utf-8")
    result = run(*command)
    assert result.exit_code == 2, result.exception
    assert told in " ".join(result.output.split())
