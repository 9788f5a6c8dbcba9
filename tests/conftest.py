"""What all tests share. Heavy things (the engine, a browser) have their own fixtures files."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def key_of_people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A key of our own for the hashes of personal data; the user's is left alone."""
    path = tmp_path_factory.mktemp("settings") / "key"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERCHLAB_KEY_FILE", str(path))
        yield path


@pytest.fixture(scope="session", autouse=True)
def temporaries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A place of our own for temporary files: what tests leave there slows nobody down."""
    path = tmp_path_factory.mktemp("temporary")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(path))
        patch.setattr(tempfile, "tempdir", str(path))
        yield path


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real files, given by MERCHLAB_DATA; tests that need it skip without it."""
    folder = os.environ.get("MERCHLAB_DATA")
    if not folder:
        pytest.skip("set MERCHLAB_DATA to the folder of real files to run this test")
    return Path(folder)
