"""In: the bytes of a text. Out: its characters and the encoding's name. Refuses binary files and broken text.

UTF-8 first, then the byte order marks, then Windows-1252 where its characters stand as they do in prose, and only
then statistics (charset-normalizer), which are unsure on a short English text with two curly quotes in it.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from kg.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"From: <Saved by", "a web page saved as one file (MHTML)"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\xfd7zXZ", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"\x1f\x8b", "a gzip file inside a gzip file"),
    (b"\x7fELF", "a program"),
)
# Words that an article might start with: they count only in front of a NUL byte.
_WEAK_MAGIC = (
    (b"GIF8", "a GIF picture"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"OggS", "a sound or film file"),
    (b"ID3", "a sound file"),
    (b"RIFF", "a sound, film or picture file"),
)
# For text in Latin letters, in this order: the first in which it looks like prose. Statistics take a few accents for
# anything ("Wałęsa" in a short English text comes out as Japanese).
_LATIN = ("cp1252", "cp1250", "mac_roman")
# For all other text charset-normalizer chooses, among encodings in which news is found.
_CANDIDATES = [
    "cp1251", "koi8_r", "koi8_u", "iso8859_5", "cp1253", "iso8859_7", "cp1255", "cp1256", "shift_jis", "euc_jp",
    "gb18030", "big5", "euc_kr",
]  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_SYMBOLS = "‘’‚“”„–—…•†‡‰€£¥©®™°§¶·«»‹›½¼¾²³¹×±¡¿´˜\xa0\xad"
_JOINERS = "‘’“”„–—…•·«»™®©\xa0\xad"
"""Symbols that may stand between two letters."""
_MAX_ACCENTED = 0.3
"""Share of letters outside ASCII: French and Czech stay under 0.2, Cyrillic read as Windows-1252 is near 1."""


def mark_encoding(head: bytes) -> str | None:
    """Encoding that the byte order mark names; None without a mark."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def binary_kind(head: bytes) -> str | None:
    """What the first bytes say the file is, "a PDF file"; None when they may be text."""
    known = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    if known or mark_encoding(head):
        return known
    if b"\x00" not in head:
        return None
    return next((kind for magic, kind in _WEAK_MAGIC if head.startswith(magic)), "a binary file")


def guess_encoding(raw: bytes, *, complete: bool = True) -> str:
    """Name of the encoding; `complete` is False when the bytes are the start of a longer text.

    Raises:
        InputError: no encoding fits; the reason says what to do.
    """
    if marked := mark_encoding(raw):
        return marked
    try:
        codecs.getincrementaldecoder("utf-8")().decode(raw, final=complete)
    except UnicodeDecodeError as exc:
        position, byte = exc.start, raw[exc.start]
    else:
        return "utf-8"
    replaced = raw.decode("utf-8", "replace")
    n_broken = replaced.count("\ufffd")
    n_whole = sum(char > "\x7f" for char in replaced) - n_broken
    if 0 < n_broken <= n_whole:
        raise InputError(
            f"the text is UTF-8 but for byte 0x{byte:02x} at offset {position}; repair it or save it as UTF-8 again"
        )
    latin = next((name for name in _LATIN if _looks_latin(raw.decode(name, "replace"))), None)
    if latin:
        return latin
    match = from_bytes(raw[: 1 << 20], cp_isolation=_CANDIDATES, preemptive_behaviour=False).best()
    if match is None or _CONTROL.search(str(match)):
        raise InputError(
            f"the encoding of the text is not known (byte 0x{byte:02x} at offset {position}); save it as UTF-8"
        )
    return match.encoding


def decode_text(raw: bytes) -> str:
    """The characters, without a byte order mark, line ends as they are.

    Raises:
        InputError: the bytes are no text, or broken text.
    """
    kind = binary_kind(raw)
    if kind:
        raise InputError(f"this is {kind}, not text; extract its text first")
    encoding = guess_encoding(raw)
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as exc:
        raise InputError(f"the text is not valid {exc.encoding.upper()} at byte {exc.start}; save it as UTF-8") from exc


def _looks_latin(text: str) -> bool:
    """Whether accents and symbols stand where prose in Latin letters has them."""
    n_accented = 0
    for position, char in enumerate(text):
        if char < "\x80":
            continue
        before, after = text[position - 1 : position], text[position + 1 : position + 2]
        if char.isalpha():
            n_accented += 1
            # Another encoding's apostrophe: "IranÕs".
            if char > "ɏ" or (char.isupper() and before.islower()):
                return False
        elif char not in _SYMBOLS or (char not in _JOINERS and before.isalpha() and after.islower()):
            return False  # another encoding's letter: "Wa³êsa"
    return n_accented <= _MAX_ACCENTED * sum(map(str.isalpha, text))
