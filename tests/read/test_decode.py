import re

import pytest

from kg.errors import InputError
from kg.read.decode import decode_text, guess_encoding

ENGLISH = "Iran’s leaders vowed “severe revenge” — and more…"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("plain words", "ascii"),
        (ENGLISH, "utf-8"),
        (ENGLISH, "utf-8-sig"),
        (ENGLISH, "utf-16"),
        (ENGLISH, "utf-32"),
        (ENGLISH, "cp1252"),
        ("The café paid €5 to the Élysée, 3 km² away", "cp1252"),
        ("El niño dijo: ¿qué pasó aquí?", "cp1252"),
        ("Iran’s “leaders” vowed", "mac_roman"),
        ("Wałęsa met the press in Gdańsk.", "cp1250"),
        ("Иран пообещал отомстить за смерть генерала", "cp1251"),
        ("Иран пообещал отомстить за смерть генерала", "koi8-r"),
        ("日本の首相は東京で記者会見を開いた", "shift_jis"),
        ("🙂 a smile beyond the first plane", "utf-8"),
    ],
)
def test_text_is_decoded_from(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)) == text


def test_utf16_without_big_or_little_end_in_its_name_keeps_its_mark_out_of_the_text() -> None:
    assert decode_text(b"\xfe\xff" + "word".encode("utf-16-be")) == "word"


def test_broken_utf8_is_refused_with_its_offset() -> None:
    with pytest.raises(InputError, match=r"UTF-8 but for byte 0xff at offset 15"):
        decode_text("“Iran’s” ".encode() + b"\xff and more")


def test_cut_off_utf8_is_refused() -> None:
    with pytest.raises(InputError, match="UTF-8 but for byte 0xe2"):
        decode_text("“severe revenge”".encode()[:-1])


def test_start_of_a_longer_text_may_break_off_inside_a_character() -> None:
    assert guess_encoding("“severe revenge”".encode()[:-1], complete=False) == "utf-8"


def test_cut_off_utf16_is_refused() -> None:
    with pytest.raises(InputError, match="not valid UTF-16"):
        decode_text("word".encode("utf-16")[:-1])


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"\x00\x01\x02", "a binary file"),
        (b"words\x00words", "a binary file"),
        (b"%PDF-1.7\nwords", "a PDF file"),
        (b"From: <Saved by Blink>\nSubject: words", "a web page saved as one file (MHTML)"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"\xff\xd8\xff\xe0", "a JPEG picture"),
        (b"PK\x03\x04words", "a ZIP archive or an office document"),
        (b"{\\rtf1 words}", "an RTF document"),
        (b"RIFF\x00\x00WAVE", "a sound, film or picture file"),
    ],
)
def test_binary_file_is_refused_by_kind(raw: bytes, kind: str) -> None:
    with pytest.raises(InputError, match=re.escape(f"this is {kind}, not text")):
        decode_text(raw)


@pytest.mark.parametrize("text", ["RIFF raff gangs clashed", "GIF89 pictures turn 30", "ID3 tags explained"])
def test_words_that_look_like_magic_numbers_stay_text(text: str) -> None:
    assert decode_text(text.encode()) == text


def test_noise_bytes_have_no_encoding() -> None:
    with pytest.raises(InputError, match="save it as UTF-8"):
        decode_text(bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D, 0x01, 0x02] * 9))
