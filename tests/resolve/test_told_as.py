import pytest

from kg.model import ActorKind, ActorMention, Form, LocalActor, Span
from kg.resolve.words.told_as import told_as


@pytest.mark.parametrize(
    ("phrase", "name", "told"),
    [
        ("an environmental group", "group", "environmental group"),
        ("the two former aides", "aides", "former aides"),
        ("12 masked gunmen", "gunmen", "masked gunmen"),
        ("a well-known local lawyer", "lawyer", "well-known local lawyer"),
        ("the group", "group", None),
        ("more than 40 people", "people", None),
        ("several wounded soldiers", "soldiers", None),
        ("Norlandic soldiers", "soldiers", None),
        ("a quiet and little known local group", "group", None),
    ],
)
def test_the_words_before_a_noun_tell_what_somebody_is_like(phrase, name, told):
    text = f"Yesterday {phrase} met."
    start = text.index(phrase)
    end = start + len(phrase)
    mention = ActorMention(span=Span(start, end), text=phrase, head=Span(end - len(name), end), form=Form.NOMINAL)
    assert told_as(LocalActor(id="a1", kind=ActorKind.GROUP, name=name, mentions=(mention,)), text) == told
