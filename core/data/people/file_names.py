"""Names of files, and of what is in them, without e-mail addresses and phone numbers."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from core.data.filetype import LATER, SAID
from core.data.options import People
from core.data.people.key import load_key
from core.data.people.patterns import is_bare_mobile, masked_emails, masked_phones
from core.data.people.tokens import TOKEN, Tokens

_JOINTS = re.compile(rf"({TOKEN.pattern}|_)")


def masked_name(name: str, people: People) -> str:
    """A file's name with stand-ins for what is personal in it; its endings stay.

    AppErrors of `load_key` where there is something.
    """
    if people.keep_all:
        return name
    stem, endings = name, ""
    while (ending := PurePosixPath(stem).suffix).lower() in {*SAID, *LATER}:
        stem, endings = stem[: -len(ending)], ending + endings
    tokens = Tokens(load_key)
    parts = _JOINTS.split(masked_emails(stem, tokens.of))
    return "".join(_without_phones(part, tokens) for part in parts) + endings


def masked_path(path: str, people: People) -> str:
    """The same for a path in an archive, folder by folder."""
    return "/".join(masked_name(part, people) for part in path.split("/"))


def masked_names(names: Sequence[str], people: People) -> tuple[str, ...]:
    """The same for the sheets of a workbook."""
    return tuple(masked_name(name, people) for name in names)


def _without_phones(part: str, tokens: Tokens) -> str:
    def stand_in(phone: str) -> str:
        return tokens.of(phone, phone=True)

    return stand_in(part) if is_bare_mobile(part) else masked_phones(part, stand_in)
