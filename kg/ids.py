"""Ids: short, stable, derived from what is named, never random."""

from __future__ import annotations

import hashlib
import re
import unicodedata


def digest(*parts: str, length: int = 10) -> str:
    """Hexadecimal digest of the parts; equal parts give equal digests on every machine."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=16).hexdigest()[:length]


def slug(text: str, *, max_length: int = 48) -> str:
    """Lower-case ASCII letters, digits and hyphens; empty when the text has none of them."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:max_length].rstrip("-")


def article_id(*, url: str | None, text: str) -> str:
    """Id of an article that brings none: from its url, else from its content."""
    return f"url-{digest(url, length=16)}" if url else f"text-{digest(text, length=16)}"
