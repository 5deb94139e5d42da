"""The page that imports: drop, see, say, answer, save; driven without a browser."""

from __future__ import annotations

from planner.store import inventories, mappings
from tests.dashboard.conftest import WORKSPACE
from tests.unit.imports.mapping.made_by_hand import german, polish


def _on_page(app, *files):
    app.switch_page("views/import_files.py").run()
    for name, content in files:
        app.file_uploader(key="import_files").upload(name, content)
    return app.run()


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
    figures = next(each.value for each in page.dataframe if "Found" in each.value)
    assert dict(zip(figures["Found"], figures["Number"], strict=True))["people in use"] == "6"
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
    [kept] = mappings.every(store, WORKSPACE)
    assert (kept["holds"], kept["sheet"]) == ("nothing", "Serwery")
    again = _on_page(app, ("styczen.xlsx", content))
    files = again.dataframe[0].value
    assert list(files["Why"])[2] == "Left out: its mapping was kept."


def test_a_mapping_that_cannot_be_used_is_told_and_not_kept(app, store, tmp_path):
    page = _on_page(app, ("magazyn.xlsx", polish(tmp_path / "p.xlsx").read_bytes()))
    chosen = next(each for each in page.selectbox if each.label == "The rows are" and each.value == "servers")
    number = chosen.key.removesuffix("_holds")
    chosen.select("owned").run()
    page.button(key=f"{number}_use").click().run()
    assert "no column is mapped to" in _text(page).replace("\\", "")
    assert mappings.every(store, WORKSPACE) == []


def test_files_that_are_nothing_are_told(app):
    page = _on_page(app, ("note.txt", b"hello"))
    assert not page.exception
    assert "Nothing that could be imported was found" in _text(page)
