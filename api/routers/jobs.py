"""Adding and removing articles: taken in as a job, done by another process, and asked for by the job's id."""

from __future__ import annotations

import hmac
import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from pydantic import TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool

from api import schemas
from api.body import content_type_of, read_body
from api.explorer import adding
from api.middleware import given_key
from api.negotiation import choose_format
from api.parameters import PAGE, contents, documented, page, pairs_of, problem
from api.problems import Problem
from api.replies import page_of_json
from api.service import CatalogDep, ServiceDep, service_of
from kg.errors import QueryError
from kg.jobs import Kind, State
from kg.query.filters import parse_none
from kg.query.paging import cut_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.jobs import Job
    from kg.query.rows import Json

router = APIRouter()

_JSON = "application/json"
_FORMATS = {"json": _JSON, "html": "text/html"}
_LINES = ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines")
_N_TOLD = 5
"""Mistakes of one body that are told, one sentence each."""

_RECORD: TypeAdapter[schemas.ArticleToAdd] = TypeAdapter(schemas.ArticleToAdd)
_EXAMPLE = {
    "id": "wave-2021-05-04",
    "title": "Jets hit harbour",
    "date": "2021-05-04",
    "source": "Daily Wave",
    "text": "Norlandic jets bombed the harbour of Port Emile on Monday, the ministry of Sudria said.",
}
_REFERENCE = "#/components/schemas/ArticleToAdd"
_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        _JSON: {
            "schema": {
                "anyOf": [
                    {"$ref": _REFERENCE},
                    {"type": "array", "items": {"$ref": _REFERENCE}, "minItems": 1, "maxItems": 1000},
                ]
            },
            "examples": {"one": {"value": _EXAMPLE}, "several": {"value": [_EXAMPLE]}},
        },
        _LINES[0]: {
            "schema": {"$ref": _REFERENCE, "description": "One article per line, as JSON."},
            "example": _EXAMPLE,
        },
    },
}
_SECURITY: list[dict[str, list[str]]] = [{"writeKey": []}, {"writeKeyBearer": []}]
_WRITES: dict[int | str, dict[str, Any]] = {
    400: problem("The body is no article; nothing of it was taken."),
    401: problem("No write key was given."),
    403: problem("The key given is not the write key."),
    408: problem("The body comes too slowly."),
    413: problem("The body is too large, or has too many articles."),
    429: problem("Too many requests that write; `Retry-After` says when to come back."),
    503: problem("The service is read only, or too many articles wait (`Retry-After`)."),
}


def _may_write(request: Request) -> None:
    """Lets through who brings the write key; before the body is read."""
    settings = service_of(request).settings
    if settings.write_key is None:
        raise Problem(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "read-only",
            "this service only reads, as it was started without a write key (KG_WRITE_KEY)",
        )
    given = given_key(request.headers)
    if given is None:
        raise Problem(
            HTTPStatus.UNAUTHORIZED,
            "key",
            "writing needs the write key, as `Authorization: Bearer KEY` or `X-API-Key: KEY`",
            headers={"WWW-Authenticate": "Bearer"},
        )
    if not hmac.compare_digest(given.encode(), settings.write_key.encode()):
        raise Problem(HTTPStatus.FORBIDDEN, "key", "this key is not the one for writing")
    service_of(request).writes.take()


WriteDep = Annotated[None, Depends(_may_write)]


@router.post(
    "/articles",
    summary="Add articles",
    status_code=HTTPStatus.ACCEPTED,
    response_model=schemas.Job,
    responses={**_WRITES, 415: problem("The body is neither JSON nor NDJSON.")},
    openapi_extra={"requestBody": _BODY, "security": _SECURITY},
)
async def add_articles(request: Request, service: ServiceDep, _: WriteDep) -> Response:
    """Takes in one article, a list of them, or one per line (`application/x-ndjson`), and answers with a job.

    Once this answers 202 the articles survive any failure of the service. They are extracted by another process; the
    job says how far that is, and what became of each: new, replaced, unchanged, or rejected with a reason. The same
    article twice is one article; an article whose `id` is known replaces the old version. A body that holds anything
    but articles is refused as a whole.
    """
    parse_none(request.query_params.multi_items())
    limits = service.settings.write_limits
    kind, _charset = content_type_of(request)
    if kind != _JSON and kind not in _LINES:
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "unsupported-media-type",
            f"the body must be {_JSON} or {_LINES[0]}, not {kind[:80] or 'without a type'!r}",
        )
    text = await read_body(request, max_bytes=limits.body_bytes)

    def take() -> Job:
        records = [record for _, record in (_lines(text) if kind in _LINES else _items(text))]
        if len(records) > limits.articles:
            raise Problem(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                "too-large",
                f"the body has {len(records)} articles; hand in at most {limits.articles} at a time",
            )
        return service.jobs.submit(Kind.ADD, records, max_waiting=limits.waiting)

    return _taken_in(await run_in_threadpool(take))


