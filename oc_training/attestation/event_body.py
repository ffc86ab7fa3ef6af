"""What the bodies of all entries have in common, so that their kinds can lie in more than one module."""

from __future__ import annotations

import msgspec


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every body has in common: nothing but that it is frozen and strict."""
