"""The page of docs/ about the licensing rules."""

from __future__ import annotations

from collections import Counter

from planner.domain.rule import RULES, Rule, State

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
        "2026; where only a copy could be read, the row says so. Made from `planner/domain/rules.csv` by",
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


def _section(rule: Rule) -> list[str]:
    facts = [
        ("State", rule.state),
        ("Where", ", ".join(f"`planner/{where}`" for where in rule.where)),
        ("Policies", ", ".join(f"`{name}`" for name in rule.policies)),
        ("Tests", ", ".join(f"`{test}`" for test in rule.tests)),
        ("Limit", rule.limit),
        ("Source", f"{rule.source} ({rule.standing})"),
    ]
    return [
        f"## {rule.rule}: {rule.title}",
        "",
        rule.statement,
        "",
        *(f"- {name}: {text}" for name, text in facts if text),
        "",
    ]
