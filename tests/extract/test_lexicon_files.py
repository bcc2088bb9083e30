"""The files of the lexicon: named, complete, every class asked for; a broken one says what is broken."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from kg.extract.text.lexicon import FOLDER, LexiconError, Usage, load

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small lexicon to break."""
    words = {
        "frames": '[frames.act]\n[frames.happen]\nlone = "patient"\n[effects.not]\npolarity = "NEG"\n',
        "classes": 'office = "minister chief"\n',
        "senses_verbs": '"fire" = [{ object = "@office", type = "APPOINT" }]\n',
        "senses_nouns": "",
        "light": '[[light]]\nverbs = "carry_out"\nnouns = "attack"\n',
        "hedges": 'not = "never"\n',
        "assault": 'type = "ASSAULT"\n[[verbs]]\nwords = "fire kill"\n[[nouns]]\nwords = "attack"\n',
    }
    for name, text in words.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_each_file_is_named_after_its_type() -> None:
    for path in FOLDER.glob("*.toml"):
        if path.stem != "light" and (
            declared := re.search(r'^type = "(\w+)"', path.read_text(encoding="utf-8"), re.MULTILINE)
        ):
            assert declared[1].lower() == path.stem


def test_every_class_is_asked_for_and_every_one_asked_for_is_defined() -> None:
    classes = set(load().classes)
    rules = "".join(path.read_text(encoding="utf-8") for path in FOLDER.parents[1].glob("extract/**/*.py"))
    tables = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.toml"))
    asked = {name for call in re.findall(r"\bis_a\(([^()]*)\)", rules) for name in re.findall(r'"(\w+)"', call)}
    assert asked <= classes
    elsewhere = set(re.findall(r'"(\w+)"', rules)) | set(re.findall(r"@(\w+)", tables))
    assert classes <= asked | elsewhere


def test_a_small_lexicon_loads(folder: Path) -> None:
    small = load(folder)
    assert small.verb("fire", Usage(object=("chief",))).type == "APPOINT"
    assert small.verb("fire", Usage(object=("chief",))).rule == "verbs:fire/1"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("coerce", 'type = "COERCE"\n[[verbs]]\nwords = "kill"\n', "'kill' is already defined in assault/verbs/1"),
        ("coerce", 'type = "COERSE"\n', "'COERSE' is none of ACCIDENT"),
        ("coerce", '[[verbs]]\nwords = "jail"\nframe = "acts"\n', "'acts' is none of act, happen"),
        ("coerce", '[[verbs]]\nwords = "jail"\neffect = "maybe"\n', "'maybe' is none of none, not"),
        ("coerce", '[[verbs]]\nwords = "jail"\npreps = "victim: at"\n', "'victim' is none of agent"),
        ("coerce", '[[verbs]]\nwords = "jail"\nfrmae = "act"\n', "unknown key 'frmae'"),
        ("coerce", '[[verbs]]\nwords = " "\n', "lists no words"),
        ("coerce", "[[verbs]\n", "not readable as TOML"),
        ("senses_verbs", '"sack" = [{ object = "x", type = "APPOINT" }]\n', "'sack' is in no type's file"),
        ("senses_verbs", '"fire" = [{ type = "APPOINT" }]\n', "a sense without a condition always wins"),
        ("senses_verbs", '"fire" = [{ object = "@army", type = "APPOINT" }]\n', "no class '@army'"),
        ("light", '[[light]]\nverbs = "make"\nnouns = "cheese"\n', "'cheese' is no event noun"),
        ("light", '[[light]]\nverbs = "make"\n', "no nouns are given"),
        ("hedges", 'not = "never never"\n', "'never' is given twice"),
        ("classes_rules", 'office = "mayor"\n', "classes_rules.toml: class 'office' is already defined"),
    ],
)
def test_errors_name_the_word_and_the_remedy(folder: Path, name: str, text: str, message: str) -> None:
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=re.escape(message)):
        load(folder)


def test_senses_of_a_group_hold_for_all_its_words_after_their_own(folder: Path) -> None:
    (folder / "transact.toml").write_text(
        'type = "OTHER"\n[[verbs]]\nwords = "grow fire_up"\nsenses = [{ subject = "price", type = "TRANSACT" }]\n',
        encoding="utf-8",
    )
    small = load(folder)
    assert small.verb("grow").type == "OTHER"
    assert small.verb("grow", Usage(subject=("price",))).type == "TRANSACT"
    assert small.verb("fire", Usage(particles=("up",), subject=("price",))).type == "TRANSACT"


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "light.toml").unlink()
    with pytest.raises(LexiconError, match=r"lacks light\.toml"):
        load(folder)


def test_all_problems_are_counted(tmp_path: Path) -> None:
    broken = tmp_path / "lexicon"
    shutil.copytree(FOLDER, broken)
    (broken / "zz.toml").write_text('[[verbs]]\nwords = "kill arrest"\n', encoding="utf-8")
    with pytest.raises(LexiconError, match=r"and 1 more"):
        load(broken)
