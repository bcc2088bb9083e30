"""How schemathesis writes the body type that it does not know: one JSON text per line."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def ndjson(_context, value):
    return value.encode() if isinstance(value, str) else json.dumps(value).encode()
