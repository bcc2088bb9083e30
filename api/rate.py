"""How often something may be done: a bucket of tokens that fills steadily."""

from __future__ import annotations

import math
import time
from http import HTTPStatus
from threading import Lock

from api.problems import Problem


class Rate:
    """At most `per_minute` in a minute, all of them at once if need be; safe to use from several threads."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._tokens = float(per_minute)
        self._at = time.monotonic()
        self._lock = Lock()

    def take(self) -> None:
        """Counts one; Problem 429 with `Retry-After` in seconds when there were too many."""
        with self._lock:
            now = time.monotonic()
            self._tokens = min(self._per_minute, self._tokens + (now - self._at) * self._per_minute / 60)
            self._at = now
            if self._tokens >= 1:
                self._tokens -= 1
                return
            wait_s = math.ceil((1 - self._tokens) * 60 / self._per_minute)
        raise Problem(
            HTTPStatus.TOO_MANY_REQUESTS,
            "too-many",
            f"more than {self._per_minute} requests that write in a minute; come back in {wait_s} s",
            headers={"Retry-After": str(wait_s)},
        )
