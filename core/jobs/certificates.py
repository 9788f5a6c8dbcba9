"""TLS of our own engine: without it any local process could run code through the scheduler.

The engine makes a new self-signed certificate at every start and leaves it in
its folder, which only its owner may read; who cannot read it cannot connect.
"""

import os
from pathlib import Path

from distributed.security import Security

CERTIFICATE = "engine.pem"
KEY = "engine-key.pem"


def make(folder: Path) -> Security:
    """Makes a new certificate in `folder` (0700, files 0600); returns the engine's side of it."""
    folder.chmod(0o700)
    fresh = Security.temporary()
    _write_private(folder / CERTIFICATE, str(fresh.tls_ca_file))
    _write_private(folder / KEY, str(fresh.tls_client_key))
    return load(folder)


def load(folder: Path) -> Security:
    """The security of the engine in `folder`, for every role."""
    certificate, key = str(folder / CERTIFICATE), str(folder / KEY)
    roles = {f"tls_{role}_cert": certificate for role in ("client", "scheduler", "worker")}
    keys = {f"tls_{role}_key": key for role in ("client", "scheduler", "worker")}
    return Security(require_encryption=True, tls_ca_file=certificate, **roles, **keys)


def _write_private(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
