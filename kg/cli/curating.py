"""Commands on merges: `kg why` explains, `kg judge` overrules. Imports are inside: each loads only its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import KgError

if TYPE_CHECKING:
    import argparse

    from kg.model import Judgement


def why(arguments: argparse.Namespace) -> int:
    """Prints why two things are one, or not."""
    from kg.curate.why import why as ask

    told = ask(arguments.one, arguments.two, store=arguments.store, kind=arguments.kind)
    first, *others = told.sentences
    print("\n".join([first, *(f"  {sentence}" for sentence in others)]))
    return 0


def judge(arguments: argparse.Namespace) -> int:
    """Notes a judgement, takes one back, or prints all."""
    from kg.curate.judge import judge as decide
    from kg.curate.judge import judgements_of, undo
    from kg.model import Judged

    if arguments.list:
        found = judgements_of(arguments.store)
        print("\n".join([*map(_told, found), f"{len(found)} judgement{'' if len(found) == 1 else 's'}"]))
        return 0
    if arguments.one is None or arguments.two is None:
        raise KgError("`kg judge` needs two things, or --list; see `kg judge --help`")
    if arguments.undo:
        taken = undo(arguments.one, arguments.two, store=arguments.store, kind=arguments.kind)
        print(f"taken back: {_told(taken)}")
        return 0
    if arguments.judged is None:
        raise KgError("`kg judge` needs same, different, unsure, part or no-part after the two things")
    noted = decide(
        arguments.one,
        arguments.two,
        Judged(arguments.judged),
        store=arguments.store,
        kind=arguments.kind,
        by=arguments.by,
        note=arguments.note,
    )
    print(f"noted: {_told(noted)}")
    return 0


def _told(judgement: Judgement) -> str:
    note = f" — {judgement.note}" if judgement.note else ""
    return f"{judgement.kind}  {judgement.one}  {judgement.judged}  {judgement.two}  by {judgement.by}{note}"
