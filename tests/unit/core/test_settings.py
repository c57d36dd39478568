"""Settings: one machine needs none; production refuses what is unsafe."""

import pytest

from engage.core.config import Settings, UnsafeSettings
from engage.core.db import is_safe_sqlite

GOOD = {
    "ENGAGE_ENVIRONMENT": "production",
    "ENGAGE_SECRET_KEY": "4f1c9e0b7a2d8356e1f0c9b8a7d6e5f4",
    "ENGAGE_BASE_URL": "https://engage.example.jp",
    "ENGAGE_SMTP_URL": "smtp://mail.example.jp",
}


def test_one_machine_needs_no_setting(tmp_path):
    settings = Settings.from_env({"ENGAGE_DATA_DIR": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path}/engage.db"
    assert len(settings.secret_key) >= 32
    assert settings.has_mailbox_page


def test_the_development_secret_survives_a_restart(tmp_path):
    env = {"ENGAGE_DATA_DIR": str(tmp_path)}
    assert Settings.from_env(env).secret_key == Settings.from_env(env).secret_key
    assert (tmp_path / "development-secret").stat().st_mode & 0o077 == 0


def test_production_starts_with_good_settings(tmp_path):
    settings = Settings.from_env(GOOD | {"ENGAGE_DATA_DIR": str(tmp_path)})
    assert settings.is_production
    assert not settings.has_mailbox_page


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"ENGAGE_SECRET_KEY": "short"}, "ENGAGE_SECRET_KEY"),
        ({"ENGAGE_SECRET_KEY": "a" * 64}, "ENGAGE_SECRET_KEY"),
        ({"ENGAGE_SECRET_KEY": ""}, "ENGAGE_SECRET_KEY"),
        ({"ENGAGE_DEBUG": "1"}, "ENGAGE_DEBUG"),
        ({"ENGAGE_BASE_URL": "http://engage.example.jp"}, "ENGAGE_BASE_URL"),
        ({"ENGAGE_SMTP_URL": ""}, "ENGAGE_SMTP_URL"),
        ({"ENGAGE_ENVIRONMENT": "prod"}, "ENGAGE_ENVIRONMENT"),
        ({"ENGAGE_SQLITE_JOURNAL": "memory"}, "ENGAGE_SQLITE_JOURNAL"),
    ],
)
def test_production_refuses_and_names_the_setting(tmp_path, change, named):
    with pytest.raises(UnsafeSettings, match=named):
        Settings.from_env(GOOD | change | {"ENGAGE_DATA_DIR": str(tmp_path)})


def test_secrets_do_not_show_when_settings_are_printed(tmp_path):
    settings = Settings.from_env(GOOD | {"ENGAGE_DATA_DIR": str(tmp_path)})
    assert GOOD["ENGAGE_SECRET_KEY"] not in repr(settings)


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
def test_the_sqlite_releases_that_may_use_a_write_ahead_log(version, safe):
    assert is_safe_sqlite(version) is safe
