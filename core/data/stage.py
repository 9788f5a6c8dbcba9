"""How a reader says how far it is: one JSON object a line on standard output."""

import json
import sys
import time
from typing import Any, TextIO

_EVERY = 0.1


class Stage:
    """Where a read stands; `at` may be called often, it speaks ten times a second."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._name = "start"
        self._spoken = 0.0

    def enter(self, name: str) -> None:
        """A new stage: check, read or save."""
        self._name = name
        self._spoken = 0.0
        self.at(None, 0)

    def at(self, fraction: float | None, rows: int) -> None:
        """The stage is `fraction` done (None: unknown) and has kept `rows` rows."""
        moment = time.monotonic()
        if moment - self._spoken >= _EVERY:
            self._spoken = moment
            self.say("progress", {"fraction": fraction, "rows": rows, "stage": self._name})

    def say(self, kind: str, about: dict[str, Any] | str) -> None:
        """Writes one message: progress, done or error."""
        self._stream.write(json.dumps({kind: about}) + "\n")
        self._stream.flush()
