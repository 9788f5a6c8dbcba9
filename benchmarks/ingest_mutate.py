"""Damage that files come with: flipped bytes, lost ends, stray quotes, breaks and NULs, copies."""

import random
from collections.abc import Callable

Mutation = Callable[[bytes, random.Random], bytes]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """`data` with one to three kinds of damage."""
    for mutation in chance.choices(MUTATIONS, k=chance.randint(1, 3)):
        data = mutation(data, chance)
    return data


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randint(0, len(data))]


def _insert(mark: bytes) -> Mutation:
    def inserted(data: bytes, chance: random.Random) -> bytes:
        for _ in range(chance.randint(1, 5)):
            place = chance.randint(0, len(data))
            data = data[:place] + mark + data[place:]
        return data

    return inserted


def _double(data: bytes, chance: random.Random) -> bytes:
    begin = chance.randint(0, len(data))
    end = chance.randint(begin, min(len(data), begin + 20_000))
    return data[:end] + data[begin:end] + data[end:]


def _mix_ends(data: bytes, chance: random.Random) -> bytes:
    ends = (b"\n", b"\r\n", b"\r", b"\n\r")
    lines = data.splitlines()
    return b"".join(line + chance.choice(ends) for line in lines)


MUTATIONS: tuple[Mutation, ...] = (
    _flip, _cut, _insert(b'"'), _insert(b"\n"), _insert(b"\x00"), _insert(b"'"), _insert(b"\\"),
    _double, _mix_ends,
)  # fmt: skip
