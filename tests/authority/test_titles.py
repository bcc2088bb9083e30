import pytest

from kg.authority.titles import is_title, is_title_word


@pytest.mark.parametrize(
    ("words", "is_one", "is_sure"),
    [
        ("mr", True, True),
        ("general", True, False),  # General Motors
        ("lt gen", True, True),
        ("major general", True, True),
        ("former vice president", True, True),
        ("acting", False, False),
        ("foreign", False, False),
        ("general electric", False, False),
        ("north korean president", False, False),
    ],
)
def test_titles_and_what_belongs_to_them(words, is_one, is_sure):
    assert (is_title(words.split()), is_title(words.split(), sure=True)) == (is_one, is_sure)


def test_a_word_before_a_title_is_none_by_itself():
    assert is_title_word("senator")
    assert not is_title_word("vice")
