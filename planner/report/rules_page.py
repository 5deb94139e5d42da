"""The page of docs/ about the licensing rules."""

from __future__ import annotations

from collections import Counter

from planner.licensing.rulebook import ROOM_OF, RULES, Rule, State

_STATES = {
    State.BUILT: "what it asks for is what the program does",
    State.PART: "some of it; the row says what is missing",
    State.INFORMATION: "nothing follows from it for a plan, or only what the inventory says",
    State.NOT_BUILT: "the program does not know it yet; the row says what it does instead",
    State.OUT_OF_SCOPE: "it concerns something else than how many licences are needed",
}


def rules_page() -> str:
    """Return the text of docs/rules.md: every rule, how far the program goes, where, and on whose word."""
    counts = Counter(rule.state for rule in RULES)
    lines = [
        "# Licensing rules",
        "",
        "Every rule this program knows of, in our words, with its source and how sure it is. This is a modelling aid,",
        "not legal advice: your own agreement and the Product Terms of its date decide. Sources were read in November",
        "2026; where only a copy could be read, the row says so. Made from the rooms in `planner/licensing/rules/` by",
        "`python -m planner.reference`.",
        "",
        "| state | rules | means |",
        "|---|---|---|",
        *(f"| {state} | {counts[state]} | {meaning} |" for state, meaning in _STATES.items()),
        "",
    ]
    for rule in RULES:
        lines += _section(rule)
    return "\n".join(lines)


def _state(rule: Rule) -> str:
    """Say how far the program goes, and where it goes less far in buying or selling."""
    parts = [str(rule.state)]
    parts += [f"{what}: {state}" for what, state in (("buying", rule.buying), ("selling", rule.selling)) if state]
    return "; ".join(parts)


def _places(rule: Rule) -> tuple[str, ...]:
    """Return the modules that do what a rule asks for, the room first where it does some of it."""
    room = ROOM_OF[rule.id].removeprefix("planner/")
    return (room, *rule.where) if rule.has_effect else rule.where


def _section(rule: Rule) -> list[str]:
    facts = [
        ("State", _state(rule)),
        ("Room", f"`{ROOM_OF[rule.id]}`"),
        ("Built in", ", ".join(f"`planner/{where}`" for where in _places(rule))),
        ("Policies", ", ".join(f"`{setting.name}`" for setting in (*rule.settings, *rule.also))),
        ("Tests", ", ".join(f"`{test}`" for test in rule.tests)),
        ("Limit", rule.limit),
        ("Source", f"{'; '.join(map(str, rule.sources))} ({rule.standing})"),
    ]
    return [
        f"## {rule.id}: {rule.title}",
        "",
        rule.statement,
        "",
        *(f"- {name}: {text}" for name, text in facts if text),
        "",
    ]
