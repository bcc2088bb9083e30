"""The routes, one file per subject: each turns a request into a call of `kg.query` and its rows into a response."""
