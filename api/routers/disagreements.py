"""On what the articles differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request

from api import schemas
from api.explorer import browse
from api.negotiation import choose_format
from api.parameters import contents, documented, pairs_of
from api.replies import csv_response, page_of_json
from api.service import CatalogDep  # noqa: TC001 -- FastAPI resolves it at run time
from kg.export.disagreements import disagreements_to_csv
from kg.query.disagreement_filters import DISAGREEMENT_FILTERS, parse_disagreements
from kg.query.disagreements import list_disagreements
from kg.query.rows import disagreement_to_json

if TYPE_CHECKING:
    from fastapi.responses import Response

router = APIRouter()

_FORMATS = {"json": "application/json", "csv": "text/csv", "html": "text/html"}


@router.get(
    "/disagreements",
    summary="On what the articles differ",
    response_model=schemas.Listed[schemas.Disagreement],
    responses=contents(_FORMATS),
    openapi_extra=documented(DISAGREEMENT_FILTERS, formats=_FORMATS),
)
def disagreements(request: Request, catalog: CatalogDep) -> Response:
    """Events that fit the filters with a property on which the articles differ, and the sentences for each value.

    Articles differ when nothing that one says of the property fits anything that the other says. A finer value fits a
    coarser one: Baghdad and Iraq, 3 January and 2020, 14 and "at least 12", a state and its army. In CSV there is a
    line for each sentence.
    """
    form = choose_format(request, _FORMATS)
    if form == "html":
        return browse.disagreements_page(catalog, pairs_of(request))
    wanted, properties = parse_disagreements(pairs_of(request))
    found = list_disagreements(catalog, wanted, properties=properties)
    if form == "csv":
        return csv_response(request, disagreements_to_csv(found.items), found)
    return page_of_json(request, found, to_json=disagreement_to_json)
