"""Bring what you have: drop files, see what each is, say what columns and words mean, answer, look, save."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import desk, numbers, state, taking_in, widgets
from planner.errors import UsageError
from planner.imports.apart import Chosen, Made, import_apart
from planner.imports.mapping.fields import ACCESS_TO, FIELDS, IN_WORDS, Holds
from planner.imports.mapping.mapping import meanings_of
from planner.imports.mapping.mapping_json import checked
from planner.store import inventories, mappings
from planner.store import taking_in as saving
from planner.store.inventories import SavedInventory
from planner.store.taking_in import Refused
from planner.words import joined, tell
from planner.workbooks.uploads import Files, Upload, plain_name

ANSWERS = "import_answers"
# What was answered on this page in this session, by case and question; mappings are kept in the database.
_SAVE = "import_save"
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#~$|^]")
MOST_ASKED = 40
# So many questions are shown at a time; the others follow once these are answered.
OPEN = tell("not known")


@st.cache_data(max_entries=4, show_spinner=tell("Reading the files and joining what belongs together"))
def imported(
    key: str, answers: str, said: str, choices: Chosen, earlier: str, _files: Mapping[str, bytes], _previous: bytes
) -> Made:
    """Return what comes of files, answers, mappings, choices and an earlier version; `key` tells files apart."""
    return import_apart(_files, json.loads(answers), json.loads(said), choices, _previous)


def newest_version(case: str | None) -> SavedInventory | None:
    """Return the newest version of a case, None where there is none."""
    found = inventories.every(state.store(), state.current_user().workspace, case) if case else ()
    return found[0] if found else None


def earlier_workbook(newest: SavedInventory | None) -> bytes:
    """Return the workbook that an earlier version is; nothing where it is none."""
    if newest is None or not newest.name.casefold().endswith(".xlsx"):
        return b""
    return inventories.content_of(state.store(), state.current_user().workspace, newest.id)


def choose_counting() -> Chosen:
    """Let it be chosen which accesses count, and for which day."""
    with st.expander(tell("How it is counted")):
        day = st.date_input(
            tell("Day for which it counts who is in use"), None, key="import_as_of",
            help=tell("Blank: the newest day that the files know of."),
        )  # fmt: skip
        days = st.number_input(tell("Days after which an access is no longer recent"), 1, 3650, 90, key="import_days")
        recent = st.toggle(tell("Leave out accesses that are not recent"), key="import_recent")
        affinity = st.toggle(
            tell("Where a log does not know the machine, take the person's own"), key="import_affinity",
            help=tell("That a machine is somebody's proves no access, so this is off unless you say so."),
        )  # fmt: skip
    return Chosen(day.isoformat() if isinstance(day, date) else "", int(days), recent, affinity)


def show_way_in() -> dict[str, bytes]:
    """Let files be dropped; return their contents by name, a number behind names that repeat."""
    st.write(
        tell(
            "Drop exports and lists as you have them, all together: directories, access logs, "
            "device management, asset tools, licence statements, workbooks kept by hand. Nothing "
            "leaves this machine."
        )
    )
    given = st.file_uploader(tell("Exports and lists"), accept_multiple_files=True, key="import_files")
    files: dict[str, bytes] = {}
    for file in given:
        name = plain_name(file.name)
        while name in files:
            name = tell("again {name}", name=name)
        files[name] = file.getvalue()
    return files


def key_of(files: Mapping[str, bytes]) -> str:
    """Return what tells these files from others."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    return digest.hexdigest()


def show_files(told: Mapping[str, Any]) -> None:
    """Show what each file is, and why."""
    st.header(tell("What each file is"))
    rows = [
        {
            "File": file["file"],
            "Is": file["what"] or tell("not read"),
            "Rows": file["rows"],
            "Why": tell("Left out: {file}.", file=file["left_out"]) if file["left_out"] else file["why"],
        }
        for file in told["files"]
    ]
    widgets.table(rows, key="import_told_files", about=tell("The files, what each is and why"), wide=("Why",))


