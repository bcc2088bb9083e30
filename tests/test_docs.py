"""The documents say what there is: commands, formats, filters, versions; and files stay readable."""

from __future__ import annotations

import argparse
import re
import tomllib
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest

from kg.cli.arguments import EXPORT_FORMATS, parser
from kg.settings import SERVE_SETTINGS
from kg.vocab import EVENT_TYPES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAX_LINES = 400
GENERATED = {"kg/vocab.py"}
FOLDERS = ("kg", "api", "ontology", "tests")
PAGES = sorted(
    page
    for folder in (".", "docs", "docs/lab", "ontology", "notebooks", "tests/cases", "kg/train")
    for page in (ROOT / folder).glob("*.md")
)


def _commands() -> dict[str, argparse.ArgumentParser]:
    (commands,) = [
        item for item in parser()._actions if isinstance(item, argparse._SubParsersAction)
    ]  # argparse has no public way
    return dict(commands.choices)


@pytest.mark.parametrize("command", sorted(_commands()))
def test_every_command_is_in_the_documents_and_has_help(command: str) -> None:
    pages = [README, *(page.read_text(encoding="utf-8") for page in sorted((ROOT / "docs").glob("*.md")))]
    assert any(f"kg {command}" in page for page in pages)
    assert _commands()[command].description


def test_every_setting_of_the_service_is_in_its_page() -> None:
    page = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
    for setting in SERVE_SETTINGS:
        row = f"| `--{setting.name.replace('_', '-')}` | `{setting.variable}` | {setting.default or 'none'} |"
        assert row in page


def test_every_export_format_is_in_the_readme() -> None:
    assert [name for name in EXPORT_FORMATS if name not in README] == []


def test_the_number_of_event_types_is_that_of_the_codebook() -> None:
    assert f"codebook of {len(EVENT_TYPES)}" in README


def test_there_is_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert version("whodid") == project["version"]


def test_make_targets_of_the_documents_exist() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    told = set(
        re.findall(
            r"^(?:\$ |    |`)?make (\w+)", README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    assert told <= targets


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in re.findall(r"\]\((?!http)([^)#\s]*)(?:#([^)\s]+))?\)", page.read_text(encoding="utf-8")):
        there = page.parent / target if target else page
        assert there.exists(), target
        assert not anchor or anchor in _anchors(there), f"{target}#{anchor}"


def test_what_the_documents_call_by_its_name_in_the_code_is_there() -> None:
    pages = [*PAGES, *(ROOT / "tests").rglob("README.md")]
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    for name in sorted(set(re.findall(r"`((?:kg|api)(?:\.\w+)+)`", text))):
        module, _, last = name.rpartition(".")
        found = import_module(module)
        assert hasattr(found, last) or find_spec(name) is not None, name


def test_files_can_be_read_in_one_sitting() -> None:
    long = {
        str(path.relative_to(ROOT)): n_lines
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if (n_lines := len(path.read_text(encoding="utf-8").splitlines())) > MAX_LINES
    }
    assert {name: n_lines for name, n_lines in long.items() if name not in GENERATED} == {}
