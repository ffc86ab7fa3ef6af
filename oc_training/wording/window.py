"""How large a window the screens need; asked before they are drawn, and while they are (A11Y-6)."""

from __future__ import annotations

from typing import Final

LEAST_COLUMNS: Final = 60
LEAST_ROWS: Final = 20
"""What a large font leaves of a usual screen."""
