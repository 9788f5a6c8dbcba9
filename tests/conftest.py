"""What all tests share. Heavy things (the engine, a browser) have their own fixtures files."""

import os
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real files, given by MERCHLAB_DATA; tests that need it skip without it."""
    folder = os.environ.get("MERCHLAB_DATA")
    if not folder:
        pytest.skip("set MERCHLAB_DATA to the folder of real files to run this test")
    return Path(folder)
