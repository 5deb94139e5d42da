"""What a person reads at the terminal, as plain text."""

import io
from dataclasses import replace
from datetime import date

from rich.console import Console
from sample_plans import USER, V2022, WS, cheapest_plan, offer, plan, plan_set, result

from planner.domain.document import document_of
from planner.domain.issue import Issue, Level, Location, Notice, Severity
from planner.domain.offer import Offer, PriceBreak
from planner.domain.plan import DataLevel, PlanStatus, Purchase
from planner.domain.position import LicencesShort, PositionToday, Unproven
from planner.domain.product import Condition, Metric, Product, Version
from planner.report.formats.issues_json import to_json
from planner.report.terminal import WIDE, make_console, print_issues, print_plans


def printed(write, value):
    stream = io.StringIO()
    write(value, make_console(stream))
    return stream.getvalue()


def told(plans):
    """Return what is printed of plans."""
    return printed(print_plans, document_of(plans))


def fold(text):
    return " ".join(text.split())


def test_scenarios_with_their_figures():
    lines = [fold(line) for line in told(plan_set()).splitlines()]
    assert "cheapest 217.18 0.00 1 5 2 proved cheapest" in lines
    assert any(line.startswith("users only 300.00 +82.82 5 0 1 at most 1.00 EUR (0.3 %)") for line in lines)
    assert "tight - - - - - impossible" in lines
    assert "slow - - - - - stopped without a plan" in lines


def test_details_of_the_cheapest_plan():
    text = told(plan_set())
    lines = [fold(line) for line in text.splitlines()]
    assert "Beta & Sons U-5 Windows Server User CAL 2022, used 1 5 90.00 90.00 B-U5" in lines
    assert "L-9 Windows Server Device CAL 2019 4 3.33 13.32" in lines
    assert "Used licences need papers. [CAL-300]" in lines
    assert "- Raise the budget from 10.00 to 90.00 EUR." in lines
    assert '82.82 EUR (27.6 %) less than "users only".' in fold(text)
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 100


def test_of_what_the_vendor_states_a_terminal_shows_what_fits():
    """A narrow one lost the part number, by which things are ordered."""
    price = PriceBreak(1, 2500, 3100, sku="[b]R18", note="net 30", url="https://vendor.example/" + "offer/" * 12)
    stated = Offer(
        "S-1", "Alpha", WS, USER, V2022, Condition.NEW, (price,), "USD", lead_days=14, channel="CSP",
        valid_until=date(2027, 1, 31),
    )  # fmt: skip
    plans = plan_set([result(outcome=plan([Purchase(stated, 2), Purchase(offer("S-2", "Beta"), 1)]))])
    head, more = "buy from offer what packs licences per pack cost sku", " valid until delivery (days)"
    for width, shown in ((WIDE, None), (130, head + more), (100, head)):
        stream = io.StringIO()
        print_plans(document_of(plans), Console(file=stream, width=width, highlight=False))
        lines = [fold(line) for line in stream.getvalue().splitlines()]
        assert shown is None or shown in lines
        first, second = (
            next(line for line in lines if line.startswith(vendor)) for vendor in ("Alpha S-1", "Beta S-2")
        )
        assert "2 2 25.00 50.00 [b]R18" in first
        assert "1 1 25.00 25.00 SKU-S-2" in second
        assert ("2027-01-31 14" in first) == (width > 100)
        assert ("14 CSP USD 31.00" in first) == ("net 30" in first) == (width == WIDE)


def test_no_part_number_takes_no_column():
    bare = Purchase(offer(breaks=(PriceBreak(1, 2500, 2500),)), 1)
    assert "sku" not in told(plan_set([result(outcome=plan([bare]))]))


def test_what_an_auditor_would_find_in_brief():
    text = told(plan_set([result(outcome=cheapest_plan())]))
    assert [fold(line) for line in text.splitlines()[-4:]] == [
        "If somebody audits",
        "in order by the rules and data of this plan: Register",
        "missing: Licences held today",
        "not stated: Server licences",
    ]


def test_what_blocks_the_use_of_the_plan_and_the_position_today_come_first():
    notices = (Notice("CAL-1", "Something to know."), Notice("CAL-2", "Prices are not sure.", Level.BLOCKS))
    short = LicencesShort(Product.WS_CAL, Metric.USER, Version("2022"), 1)
    position = PositionToday((short,), 4_600, 40, 4_600, Unproven(0, None))
    text = told(replace(plan_set([result(outcome=cheapest_plan(), notices=notices)]), position_today=position))
    assert [fold(line) for line in text.splitlines()[1:5]] == [
        "Settle this before the plan is used:",
        "Prices are not sure. [CAL-2]",
        "Missing today: 1 licence (1 Windows Server User CAL), 46.00 EUR at list price. An audit could ask",
        "for 46.00 EUR.",
    ]
    assert text.index("Prices are not sure. [CAL-2]", 200) < text.index("Something to know. [CAL-1]")