def show_lists(lists: Sequence[Mapping[str, Any]], servers: Sequence[str], case: str | None) -> None:
    """Show what columns of lists kept by hand are taken for, and let it be changed."""
    if not lists:
        return
    st.header(tell("What your columns mean"))
    st.write(
        tell(
            "Each column is taken for what its header or its cells say. Change what is wrong and "
            "press the button; it is kept for the next time. Words with an empty meaning are open."
        )
    )
    for number, each in enumerate(lists):
        open_ones = sum(is_open(column) for column in each["columns"])
        where = tell("{each}, {each_2}", each=each["file"], each_2=each["sheet"]) if each["sheet"] else each["file"]
        label = tell("{where}: a list of {licence}", where=where, licence=IN_WORDS[Holds(each["holds"])]) + (
            tell(", {open_ones} open", open_ones=open_ones) if open_ones else ""
        )
        with st.expander(widgets.plain(label), expanded=bool(open_ones)):
            change_list(each, servers, f"list_{number}_{each['fingerprint']}", case)


def in_words(name: object) -> str:
    """Return the name of a field, or of what a word means, as people write it."""
    return str(name).replace("_", " ")


def is_open(column: Mapping[str, Any]) -> bool:
    """Tell whether something about a column needs a person."""
    no_server = column["field"] == ACCESS_TO and not column["server"]
    unknown = column["field"] == "nothing" and column["sure"] == OPEN and column["header"] and column["samples"]
    return bool(no_server or unknown or "" in column["values"].values())


def change_list(each: Mapping[str, Any], servers: Sequence[str], key: str, case: str | None) -> None:
    """Let the mapping of one list be changed."""
    kinds = list(Holds)
    chosen = st.selectbox(
        tell("The rows are"), kinds, index=kinds.index(Holds(each["holds"])), format_func=lambda one: IN_WORDS[one],
        key=f"{key}_holds",
    )  # fmt: skip
    known = FIELDS[Holds(chosen)]
    frame = pd.DataFrame(
        [
            {
                "Column": column["header"] or tell("(column {place})", place=place + 1),
                "Such as": joined(" | ", column["samples"]),
                "Is": column["field"] if column["field"] in known else tell("nothing"),
                "Of server": column["server"] or None,
                "How sure": column["sure"],
                "Why": column["why"],
            }
            for place, column in enumerate(each["columns"])
        ]
    )
    config = {
        "Is": st.column_config.SelectboxColumn(options=list(known), required=True, format_func=in_words),
        "Of server": st.column_config.SelectboxColumn(options=sorted({*servers, *frame["Of server"].dropna()})),
    }
    edited = st.data_editor(
        frame, hide_index=True, column_config=config, disabled=["Column", tell("Such as"), tell("How sure"), "Why"],
        key=f"{key}_{chosen}", alt=tell("The columns of the list, what each is, how sure that is and why"),
        placeholder="", height="content",
    )  # fmt: skip
    meanings = change_words(each, known, key)
    if st.button(tell("Use this for the list"), key=f"{key}_use"):
        columns = [
            {**column, "field": field, "server": server if isinstance(server, str) else "", "values": words}
            for column, field, server, words in zip(
                each["columns"], edited["Is"], edited["Of server"], meanings, strict=True
            )
        ]
        keep_mapping({**each, "holds": str(chosen), "columns": columns}, case)


def change_words(each: Mapping[str, Any], known: Mapping[str, Any], key: str) -> list[dict[str, str]]:
    """Let the words of columns be said; return for each column what its words mean."""
    rows = [
        (place, text, meaning)
        for place, column in enumerate(each["columns"])
        for text, meaning in column["values"].items()
    ]
    means: list[dict[str, str]] = [dict(column["values"]) for column in each["columns"]]
    if not rows:
        return means
    columns = each["columns"]
    options = {
        meaning
        for place, _, _ in rows
        if columns[place]["field"] in known
        for meaning in meanings_of(known[columns[place]["field"]])
    }
    frame = pd.DataFrame(
        [{"Column": columns[place]["header"], "Word": text, "Means": meaning or None} for place, text, meaning in rows]
    )
    edited = st.data_editor(
        frame, hide_index=True, disabled=["Column", "Word"], key=f"{key}_words",
        column_config={"Means": st.column_config.SelectboxColumn(options=sorted(options), format_func=in_words)},
        alt=tell("The words of columns, and what each means"), placeholder="", height="content",
    )  # fmt: skip
    for (place, text, _), meaning in zip(rows, edited["Means"], strict=True):
        means[place][text] = meaning if isinstance(meaning, str) else ""
    return means