@router.delete(
    "/articles/{identifier:path}",
    summary="Remove an article",
    status_code=HTTPStatus.ACCEPTED,
    response_model=schemas.Job,
    responses={**_WRITES, 404: problem("There is no such article.")},
    openapi_extra={"security": _SECURITY},
)
def remove_article(
    identifier: str, request: Request, service: ServiceDep, _: WriteDep, catalog: CatalogDep
) -> Response:
    """Removes one article and all that only it supports, as a job."""
    parse_none(request.query_params.multi_items())
    article = catalog.find_article(identifier)
    job = service.jobs.submit(Kind.DELETE, [{"id": article}], max_waiting=service.settings.write_limits.waiting)
    return _taken_in(job)


@router.get("/jobs", summary="The jobs", response_model=schemas.Listed[schemas.Job], openapi_extra=documented(PAGE))
def jobs(request: Request, service: ServiceDep) -> Response:
    """Jobs that wait or run and the last finished ones, the youngest first, without outcomes."""
    limit, cursor, _others = page(request)
    # ids sort by time; negated by turning every letter over, so that the youngest come first and pages stay in step
    ids = service.jobs.ids()
    found = cut_page(ids, key=lambda job: (_turned(job),), asked="jobs", limit=limit, cursor=cursor)
    return page_of_json(request, found, to_json=lambda job: job_to_json(service.jobs.job(job), is_short=True))


@router.get(
    "/jobs/{identifier}",
    summary="One job",
    response_model=schemas.Job,
    responses={**contents(_FORMATS), 404: problem("There is no such job.")},
    openapi_extra=documented({}, formats=_FORMATS),
)
def job(identifier: str, request: Request, service: ServiceDep) -> Response:
    """How far a job is, and what became of each of its articles once all have been dealt with.

    `done` means that reading shows its effect.
    """
    parse_none(pairs_of(request))
    found = service.jobs.job(identifier)
    if choose_format(request, _FORMATS) == "html":
        return adding.job_page(service, found)
    headers = {"Cache-Control": "no-store"} | ({} if found.state is State.DONE else {"Retry-After": "1"})
    return JSONResponse(job_to_json(found), headers=headers)


def job_to_json(found: Job, *, is_short: bool = False) -> Json:
    """`{id, kind, state, created, started, finished, total, done, generation, detail, counts, outcomes}`."""
    counts: dict[str, int] = {}
    for item in found.outcomes:
        counts[item.outcome] = counts.get(item.outcome, 0) + 1
    outcomes = [
        {"item": item.item, "article": item.article, "outcome": item.outcome, "reason": item.reason}
        for item in found.outcomes
    ]
    return {
        "id": found.id,
        "kind": found.kind.value,
        "state": found.state.value,
        "created": found.created,
        "started": found.started,
        "finished": found.finished,
        "total": found.total,
        "done": found.done,
        "generation": found.generation,
        "detail": found.detail,
        "counts": dict(sorted(counts.items())),
        "outcomes": [] if is_short else outcomes,
    }


def _taken_in(taken: Job) -> Response:
    return JSONResponse(
        job_to_json(taken),
        status_code=HTTPStatus.ACCEPTED,
        headers={"Location": f"/jobs/{taken.id}", "Cache-Control": "no-store"},
    )


def _items(text: str) -> list[tuple[str, Json]]:
    """The records of a JSON body, checked."""
    parsed = _parsed(text, "the body")
    if isinstance(parsed, list):
        if not parsed:
            raise QueryError("the list holds no article; give at least one")
        return _checked((f"item {number}", item) for number, item in enumerate(parsed, start=1))
    return _checked([("the article", parsed)])


def _lines(text: str) -> list[tuple[str, Json]]:
    """The records of an NDJSON body, checked; empty lines do not count."""
    lines = [(f"line {number}", line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if not lines:
        raise QueryError("the body holds no article; give at least one line")
    return _checked((where, _parsed(line, where)) for where, line in lines)


def _parsed(text: str, where: str) -> object:
    try:
        parsed: object = json.loads(text)
    except json.JSONDecodeError as exc:
        raise QueryError(f"{where} is not JSON: {exc.msg} at line {exc.lineno}, column {exc.colno}") from exc
    except (ValueError, RecursionError) as exc:
        raise QueryError(f"{where} holds a number too long or nesting too deep for an article") from exc
    return parsed


def _checked(items: Iterator[tuple[str, object]] | list[tuple[str, object]]) -> list[tuple[str, Json]]:
    found: list[tuple[str, Json]] = []
    wrong: list[str] = []
    for where, item in items:
        try:
            record = _RECORD.validate_python(item)
        except ValidationError as exc:
            wrong += [
                f"{where}: {'.'.join(str(part) for part in error['loc']) or 'it'}: {error['msg']}"
                for error in exc.errors(include_url=False, include_context=False, include_input=False)
            ]
            if len(wrong) >= _N_TOLD:
                break
        else:
            found.append((where, record.model_dump(exclude_none=True)))
    if wrong:
        raise QueryError("; ".join(wrong[:_N_TOLD]))
    return found


def _turned(job: str) -> str:
    return "".join(chr(0x7E - ord(letter)) for letter in job)
