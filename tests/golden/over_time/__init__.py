"""Dated estates with known totals: of named people, of groups, and of upgrades whose day is chosen.

Their totals, numbers of periods and chosen days (expected.json) come from a plain model that this program's authors had
no part in.  Chosen days are one optimum; where others cost the same, a plan may take those.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PLACE = Path(__file__).parent
EXPECTED: dict[str, dict[str, dict[str, Any]]] = json.loads((PLACE / "expected.json").read_text(encoding="utf-8"))