def keep_mapping(mapping: Mapping[str, Any], case: str | None) -> None:
    """Use a mapping from now on, here and the next time; one that cannot be used is told and not kept."""
    try:
        checked([mapping])
    except UsageError as problem:
        for line in str(problem).splitlines():
            st.error(widgets.plain(line))
        return
    user = state.current_user()
    mappings.keep(state.store(), user.workspace, case, [mapping], user.name)
    st.rerun()


def answers_of(case: str | None) -> dict[str, str]:
    """Return what was answered about the files of a case in this session."""
    found: dict[str, str] = st.session_state.setdefault(ANSWERS, {}).setdefault(case, {})
    return found


def show_questions(questions: Sequence[Mapping[str, Any]], case: str | None) -> None:
    """Ask what files leave open; what is taken until then stands beside each question."""
    st.header(tell("What only you know"))
    asked = [each for each in questions if not each["is_suggestion"]]
    unanswered = sum(not each["answer"] for each in asked)
    if not questions:
        st.write(tell("Nothing is left open."))
        return
    many = numbers.count(unanswered, "question")
    st.write(tell("{many} open. You need not answer: each says what is taken until then.", many=many))
    with st.form("import_questions", border=False):
        given = {each["id"]: ask(each) for each in asked[:MOST_ASKED]}
        if len(asked) > MOST_ASKED:
            st.caption(
                tell(
                    "The first {most_asked} of {asked}; all stand in the inventory, sheet Questions.",
                    most_asked=MOST_ASKED,
                    asked=numbers.whole(len(asked)),
                )
            )
        suggested = [each for each in questions if each["is_suggestion"]]
        if suggested:
            with st.expander(tell("Suggestions ({suggested})", suggested=numbers.whole(len(suggested)))):
                given |= {each["id"]: ask(each) for each in suggested[:MOST_ASKED]}
        if st.form_submit_button(tell("Use these answers")):
            answers_of(case).update(given)
            st.rerun()


def ask(question: Mapping[str, Any]) -> str:
    """Ask one question; return what stands there, an empty text for nothing."""
    key, until = f"answer_{question['id']}", question["until"]
    st.markdown(widgets.plain(question["text"]))
    # Screen readers read out a label letter by letter, also what only keeps markdown from seeing markup.
    label = _MARKUP.sub(" ", question["text"])
    if question["choices"]:
        options = ["", *question["choices"]]
        at = options.index(question["answer"]) if question["answer"] in options else 0
        chosen = st.selectbox(
            label,
            options,
            index=at,
            key=key,
            format_func=lambda one: one or tell("Not answered. {until}", until=until),
            label_visibility="collapsed",
        )
        return str(chosen)
    given = st.text_input(label, value=question["answer"], key=key, placeholder=until, label_visibility="collapsed")
    return str(given).strip()


def undo_merges(merges: Sequence[Mapping[str, Any]], case: str | None) -> None:
    """Show what was found to be one, and let it be kept apart."""
    st.write(tell("Tick what is not one, and press the button: it is kept apart from then on."))
    columns = {"What": "what", "Is": "into", "By": "key", "Where": "where"}
    frame = pd.DataFrame([{name: one[of] for name, of in columns.items()} for one in merges])
    frame.insert(0, tell("Keep apart"), False)
    edited = st.data_editor(
        frame, hide_index=True, disabled=list(columns), key=f"import_merges_{len(merges)}", placeholder="",
        alt=tell("What was found to be one, and by which key"),
    )  # fmt: skip
    if st.button(tell("Keep these apart"), key="import_apart"):
        apart = {one["undo"]: "yes" for one, ticked in zip(merges, edited["Keep apart"], strict=True) if ticked}
        answers_of(case).update(apart)
        st.rerun()


