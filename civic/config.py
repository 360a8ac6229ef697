"""Every setting, typed, read from CIVIC_* once."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
BUILT = HERE / "static" / "built"
"""Styles, fonts and scripts under names that carry their hash."""


class SettingError(Exception):
    """A setting is missing or makes no sense; the message says which."""


@dataclass(frozen=True)
class Settings:
    """What an operator can set. Each field is the environment variable CIVIC_ and its name in capitals."""

    data_dir: Path = HERE / "var"
    """Where the embedded database, mails and files lie."""
    database_url: str = ""
    """A SQLAlchemy address; empty means SQLite in `data_dir`. postgresql+psycopg://… for production."""
    host: str = "127.0.0.1"
    """The address to listen on; a demo listens on loopback only."""
    port: int = 8000
    """The port to listen on."""
    base_url: str = ""
    """How the site is addressed from outside, for links in mails; empty means http://host:port."""
    secret: str = ""
    """Signs cookies; at least 32 characters. The demo makes its own in `data_dir`."""
    demo: bool = False
    """Whether this is a demo: one-click sign-in, invented persons. The database remembers it."""
    organisation: str = "Gentofte Kommune"
    """The name at the top of every page."""
    trusted_proxies: int = 0
    """How many proxies of yours stand in front and set X-Forwarded-For, -Proto and -Host."""
    smtp_url: str = ""
    """smtp://user:password@host:port, smtps:// for TLS from the start; empty means files in `data_dir`/mail."""
    mail_from: str = "civic@localhost"
    """The sender of mails."""
    clamd: str = ""
    """A virus scanner's socket, unix:/run/clamav/clamd.ctl or tcp://host:port; files wait while it does not answer."""
    require_second_factor: bool = False
    """Whether who works here or speaks for a body needs a second factor: without it their roles do not count."""
    leaked_passwords: Path | None = None
    """A sorted file of SHA-1 sums of leaked passwords, one a line (as haveibeenpwned.com offers it)."""
    languages: str = "da en"
    """Languages offered, the first is the default."""
    catalogues: Path = HERE / "translations"
    """Where the message catalogues lie."""

    @property
    def database(self) -> str:
        """Return the database's address."""
        return self.database_url or f"sqlite:///{self.data_dir / 'civic.db'}"

    @property
    def address(self) -> str:
        """Return the address people use, without a slash at the end."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def is_encrypted(self) -> bool:
        """Return whether people reach the site over TLS."""
        return self.address.startswith("https://")


def read(environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of the environment, or raise SettingError."""
    given: dict[str, object] = {}
    for one in fields(Settings):
        raw = environ.get(f"CIVIC_{one.name.upper()}")
        if raw is None or raw == "":
            continue
        try:
            given[one.name] = _typed(one.type, raw)
        except ValueError:
            raise SettingError(f"CIVIC_{one.name.upper()}={raw!r} is not {one.type}") from None
    return Settings(**given)  # type: ignore[arg-type]


def demo_secret(data_dir: Path) -> str:
    """Return the demo's own secret, made once and kept readable by its owner only."""
    path = data_dir / "demo-secret"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


def _typed(kind: object, raw: str) -> object:
    name = getattr(kind, "__name__", str(kind))
    if name == "bool":
        if raw.lower() not in {"0", "1", "true", "false"}:
            raise ValueError(raw)
        return raw.lower() in {"1", "true"}
    if name == "int":
        return int(raw)
    return Path(raw) if name == "Path" or "Path" in str(kind) else raw
