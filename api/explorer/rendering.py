"""Fills the templates: Jinja with everything escaped, undefined names as errors, and the words of the pages."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from http import HTTPStatus
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from api.explorer import words
from api.explorer.address import Address, address, page_of
from kg.export.evidence import best_evidence
from kg.query.filters import MAX_LIMIT
from kg.settings import vendored
from kg.vocab import CODEBOOK

if TYPE_CHECKING:
    from collections.abc import Mapping


def page(
    template: str,
    *,
    asked: Address | None = None,
    status: int = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> HTMLResponse:
    """A page from a template; `asked` is the state in its address."""
    environment = _environment()
    parts = environment.get_template("parts.html").module
    text = environment.get_template(template).render(asked=asked or Address(()), parts=parts, **context)
    return HTMLResponse(text, status_code=status, headers=headers)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("api"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(day=words.day, when=words.when, percent=words.percent, sign=words.sign)
    environment.globals.update(
        address=address,
        best_evidence=best_evidence,
        codebook=CODEBOOK,
        counted=words.counted,
        filters=words.FILTERS,
        max_rows=MAX_LIMIT,
        page_of=page_of,
        parties=words.parties,
        roles=words.ROLES,
        static=_static,
        statuses=words.STATUSES,
        vendor=_vendor,
        version=version("whodid"),
    )
    return environment


@lru_cache(maxsize=100)
def _static(name: str) -> str:
    """The address of a file of our own; it changes with the file, so that no browser shows an old one."""
    digest = sha256((files("api") / "static" / name).read_bytes()).hexdigest()[:8]
    return f"/static/{name}?v={digest}"


def _vendor(package: str, name: str) -> str:
    return f"/static/vendor/{vendored(package).name}/{name}"
