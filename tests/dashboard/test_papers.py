"""Papers of a plan are offered on its page, one file per receiver; what is missing for one is said."""

from __future__ import annotations

from dashboards import state
from tests.dashboard.test_pages import open_page, unmarked
from tests.dashboard.workbooks import GOOD


def _offered(app):
    return [unmarked(button.label) for button in app.get("download_button") if (button.key or "").startswith("paper_")]


def test_papers_are_made_once_a_kind_is_picked(keep):
    _, plan = keep("tills.xlsx", GOOD, plan=True)
    app = open_page(state.PLAN_PAGE, plan=plan)
    assert _offered(app) == []
    app.selectbox(key="paper").select("request").run()
    assert _offered(app) == ["tills, cheapest, request, Shop.xlsx", "tills, cheapest, request, Shop.docx"]
    app.selectbox(key="paper").select("peppol").run()
    assert _offered(app) == []
    assert unmarked(app.info[-1].value).startswith("A Peppol order needs more than is known: Organisation, column name")
    app.selectbox(key="paper").select("order").run()
    assert app.info[-1].value == "An order is written on your own order form: choose it above."
    app.selectbox(key="paper").select("changes").run()
    assert _offered(app) == [
        "tills, cheapest, changes.xlsx", "tills, cheapest, changes, people and machines.csv",
        "tills, cheapest, changes, servers.csv",
    ]  # fmt: skip
    assert not app.exception
