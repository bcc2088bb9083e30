"""The pages on which articles are added: the form, and a job with what became of its articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.explorer.details import read_text
from api.explorer.rendering import page
from kg.export.records import record_from_json
from kg.jobs import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi.responses import HTMLResponse

    from api.service import Service
    from kg.jobs import Job

FIELDS = ("title", "date", "source", "url", "author")


def add_page(
    service: Service, *, given: Mapping[str, str] | None = None, problem: str | None = None, status: int = 200
) -> HTMLResponse:
    """The form; when the service only reads, why, and how it is started to write."""
    return page(
        "add.html",
        status=status,
        here="/add",
        given=given or {},
        problem=problem,
        fields=FIELDS,
        is_writing=service.settings.write_key is not None,
    )


def job_page(service: Service, job: Job) -> HTMLResponse:
    """How far a job is; the page comes again by itself until it is done. A preview shows what was read."""
    preview: dict[str, object] | None = None
    for kept in service.jobs.kept(job.id) if job.state is State.DONE else ():
        given = kept["given"]
        fields = [(name, given[name]) for name in (*FIELDS, "text") if name in given]
        preview = {"fields": fields, **read_text(record_from_json(kept["read"]), {})}
    return page("job.html", here="/add", job=job, is_done=job.state is State.DONE, preview=preview)
