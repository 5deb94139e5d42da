"""R52, used licences in the EU."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.issue import Level, Problem
from planner.domain.offer import Offer
from planner.domain.scenario import ALLOW_USED, MAX_USED_SHARE
from planner.licensing.rule import WITH_USED, Ask, Rule, Source, State, Whom
from planner.licensing.rules.r57_countries import COUNTRY
from planner.words import say

USED_EXCLUDED = Problem(
    "CAL-630",
    "Used offers that this buyer had better not buy",
    "What the vendor states falls short of what the policies ask for, or the buyer's country or a policy "
    "rules the licences out. Ask the vendor for better evidence and correct the columns proof, "
    "install_credential, first_sale_region, lot_is_complete and segment, or change the policy that the "
    "notice names.",
    level=Level.MONEY,
)
NOT_SOLD = Problem(
    "CAL-634",
    "Owned licences that are not sold",
    "What is sold must be something that a buyer in the country of policy country may rely on: segment, region of the "
    "first sale, complete lot and proof are asked for as for what is bought, and a blank follows the policy "
    "missing_evidence. Licences under running Software Assurance and parts of suites are not sold either (policy "
    "sell_under_sa). The amount is what those not in use would bring at their resale price. Complete the columns of "
    "evidence of sheet Owned, or change the policy that the notice names.",
    level=Level.MONEY,
)
USED_SAVING = Problem(
    "CAL-633",
    "What the used offers left out would have saved",
    "The same scenario, planned with the used offers admitted that were left out for what is stated about them.",
    level=Level.MONEY,
)


def _risks(used: Sequence[Offer]) -> Iterator[str]:
    yield (
        say(
            "Used licences are taken to be perpetual, first sold in the EEA and no longer used by "
            "those who had them, as the Court of Justice of the European Union asks (C-128/11, 3 "
            "July 2012). It ruled on copies of programs; no ruling on CALs is known."
        )
    )


RULE = Rule(
    id="R52",
    title=say("Used licences in the EU"),
    statement=(
        say(
            "In the EU and EEA a licence sold for a lump sum and unlimited time may be resold once "
            "its holder stops using it."
        )
    ),
    state=State.BUILT,
    sources=(
        Source("Court of Justice of the EU, C-128/11 (2012-07-03), as reported by others"),
        Source("no judgment about CALs themselves was found"),
        Source("what was exhausted before 2021 in the EU or in Great Britain is so on both sides", "2020-12-31"),
    ),
    standing="several independent sources; for CALs open",
    when=(WITH_USED,),
    where=("licensing/market/used_licences.py", "licensing/rules/r57_countries.py"),
    settings=(ALLOW_USED, MAX_USED_SHARE),
    also=(COUNTRY,),
    notices=(USED_EXCLUDED, NOT_SOLD, USED_SAVING),
    tests=("tests/unit/licensing/test_used_licences.py", "tests/property/test_against_enumeration.py"),
    limit="What is owned already is not judged.",
    risks=_risks,
    asks=(
        Ask(
            Whom.LAWYER,
            say("Does exhaustion apply to CALs, which are rights without a copy?"),
            say(
                "Used CALs may be bought and sold where the stated facts allow it; policies "
                "allow_used_... exclude them."
            ),
        ),
    ),
)