def test_what_an_impossible_scenario_remarks_on_is_told_too_but_nothing_twice():
    both, alone = Notice("CAL-1", "In both."), Notice("CAL-3", "Only there.")
    impossible = result("dear", None, status=PlanStatus.INFEASIBLE, reason="Too dear.", notices=(both, alone))
    text = told(plan_set([result(outcome=cheapest_plan(), notices=(both,)), impossible]))
    assert text.count("In both. [CAL-1]") == 1
    assert text.index("Too dear.") < text.index("Only there. [CAL-3]")


def test_long_ids_are_folded_not_cut():
    long = "offer-" + "x" * 150
    text = told(plan_set([result(outcome=plan([Purchase(offer(long), 1)]))]))
    assert text.count("x") >= 150
    assert "…" not in text


def test_markup_and_control_characters_mean_nothing():
    text = told(plan_set([result("[red]\x1b[2J", cheapest_plan(), notices=(Notice("C", "[/] :x:"),))]))
    assert "[red]␛[2J" in text
    assert "[/] :x: [C]" in text


def test_an_upper_bound_says_so_with_its_example():
    bounded = result(outcome=cheapest_plan(), data_level=DataLevel.UPPER_BOUND, example_if_own_minor=12345)
    text = fold(told(plan_set([bounded])))
    assert "an upper bound that holds whatever the true pairs are" in text
    assert "it would cost 123.45 EUR" in text


def issue(row, code="CAL-201", sheet="Access"):
    where = Location("e.xlsx", sheet, row, "device_id", f"B{row}")
    return Issue(code, Severity.ERROR, where, "KSK", f'"KSK-{row}" is not in "Devices".', "Correct the id.")


def test_repeated_issues_are_grouped_and_counted():
    issues = [issue(row) for row in range(2, 140)] + [issue(7, "CAL-110", "Servers"), issue(1, sheet="Access 2")]
    text = printed(print_issues, issues)
    assert text.count("[CAL-201]") == 21
    assert "118 more rows have problem CAL-201; all are listed by `cal-planner check --json`" in fold(text)
    assert '"KSK-21" is not' in text
    assert '"KSK-22" is not' not in text
    assert 'Servers!B7, column "device_id": "KSK-7" is not in "Devices". Correct the id. [CAL-110]' in fold(text)


def test_issues_of_several_files_stand_under_their_names():
    where = Location("prices.xlsx", "Offers", 6, "price", "G6")
    bad = Issue("CAL-112", Severity.ERROR, where, "0", "0 is no price.", "Ask the vendor.")
    whole = Issue("CAL-001", Severity.NOTICE, Location("prices.xlsx"), None, "It is old.", "")
    lines = printed(print_issues, [bad, issue(7), whole]).splitlines()
    assert lines == [
        "prices.xlsx",
        '  Offers!G6, column "price": 0 is no price. Ask the vendor. [CAL-112]',
        "  It is old. [CAL-001]",
        "e.xlsx",
        '  Access!B7, column "device_id": "KSK-7" is not in "Devices". Correct the id. [CAL-201]',
    ]


def test_the_name_of_a_sheet_is_said_once():
    twice = Issue("CAL-504", Severity.NOTICE, Location("e.xlsx", "Access"), None, "Access: 3 rows are left out.", "")
    assert printed(print_issues, [twice]).strip() == "Access: 3 rows are left out. [CAL-504]"
    notices = (Notice("CAL-504", "Access: Access: 3 rows are left out."),)
    shown = told(plan_set([result(outcome=cheapest_plan(), notices=notices)]))
    assert "  Access: 3 rows are left out. [CAL-504]" in shown.splitlines()


def test_why_there_is_no_plan_is_said_once_with_the_changes_below():
    lines = told(plan_set()).splitlines()
    start = lines.index("tight: impossible")
    assert lines[start + 1 : start + 3] == [
        "  The budget of 10.00 EUR is too small.",
        "    - Raise the budget from 10.00 to 90.00 EUR.",
    ]
    assert "would help" not in "\n".join(lines)


def test_issues_as_json():
    bare = Issue("CAL-001", Severity.NOTICE, Location(), None, "No sheet.", "Add one.", suggestions=("Access",))
    assert to_json([issue(7), bare]) == {
        "format": "cal-planner/issues/1",
        "issues": [
            {
                "code": "CAL-201", "severity": "error", "file": "e.xlsx", "sheet": "Access", "row": 7,
                "column": "device_id", "value": "KSK", "text": '"KSK-7" is not in "Devices".',
                "remedy": "Correct the id.", "stands_for": 1, "suggestions": [],
            },
            {
                "code": "CAL-001", "severity": "notice", "file": None, "sheet": None, "row": None, "column": None,
                "value": None, "text": "No sheet.", "remedy": "Add one.", "stands_for": 1, "suggestions": ["Access"],
            },
        ],
    }  # fmt: skip
