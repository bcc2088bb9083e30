"""How schemathesis writes the body type that it does not know, one JSON text per line; and waits for what is removed.

A removal is answered with its job. What schemathesis asks next, whether the article is gone, holds once that is done.
"""

import json
import time
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import schemathesis

_SECONDS = 20


@schemathesis.serializer("application/x-ndjson")
def ndjson(_context, value):
    return value.encode() if isinstance(value, str) else json.dumps(value).encode()


@schemathesis.hook
def after_call(_context, case, response):
    if case.method.upper() != "DELETE" or response.status_code != 202:
        return
    asked = urlsplit(response.request.url)
    job = f"{asked.scheme}://{asked.netloc}/jobs/{response.json()['id']}"
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until:
        with urlopen(Request(job, headers={"X-API-Key": response.request.headers["X-API-Key"]})) as told:
            if json.load(told)["state"] not in ("queued", "running"):
                return
        time.sleep(0.05)
