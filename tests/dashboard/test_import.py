"""The page that imports: drop, see, say, answer, save; driven without a browser."""

from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook

from planner.imports.apart import import_apart
from planner.store import inventories, mappings
from tests.dashboard.conftest import WORKSPACE
from tests.unit.imports.mapping.made_by_hand import german, polish
from tests.unit.imports.test_identity import ad, log


def _on_page(app, *files):
    app.switch_page("views/import_files.py").run()
    for name, content in files:
        app.file_uploader(key="import_files").upload(name, content)
    return app.run()


def _figures(app):
    figures = next(each.value for each in app.dataframe if "Found" in each.value)
    return dict(zip(figures["Found"], figures["Number"], strict=True))


def _whys(app):
    return list(app.dataframe[0].value["Why"])


def _servers_left_out(path):
    made = import_apart({path.name: path.read_bytes()}, {}, [])
    [servers] = [each for each in made.told["lists"] if each["holds"] == "servers"]
    columns = [{**column, "field": "nothing", "server": "", "values": {}} for column in servers["columns"]]
    return {**servers, "holds": "nothing", "columns": columns}


def _text(app):
    return " ".join(str(each.value) for kind in (app.markdown, app.header, app.error) for each in kind)


def test_a_workbook_kept_by_hand_becomes_an_inventory_that_is_checked(app, store, tmp_path):
    page = _on_page(app, ("tischlerei.xlsx", german(tmp_path / "g.xlsx").read_bytes()))
    assert not page.exception
    assert [each.value for each in page.header] == [
        "What each file is", "What your columns mean", "What only you know", "What comes of it",
        "Save it as an inventory",
    ]  # fmt: skip
    assert "3 questions open" in _text(page)
    leaver = page.selectbox(key="answer_leaver k.neu")
    leaver.select("yes")
    next(each for each in page.button if each.label == "Use these answers").click().run()
    assert "2 questions open" in _text(page)
    assert _figures(page)["people in use"] == "6"
    page.button(key="import_save").click().run()
    [saved] = inventories.every(store, WORKSPACE)
    assert saved.name == "tischlerei.xlsx"


def test_what_a_person_says_of_columns_is_kept_and_used_for_the_next_list(app, store, tmp_path):
    content = polish(tmp_path / "p.xlsx").read_bytes()
    page = _on_page(app, ("magazyn.xlsx", content))
    chosen = next(each for each in page.selectbox if each.label == "The rows are" and each.value == "servers")
    number = chosen.key.removesuffix("_holds")
    chosen.select("nothing").run()
    page.button(key=f"{number}_use").click().run()
    [kept] = mappings.every(store, WORKSPACE, None)
    assert (kept["holds"], kept["sheet"]) == ("nothing", "Serwery")
    again = _on_page(app, ("styczen.xlsx", content))
    assert _whys(again)[2] == "Left out: its mapping was kept."


def test_what_is_said_of_one_organisations_lists_is_not_used_for_anothers(app, store, tmp_path):
    content = polish(tmp_path / "p.xlsx").read_bytes()
    mappings.keep(store, WORKSPACE, None, [_servers_left_out(tmp_path / "p.xlsx")])
    page = _on_page(app, ("magazyn.xlsx", content))
    assert _whys(page)[2] == "Left out: its mapping was kept."
    page.button(key="import_save").click().run()
    [saved] = inventories.every(store, WORKSPACE)
    assert [mappings.every(store, WORKSPACE, case) == [] for case in (None, saved.case)] == [True, False]
    other = _on_page(page, ("styczen.xlsx", content))
    assert other.radio(key="import_of").value is None
    assert "kept" not in _whys(other)[2]
    other.radio(key="import_of").set_value(saved.case).run()
    assert _whys(other)[2] == "Left out: its mapping was kept."
    other.button(key="import_save").click().run()
    assert [(each.case, each.version) for each in inventories.every(store, WORKSPACE)] == [
        (saved.case, 2), (saved.case, 1),
    ]  # fmt: skip


def test_a_mapping_that_cannot_be_used_is_told_and_not_kept(app, store, tmp_path):
    page = _on_page(app, ("magazyn.xlsx", polish(tmp_path / "p.xlsx").read_bytes()))
    chosen = next(each for each in page.selectbox if each.label == "The rows are" and each.value == "servers")
    number = chosen.key.removesuffix("_holds")
    chosen.select("owned").run()
    page.button(key=f"{number}_use").click().run()
    assert "no column is mapped to" in _text(page).replace("\\", "")
    assert mappings.every(store, WORKSPACE, None) == []


def test_a_month_later_changes_are_told_and_what_a_person_typed_stays(app, store):
    exports = {
        "users.csv": ad("ann,,,1,True,Ann", "bo,,,2,True,Bo"),
        "log.csv": log(
            "haus\\ann,10.0.0.1,2026-02-01", "haus\\bo,10.0.0.1,2026-02-01", "haus\\pc-1$,10.0.0.1,2026-02-01"
        ),
    }
    page = _on_page(app, *((name, text.encode()) for name, text in exports.items()))
    page.button(key="import_save").click().run()
    [saved] = inventories.every(store, WORKSPACE)
    book = load_workbook(BytesIO(inventories.content_of(store, WORKSPACE, saved.id)))
    book["Policy"].append(["allow_used", "no"])
    written = BytesIO()
    book.save(written)
    inventories.save(store, WORKSPACE, "users.xlsx", written.getvalue(), case=saved.case)

    exports["users.csv"] = ad("ann,,,1,True,Ann", "cy,,,3,True,Cy")
    exports["log.csv"] = log(
        "haus\\ann,10.0.0.1,2026-02-01", "haus\\cy,10.0.0.1,2026-03-01", "haus\\pc-1$,10.0.0.1,2026-02-01"
    )
    page = _on_page(page, *((name, text.encode()) for name, text in exports.items()))
    page.radio(key="import_of").set_value(saved.case).run()
    changes = next(list(each.value["Change"]) for each in page.dataframe if "Change" in each.value)
    assert changes == ["cy is in use now, and was not before.", "bo was in use, and is no more."]
    page.button(key="import_save").click().run()
    newest = inventories.every(store, WORKSPACE)[0]
    again = load_workbook(BytesIO(inventories.content_of(store, WORKSPACE, newest.id)))
    policies = [[cell.value for cell in row][:2] for row in again["Policy"].rows]
    assert (newest.version, policies[1:]) == (3, [["allow_used", "no"]])


def test_what_was_found_to_be_one_can_be_kept_apart_and_joined_again(app, store):
    users = "SamAccountName,UserPrincipalName,EmployeeID,DisplayName\nann,,7,Ann Holt\nadm-ann,,7,Ann Holt\n"
    page = _on_page(app, ("users.csv", users.encode()))
    assert _figures(page)["people in use"] == "1"
    page.session_state["import_answers"][None]["apart account adm-ann"] = "yes"
    page.run()
    assert _figures(page)["people in use"] == "2"
    page.multiselect(key="import_join_again").select("apart account adm-ann").run()
    page.button(key="import_join").click().run()
    assert _figures(page)["people in use"] == "1"


def test_files_that_are_nothing_are_told(app):
    page = _on_page(app, ("note.txt", b"hello"))
    assert not page.exception
    assert "Nothing that could be imported was found" in _text(page)
