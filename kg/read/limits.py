"""How large an input may be. Each limit is named in the sentence that refuses what exceeds it."""

MAX_ARTICLE_CHARS = 1_000_000
"""Code points in one article. spaCy refuses longer texts, whose parse takes gigabytes; no news article comes near."""

MAX_RECORD_BYTES = 32 * 1024 * 1024
"""One line of JSONL or one line or field of CSV: bounds memory when line breaks or closing quotes are missing."""

MAX_FILE_BYTES = 64 * 1024 * 1024
"""Files that are read as a whole: text, HTML, feeds, JSON documents. JSONL and CSV may be of any length."""

MAX_HTML_BYTES = 16 * 1024 * 1024
"""One page: its tree takes some twenty times its size in memory."""

HEAD_BYTES = 64 * 1024
"""How much of a file is looked at to tell its format."""
