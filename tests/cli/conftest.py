"""The command line is run in this process on a store built once from the sample articles; no command is faked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from kg import settings
from kg.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True)
class Outcome:
    """What a command gave back."""

    status: int
    out: str
    err: str


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Runs `kg ARGUMENT…` and gives its exit status and output."""

    def run(*arguments: object) -> Outcome:
        with pytest.raises(SystemExit) as left:
            main([str(item) for item in arguments])
        captured = capsys.readouterr()
        return Outcome(int(left.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of all sample articles; tests must not write to it."""
    store = tmp_path_factory.mktemp("samples") / "store"
    with pytest.raises(SystemExit) as left:
        main(["build", str(settings.SAMPLES), "--store", str(store)])
    assert left.value.code == 0
    return store
