"""The page of docs/ about what no source settles: whom to ask what, and what the program does meanwhile."""

from __future__ import annotations

from planner.licensing.rulebook import RULES, Whom


def open_facts_page() -> str:
    """Return the text of docs/open-facts.md, from the rules' rooms."""
    lines = [
        "# Open facts",
        "",
        "What no source we read settles. Each of these can change a plan, so have it answered for your own agreement,",
        "in writing, before you rely on it. Made from the rooms in `planner/licensing/rules/` by",
        "`python -m planner.reference`.",
        "",
    ]
    for whom in Whom:
        lines += [f"## Ask {whom}", "", "| rule | question | until then |", "|---|---|---|"]
        lines += [
            f"| [{rule.id}](rules.md#{_anchor(rule.id, rule.title)}) | {ask.question} | {ask.meanwhile} |"
            for rule in RULES
            for ask in rule.asks
            if ask.whom is whom
        ]
        lines.append("")
    return "\n".join(lines)


def _anchor(rule: str, title: str) -> str:
    """Return the anchor of a rule's heading as Markdown pages make it."""
    kept = "".join(letter for letter in f"{rule} {title}".lower() if letter.isalnum() or letter in " -")
    return kept.replace(" ", "-")
