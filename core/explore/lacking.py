"""What a part says where the data cannot answer it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Lacking:
    """Why there is no answer: the text is `explore.lacking.<code>`, which says what is needed."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


class LackingError(Exception):
    """Raised within a part; `core.actions.explore` gives its `lacking` as the answer."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.lacking = Lacking(code, facts)