def show_apart(case: str | None) -> None:
    """Name what is kept apart by an answer, and let that be taken back."""
    apart = sorted(id for id, answer in answers_of(case).items() if id.startswith("apart ") and answer)
    if not apart:
        return
    taken_back = st.multiselect(tell("Kept apart, as you said. Join again:"), apart, key="import_join_again")
    if taken_back and st.button(tell("Join these again"), key="import_join"):
        for id in taken_back:
            del answers_of(case)[id]
        st.rerun()


def show_story(told: Mapping[str, Any], case: str | None) -> None:
    """Show what was found, what changed, what was merged and left out."""
    st.header(tell("What comes of it"))
    widgets.table(
        [{"Found": name, "Number": text} for name, text in told["figures"]], key="import_figures",
        about=tell("What was found in all files together"), wide=("Number",),
    )  # fmt: skip
    if told["changes"]:
        with st.expander(
            tell("What changed since the version before ({told})", told=numbers.whole(len(told["changes"])))
        ):
            widgets.table(
                [{"Change": text} for text in told["changes"]], key="import_changes", about=tell("What changed")
            )
    show_apart(case)
    if told["merges"]:
        with st.expander(
            tell("What was found to be one, and by which key ({told})", told=numbers.whole(len(told["merges"])))
        ):
            undo_merges(told["merges"], case)
    if told["remarks"]:
        with st.expander(tell("What was done and found ({told})", told=numbers.whole(len(told["remarks"])))):
            rows = [{"File": one["file"], "What": one["text"], "Rows": one["rows"]} for one in told["remarks"]]
            widgets.table(rows, key="import_remarks", about=tell("What was done and found, by file"), wide=("What",))


def show_saving(made: Made, first: str, case: str | None) -> None:
    """Save the inventory and go on with it; it is called after the first file unless it is given another name."""
    st.header(tell("Save it as an inventory"))
    called = PurePath(first).stem
    name = plain_name(str(st.text_input(tell("Name"), value=called, key=f"import_name_{called}")).strip() or called)
    taking_in.tell_refused(_SAVE)
    if st.button(tell("Save and check the inventory"), type="primary", key=_SAVE):
        file = Upload(f"{name}.xlsx", made.inventory)
        taking_in.save_and_open(lambda: save(file, case), (_SAVE,))


def save(file: Upload, case: str | None) -> SavedInventory | Refused:
    """Save an inventory as a version of a case, or of a new one; what was said on the page then belongs to that.

    Offers that the version before keeps in a file apart stay with it.
    """
    user, before = state.current_user(), newest_version(case)
    apart = inventories.files_of(state.store(), user.workspace, before.id).catalogue if before else None
    saved = saving.take_in(state.store(), user.workspace, Files(file, apart), case=case, owner=user.name)
    if case is None and isinstance(saved, SavedInventory):
        mappings.adopt(state.store(), user.workspace, saved.case, user.name)
        st.session_state.get(ANSWERS, {}).pop(None, None)
    return saved


def whose() -> str | None:
    """Let it be chosen whose files these are; return the case, None for an organisation that has none yet."""
    opened = desk.case_open()
    if opened is None:
        return None
    names = {
        None: tell("an organisation that has no case here yet"),
        opened.id: tell('case "{name}", as its next version', name=opened.name),
    }
    return st.radio(tell("These files are of"), list(names), format_func=lambda one: names[one], key="import_of")


st.title(tell("Bring what you have"))
if dropped := show_way_in():
    of_case = whose()
    by = state.current_user()
    said = json.dumps(mappings.every(state.store(), by.workspace, of_case, by.name), sort_keys=True)
    answered = json.dumps(answers_of(of_case), sort_keys=True)
    newest = newest_version(of_case)
    earlier = newest.id if newest else ""
    counted = choose_counting()
    result = imported(key_of(dropped), answered, said, counted, earlier, dropped, earlier_workbook(newest))
    story = result.told
    show_files(story)
    show_lists(story["lists"], story["servers"], of_case)
    show_questions(story["questions"], of_case)
    show_story(story, of_case)
    show_saving(result, next(iter(dropped)), of_case)
