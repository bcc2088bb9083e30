"""Fixtures of the reading tests: `read` takes the bytes of one input, `refusal` gives its one refusal."""

import io
from collections.abc import Callable

import pytest

from kg.model import Article, Rejected
from kg.read import read_articles

Read = Callable[..., list[Article | Rejected]]


@pytest.fixture(scope="session")
def read() -> Read:
    def read_bytes(raw: bytes | str, **options: str) -> list[Article | Rejected]:
        stream = io.BytesIO(raw.encode() if isinstance(raw, str) else raw)
        return list(read_articles(["-"], stdin=stream, **options))

    return read_bytes


@pytest.fixture(scope="session")
def article(read: Read) -> Callable[..., Article]:
    def read_one(raw: bytes | str, **options: str) -> Article:
        (outcome,) = read(raw, **options)
        assert isinstance(outcome, Article), outcome
        return outcome

    return read_one


@pytest.fixture(scope="session")
def refusal(read: Read) -> Callable[..., str]:
    def read_one(raw: bytes | str, **options: str) -> str:
        (outcome,) = read(raw, **options)
        assert isinstance(outcome, Rejected), outcome
        assert "\n" not in outcome.reason
        return outcome.reason

    return read_one
