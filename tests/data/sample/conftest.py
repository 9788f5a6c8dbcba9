"""The sample shops that tests share: the whole one (seconds to make) and a tiny one."""

import pytest

from core.data.sample.shop import SampleShop, generate
from core.data.sample.size import TINY


@pytest.fixture(scope="session")
def shop() -> SampleShop:
    return generate(seed=0)


@pytest.fixture(scope="session")
def tiny() -> SampleShop:
    return generate(seed=0, size=TINY)
