"""The manual is complete: every setting, every command, every page."""

from dataclasses import fields
from pathlib import Path

import click
import pytest

from engage.core.config import Settings

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "manual"


def test_every_setting_is_in_the_manual():
    text = (MANUAL / "設定の一覧.md").read_text()
    missing = [
        f"ENGAGE_{f.name.upper()}"
        for f in fields(Settings)
        if f"`ENGAGE_{f.name.upper()}`" not in text
    ]
    assert missing == []


def commands(group: click.Group, words: str = "engage"):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{words} {name}")
        else:
            yield f"{words} {name}", command


def test_every_command_and_option_is_in_the_manual():
    from engage.cli import main

    text = (MANUAL / "コマンドの一覧.md").read_text()
    missing = []
    for words, command in commands(main):
        if f"`{words}" not in text:
            missing.append(words)
        for option in command.params:
            if isinstance(option, click.Option) and option.opts[0] not in text:
                missing.append(f"{words} {option.opts[0]}")
    assert missing == []


@pytest.mark.sqlite_only
def test_every_page_is_in_the_manual(tmp_path):
    from engage.app import create_app

    app = create_app(Settings.from_env({"ENGAGE_DATA_DIR": str(tmp_path)}))
    text = (MANUAL / "画面の一覧.md").read_text()
    missing = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and "GET" in rule.methods and f"`{rule.rule}`" not in text
    }
    assert missing == set()


def test_no_page_of_the_manual_leads_nowhere():
    import re

    for page in MANUAL.glob("*.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name} → {target}"
