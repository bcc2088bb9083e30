"""What a pipeline must survive: sentence borders that deceive, and two hundred texts that are hardly text.

None may crash it, lose a character or leave a token without a sentence.
"""

from __future__ import annotations

import random
import string
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kg import parse
from kg.model import Article

if TYPE_CHECKING:
    from spacy.language import Language

BORDERS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "hard_borders.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.model
@pytest.mark.parametrize("case", BORDERS, ids=lambda case: case["name"])
def test_sentences_come_apart_where_a_reader_parts_them(case: dict[str, Any], pipeline: Language) -> None:
    text = case.get("join", " ").join(case["sentences"])
    doc = next(parse.parse([(Article(id="a", text=text), ())], pipeline)).doc
    assert [sent.text.strip() for sent in doc.sents if sent.text.strip()] == case["sentences"]


def test_there_are_sixty_hard_borders() -> None:
    assert len(BORDERS) >= 60


SENTENCE = "Rebels shelled the town of Kelm on Tuesday, killing three."
WORDS = (
    "Rebels",
    "shelled",
    "Kelm",
    "U.S.",
    "don't",
    "“no”",
    "—",
    "...",
    "3.5",
    "Jan.",
    "(",
    ")",
    "\n",
    "\u00a0",
    "'s",
)


def _hard_texts() -> dict[str, str]:
    texts = {
        "nothing": "",
        "a space": " ",
        "white space of all kinds": " \t\n\r\n\u00a0\u2003\u2028\u2029\u3000\ufeff",
        "a letter": "a",
        "a full stop": ".",
        "null bytes": "Rebels\x00shelled\x00Kelm.",
        "control characters": "".join(map(chr, range(1, 32))) + "Rebels left.",
        "byte order mark": "\ufeff" + SENTENCE,
        "lone surrogates replaced": SENTENCE.encode("utf-16", "surrogatepass").decode("utf-16"),
        "zero-width characters": "\u200b".join(SENTENCE),
        "soft hyphens": SENTENCE.replace("e", "e\u00ad"),
        "right to left": "قُتل ثلاثة أشخاص في الغارة. " + SENTENCE + " المصدر: رويترز",
        "direction marks": "\u202e" + SENTENCE + "\u202c",
        "chinese": "三人在袭击中丧生。美国否认。",
        "cyrillic": "Трое погибли при обстреле. США отрицают.",
        "combining marks": "Z\u0351\u0343a\u0310l\u0321g\u0334o\u0336 " * 40,
        "emoji": "😀👩‍👩‍👧‍👦🇮🇷🏴󠁧󠁢󠁥󠁮󠁧󠁿 " * 30 + SENTENCE,
        "mathematical letters": "𝐑𝐞𝐛𝐞𝐥𝐬 𝓼𝓱𝓮𝓵𝓵𝓮𝓭 𝕂𝕖𝕝𝕞.",
        "one word of ten thousand letters": "a" * 10_000,
        "ten thousand full stops": "." * 10_000,
        "five thousand exclamation marks": "!" * 5_000 + " " + SENTENCE,
        "five thousand brackets": "(" * 2_500 + ")" * 2_500,
        "five thousand quotes": '"' * 5_000,
        "ten thousand spaces": "Rebels" + " " * 10_000 + "left.",
        "ten thousand newlines": "Rebels" + "\n" * 10_000 + "left.",
        "carriage returns": SENTENCE.replace(" ", "\r"),
        "vertical tabs and form feeds": SENTENCE.replace(" ", "\v\f"),
        "a thousand words and no full stop": "rebels shelled towns and " * 250,
        "no spaces": SENTENCE.replace(" ", ""),
        "all capitals": (SENTENCE + " ").upper() * 20,
        "all small": (SENTENCE + " ").lower() * 20,
        "mocking case": "".join(c.upper() if i % 2 else c for i, c in enumerate(SENTENCE)),
        "html": "<p>Rebels <b>shelled</b> the&nbsp;town &amp; left.</p><script>alert(1)</script>",
        "json": '{"who": "rebels", "did": ["shell", "leave"], "n": 3e10}',
        "sparql": "SELECT ?s WHERE { ?s ?p ?o . FILTER(?o > 3) }",
        "program": "for (int i=0;i<10;i++){ printf(\"%d\\n\", i); } // rebels left",
        "regular expression": r"^(?:a+)+$ \d{3,} [^\]]*",
        "table": "name\tdead\twounded\nKelm\t3\t9\nHolm\t-\t1\n" * 20,
        "csv formula": '=HYPERLINK("http://example.org";"x")',
        "addresses": "https://example.org/a?b=c&d=%20#e mailto:a.b+c@example.org ftp://[::1]:21/ " * 10,
        "numbers": "1,234,567.89 1.234.567,89 0x1F 1e-9 ½ ² Ⅷ ٣٤ −5 +5 50% 1/2 12:30:59 2020-01-03T04:05:06Z",
        "money": "$5m €1.2bn £3k ¥400 US$9 5$ 10 USD",
        "hyphens": "the Iran-backed-but-not-Iran-led militia-turned-party's ex-vice-prime-minister-designate",
        "slashes": "and/or he/she 24/7 TCP/IP N/A",
        "apostrophes": "'twas the rebels' o'clock, y'all'd've said, rock 'n' roll, don''t, it’s, it`s, its'",
        "quotes of all kinds": "“a” ‘b’ «c» ‹d› „e“ ‚f‘ ''g'' ``h'' 'i' \"j\" ❝k❞",
        "dashes of all kinds": "a-b a–b a—b a―b a‐b a‑b a−b a--b a---b a - b",
        "nested quotation": "“He said, ‘They told me, “Go,” and I went,’ and left.”",
        "nested brackets": "Rebels (of the north (of Kelm (east))) left [again {so}].",
        "unbalanced": "“Rebels (left [the town. They said ‘no.",
        "only stop words": "of the and to in a is that it on for with as at by",
        "only names": "Iran Iraq Soleimani Baghdad Trump Kelm " * 30,
        "one sentence of 400 clauses": "he said that " * 400 + "rebels left.",
        "list marks": "• Rebels left\n- Troops came\n* Talks failed\n1) One\n(a) two\n",
        "hash tags": "#Iran @rebels RT: #WW3 trending!!! :-) :( ^_^ ¯\\_(ツ)_/¯",
        "replacement characters": "Rebels \ufffd\ufffd shelled K\ufffdlm.",
        "mojibake": "The generalâ€™s â€œanswerâ€\x9d cameÂ\xa0late.",
        "private use": "\ue000\ue001 Rebels \uf8ff left.",
        "noncharacters": "Rebels \ufdd0\uffff left.",
        "highest code point": "Rebels \U0010ffff left.",
    }  # fmt: skip
    rng = random.Random(7)
    for number in range(45):
        texts[f"chance words {number}"] = " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 120)))
    for number in range(45):
        symbols = string.printable + "“”’—…éßøñ\u00a0"
        texts[f"chance characters {number}"] = "".join(rng.choice(symbols) for _ in range(rng.randint(1, 300)))
    for number in range(50):
        damaged = list((SENTENCE + " ") * 3)
        for _ in range(rng.randint(1, 30)):
            at = rng.randrange(len(damaged))
            damaged[at] = rng.choice(("", damaged[at] * 2, rng.choice(string.punctuation), damaged[at].swapcase()))
        texts[f"damaged {number}"] = "".join(damaged)
    return texts


HARD = _hard_texts()


def _survives(text: str, pipeline: Language) -> None:
    article = Article(id="a", text=text)
    (parsed,) = parse.parse([(article, ())], pipeline)
    doc = parsed.doc
    assert doc.text == text
    assert sum(len(sent) for sent in doc.sents) == len(doc)
    for token in doc:
        assert token.sent.start <= token.head.i < token.sent.end
    for name in doc.ents:
        assert text[name.start_char : name.end_char] == name.text


def test_there_are_two_hundred_hard_texts() -> None:
    assert len(HARD) >= 200


@pytest.mark.model
@pytest.mark.parametrize("name", HARD)
def test_hard_texts_are_survived_whole(name: str, pipeline: Language) -> None:
    _survives(HARD[name], pipeline)


@pytest.mark.model
@given(st.text(max_size=200))
@hypothesis_settings(max_examples=100, deadline=None)
def test_any_text_is_survived_whole(pipeline: Language, text: str) -> None:
    _survives(text, pipeline)


@pytest.mark.model
def test_hard_texts_together_are_as_alone(pipeline: Language) -> None:
    texts = list(HARD.values())[:60]
    together = [doc.text for doc in pipeline.pipe(texts)]
    assert together == texts
