"""Why a scenario is impossible, and which changes would help."""
