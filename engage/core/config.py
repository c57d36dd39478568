"""Every setting, read once from the environment; refuses what would be unsafe."""

import os
import secrets
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

WEAK_SECRET_LENGTH = 32


class UnsafeSettings(ValueError):
    """The settings would start an unsafe server; the text says which one and what to do."""


@dataclass(frozen=True)
class Settings:
    """How this installation differs from others. Every field has a default for one machine."""

    data_dir: Path
    database_url: str
    secret_key: str = field(repr=False)
    base_url: str = "http://127.0.0.1:5000"
    environment: str = "development"
    debug: bool = False
    city_name: str = "郡山市"
    office_name: str = "政策開発部"
    city_code: str = "072036"
    smtp_url: str = field(default="", repr=False)
    mail_from: str = "engage@localhost"
    redis_url: str = field(default="", repr=False)
    sqlite_journal: str = "wal"
    staff_second_factor: bool = False
    session_idle_minutes: int = 120
    session_hours: int = 12
    proxy_count: int = 0
    max_upload_mb: int = 20
    workers: int = 2
    threads: int = 8
    counting_workers: int = 1
    frames_dir: str = ""

    @property
    def is_production(self) -> bool:
        """Whether citizens use this installation."""
        return self.environment == "production"

    @property
    def key(self) -> bytes:
        """The secret as bytes, for keyed hashes."""
        return self.secret_key.encode()

    @property
    def has_mailbox_page(self) -> bool:
        """Whether mail is kept on this machine and shown on a page instead of being sent."""
        return not self.smtp_url and not self.is_production

    def __post_init__(self) -> None:
        """Refuse settings that would be unsafe or meaningless."""
        if self.environment not in {"development", "production"}:
            raise UnsafeSettings("ENGAGE_ENVIRONMENT must be development or production.")
        if self.sqlite_journal not in {"wal", "delete"}:
            raise UnsafeSettings("ENGAGE_SQLITE_JOURNAL must be wal or delete.")
        if self.counting_workers < 1:
            raise UnsafeSettings("ENGAGE_COUNTING_WORKERS must be 1 or more.")
        if urlsplit(self.base_url).scheme not in {"http", "https"}:
            raise UnsafeSettings("ENGAGE_BASE_URL must start with http:// or https://.")
        if self.is_production:
            self._refuse_unsafe_production()

    def _refuse_unsafe_production(self) -> None:
        if len(self.secret_key) < WEAK_SECRET_LENGTH or len(set(self.secret_key)) < 12:
            raise UnsafeSettings(
                "ENGAGE_SECRET_KEY is weak. Set at least 32 random characters, for example the "
                "output of: python3 -c 'import secrets; print(secrets.token_hex(32))'"
            )
        if self.debug:
            raise UnsafeSettings("ENGAGE_DEBUG must not be set in production.")
        if not self.base_url.startswith("https://"):
            raise UnsafeSettings("ENGAGE_BASE_URL must start with https:// in production.")
        if not self.smtp_url:
            raise UnsafeSettings("ENGAGE_SMTP_URL must be set in production.")

    @classmethod
    def from_env(cls, environ: "os._Environ[str] | dict[str, str] | None" = None) -> "Settings":
        """Read ENGAGE_* variables; what is not set gets the default for one machine."""
        env = os.environ if environ is None else environ
        data_dir = Path(env.get("ENGAGE_DATA_DIR", "data")).resolve()
        given: dict[str, Any] = {
            f.name: _read(f.type, env[name])
            for f in fields(cls)
            if (name := f"ENGAGE_{f.name.upper()}") in env and f.name != "data_dir"
        }
        given.setdefault("database_url", f"sqlite:///{data_dir / 'engage.db'}")
        if "secret_key" not in given:
            production = given.get("environment") == "production"
            given["secret_key"] = "" if production else _development_secret(data_dir)
        return cls(data_dir=data_dir, **given)


def _read(kind: object, text: str) -> object:
    if kind is bool:
        return text.strip().lower() in {"1", "true", "yes", "on"}
    return int(text) if kind is int else text


def _development_secret(data_dir: Path) -> str:
    """Keep one random secret beside the data, so that a restart does not sign everyone out."""
    path = data_dir / "development-secret"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text()
