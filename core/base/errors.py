"""The one error users see. Pages and the command line put it into words."""

from collections.abc import Sequence

Fact = str | int | float | bool | None | Sequence[str]


class AppError(Exception):
    """A mistake in input or use, told by a code and facts.

    The sentence in the reader's language is the text `<room>.error.<code>`
    (assets/i18n); `facts` fill its placeholders. A defect of ours is any
    other exception.
    """

    def __init__(self, code: str, **facts: Fact) -> None:
        self.code = code
        self.facts: dict[str, Fact] = facts
        super().__init__(code, facts)

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({shown})"

    def __reduce__(self) -> tuple[object, ...]:
        """Keeps code and facts when the error crosses a process."""
        return _rebuild, (self.code, self.facts)


def _rebuild(code: str, facts: dict[str, Fact]) -> AppError:
    return AppError(code, **facts)
