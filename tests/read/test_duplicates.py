import random
import re
from collections.abc import Iterable, Sequence

import numpy as np
import pytest
from datasketch import LeanMinHash, MinHash, MinHashLSH
from hypothesis import given
from hypothesis import strategies as st

from kg.read.duplicates import BANDS, SIZE, THRESHOLD, Prints, fingerprint, similarity
from kg.read.minhash import minhash

WORDS = re.findall(
    r"\w+",
    "army minister border troops attacked village soldiers rebels government killed wounded said police protest "
    "capital president parliament voted law court judge ordered arrest trial company oil price exports sanctions talks "
    "agreement nuclear ship seized port strike drone missile base embassy storm flood rescued missing aid",
)


def story(seed: int, n_paragraphs: int = 12) -> list[str]:
    source = random.Random(seed)
    return [" ".join(source.choices(WORDS, k=25)).capitalize() + "." for _ in range(n_paragraphs)]


STORY = story(1)
TEXT = "\n\n".join(STORY)


def copy_groups(articles: Iterable[tuple[str, str | None, str | None, Sequence[int]]]) -> tuple[tuple[str, str], ...]:
    prints = Prints()
    for article, date, _, numbers in articles:
        prints.add(article, date, numbers)
    return prints.copies()


def found(*texts: str, dates: tuple[str | None, ...] = ("2020-01-01", "2020-01-02", "2020-01-03")) -> object:
    return copy_groups((f"a{n}", dates[n], None, fingerprint(text)) for n, text in enumerate(texts))


def test_fingerprint_has_its_size_in_32_bits() -> None:
    numbers = fingerprint(TEXT)
    assert len(numbers) == SIZE
    assert all(0 <= number < 2**32 for number in numbers)


@given(st.sets(st.integers(0, 2**32 - 1), min_size=1, max_size=60), st.integers(1, 2**31))
def test_a_minhash_is_that_of_datasketch(hashes: set[int], seed: int) -> None:
    theirs = MinHash(num_perm=SIZE, seed=seed, scheme="affine32", hashfunc=int)
    theirs.update_batch(hashes)
    assert minhash(np.array(sorted(hashes), dtype=np.uint32), size=SIZE, seed=seed) == tuple(theirs.hashvalues.tolist())


def test_fingerprint_is_the_same_in_every_version() -> None:
    assert fingerprint("The army attacked the village on Monday.")[:3] == (1330389253, 877565259, 627664329)


@pytest.mark.parametrize("text", ["", " \n", "...", "Comments 0"])
def test_text_without_words_has_no_fingerprint(text: str) -> None:
    assert fingerprint(text) == ()


@pytest.mark.parametrize(
    "other",
    [
        TEXT.upper(),
        TEXT.replace(" ", "  ").replace("\n\n", "\r\n"),
        f"By Jane Roe\n\n{TEXT}\n\nRead more: Five dead in storm\n\nComments 12",
        TEXT.replace(".", " !"),
    ],
)
def test_case_space_punctuation_and_furniture_make_no_difference(other: str) -> None:
    assert fingerprint(other) == fingerprint(TEXT)


def test_style_of_quotes_makes_no_difference() -> None:
    assert fingerprint("Iran’s “severe” revenge came") == fingerprint('Iran\'s "severe" revenge came')


@pytest.mark.parametrize(
    "copy",
    [
        "\n\n".join(STORY[:-4]),
        "\n\n".join(STORY[4:]),
        "\n\n".join(["A new headline over it", "LONDON (Example Agency) - " + TEXT, "Our own people added this line."]),
        " ".join("other" if n % 12 == 0 else word for n, word in enumerate(TEXT.split())),
    ],
    ids=["end cut off", "start cut off", "new frame", "words replaced"],
)
def test_edited_story_is_a_copy(copy: str) -> None:
    assert found(TEXT, copy) == (("a1", "a0"),)


def test_story_in_the_same_words_is_no_copy() -> None:
    assert found(TEXT, "\n\n".join(story(2))) == ()


def test_report_that_quotes_one_paragraph_is_no_copy() -> None:
    assert found(TEXT, "\n\n".join([*story(2), STORY[0]])) == ()


def test_many_different_stories_are_no_copies() -> None:
    prints = [(f"a{n}", None, None, fingerprint("\n\n".join(story(n)))) for n in range(150)]
    assert copy_groups(prints) == ()


def test_first_is_the_earliest_whatever_its_id() -> None:
    assert found(TEXT, TEXT, dates=("2020-01-02", "2020-01-01")) == (("a0", "a1"),)


