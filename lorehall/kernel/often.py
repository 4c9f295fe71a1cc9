"""How often something may be done in an hour, remembered in the cache that all processes share."""

from __future__ import annotations

from django.core.cache import cache

from lorehall.kernel import clock

HOUR = 60 * 60


def may_again(key: str, most: int) -> bool:
    """Count one more of `key`; False where it was done `most` times in this hour of the clock already.

    Of two at the very same moment only one may be counted: this bounds floods, it does not number things.
    """
    # The hour stands in the key: `incr` of the cache would let a count run out five minutes after it last changed.
    place = f"{key}:{int(clock.now().timestamp()) // HOUR}"
    done: int = cache.get(place, 0)
    if done >= most:
        return False
    cache.set(place, done + 1, timeout=HOUR)
    return True