def test_first_of_a_day_is_the_first_by_id() -> None:
    assert found(TEXT, TEXT, dates=("2020-01-01", "2020-01-01")) == (("a1", "a0"),)


def test_undated_article_comes_last() -> None:
    assert found(TEXT, TEXT, dates=(None, "2020-01-01")) == (("a0", "a1"),)


def test_coarse_date_counts_from_its_first_day() -> None:
    assert found(TEXT, TEXT, dates=("2020-01-02", "2020-01")) == (("a0", "a1"),)


@pytest.mark.parametrize(
    ("later", "is_same", "copies"),
    [
        ("2020-01-20", False, (("a1", "a0"),)),
        ("2020-03", False, ()),
        ("2023-01-01", False, ()),
        ("2023-01-01", True, (("a1", "a0"),)),
        ("2020", False, (("a0", "a1"),)),
        (None, False, (("a1", "a0"),)),
    ],
)
def test_nearly_the_same_words_long_after_are_the_next_of_a_kind(later: str, is_same: bool, copies: object) -> None:
    edited = "\n\n".join([*STORY[:-1], story(7)[0]])
    assert found(TEXT, TEXT if is_same else edited, dates=("2020-01-01", later)) == copies


def test_chain_of_updates_has_one_first() -> None:
    new = story(3)
    assert found(TEXT, "\n\n".join(STORY[4:] + new[:4]), "\n\n".join(STORY[8:] + new[:8])) == (
        ("a1", "a0"),
        ("a2", "a0"),
    )


def test_round_up_does_not_join_the_stories_it_quotes() -> None:
    other = story(4)
    groups = found(TEXT, "\n\n".join(other), "\n\n".join(STORY + other))
    assert groups in ((("a2", "a0"),), (("a2", "a1"),))


def test_order_of_the_input_is_without_influence() -> None:
    prints = [
        (f"a{n}", f"2020-01-{n + 1:02d}", f"s{n % 3}", fingerprint("\n\n".join(STORY[n % 4 :] + story(n)[:3])))
        for n in range(12)
    ]
    shuffled = list(prints)
    random.Random(5).shuffle(shuffled)
    assert copy_groups(prints) == copy_groups(shuffled) != ()


def test_source_is_without_influence() -> None:
    prints = fingerprint(TEXT)
    assert copy_groups([("a", None, "x", prints), ("b", None, "x", prints)]) == (("b", "a"),)


def test_articles_without_fingerprint_are_no_copies() -> None:
    assert copy_groups([("a", None, None, ()), ("b", None, None, ())]) == ()


def test_similarity_of_different_lengths_is_an_error() -> None:
    with pytest.raises(ValueError, match="of 2 and 3 numbers cannot be compared"):
        similarity((1, 2), (1, 2, 3))


def test_fingerprint_of_another_length_is_an_error() -> None:
    with pytest.raises(ValueError, match="'b' has 2 numbers, not 64; read the article again"):
        copy_groups([("a", None, None, fingerprint(TEXT)), ("b", None, None, (1, 2))])


def test_similarity_is_the_share_of_equal_numbers() -> None:
    assert similarity((1, 2, 3, 4), (1, 2, 0, 0)) == 0.5


@given(
    picks=st.lists(st.lists(st.integers(0, 3), min_size=SIZE // 4, max_size=SIZE // 4), min_size=2, max_size=9),
    dates=st.lists(st.sampled_from(["2020", "2020-01-02", None]), min_size=9, max_size=9),
)
def test_copies_are_those_of_an_index_of_bands(picks: list[list[int]], dates: list[str | None]) -> None:
    rows = [tuple(number for number in pick for _ in range(4)) for pick in picks]
    index = MinHashLSH(num_perm=SIZE, params=BANDS)
    ranked = sorted(
        (date is None, date or "", f"a{n}", row) for n, (row, date) in enumerate(zip(rows, dates, strict=False))
    )
    first: dict[str, str] = {}
    for rank, (*_, article, row) in enumerate(ranked):
        sketch = LeanMinHash(seed=1, hashvalues=row, scheme="affine32")
        likest = max(((similarity(row, ranked[n][3]), -n) for n in index.query(sketch)), default=(0.0, 0))
        if likest[0] >= THRESHOLD:
            origin = ranked[-likest[1]][2]
            first[article] = first.get(origin, origin)
        index.insert(rank, sketch)
    told = [(f"a{n}", dates[n], None, row) for n, row in enumerate(rows)]
    assert copy_groups(told) == tuple(sorted(first.items()))
