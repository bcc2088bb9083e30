"""Doc → Extraction: calls the parts of this stage in order and turns tokens into offsets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from kg import authority as authorities
from kg.dates import is_partial
from kg.extract import lexicon as lexicons
from kg.extract import tree
from kg.extract.affected import add_affected
from kg.extract.circumstances import Circumstances
from kg.extract.confidence import confidence
from kg.extract.mend import mend_tokens, mend_tree
from kg.extract.mentions import MentionTable
from kg.extract.modality import modality
from kg.extract.names import mend_names
from kg.extract.predicates import Predicate, PredicateFinder
from kg.extract.sharing import fold_instruments, share_participants
from kg.extract.slots import SlotFinder
from kg.extract.speech import SpeakerFinder
from kg.extract.tokens import read_doc
from kg.model import EventMention, Extraction, Role, RoleMention, Span
from kg.model.trace import traced

if TYPE_CHECKING:
    from spacy.tokens import Doc as SpacyDoc

    from kg.extract.lexicon import Lexicon
    from kg.extract.tokens import Token
    from kg.model import Article


def extract(
    article: Article, parsed: SpacyDoc, *, noise: tuple[Span, ...] = (), lexicon: Lexicon | None = None
) -> Extraction:
    """What the article says: mentions, times and event mentions, not yet resolved.

    Args:
        article: the article whose text the Doc holds, unchanged.
        parsed: with tags, lemmas, names, borders and a Universal Dependencies tree; it is not changed.
        noise: spans of scraped boilerplate; no event is built on words in them.
        lexicon: the word tables; the shipped ones when None.

    Raises:
        ValueError: the Doc holds another text.
    """
    if parsed.text != article.text:
        raise ValueError(f"the Doc of article {article.id!r} holds another text than the article")
    words = lexicon or lexicons.load()
    doc = mend_tokens(mend_tree(mend_names(read_doc(parsed), authorities.load()), words), words)
    sents = [[token for token in sent if not token.is_space] for sent in doc.sents]
    sents = [tokens for tokens in sents if tokens]
    sentence_of = [0] * len(doc)
    for number, tokens in enumerate(sents):
        for token in tokens:
            sentence_of[token.i] = number
    quoted = tree.quoted_tokens(doc)
    finder = PredicateFinder(words, SlotFinder(words))
    kept = [token for tokens in sents for token in tokens if not _in_noise(token, noise)]
    predicates = fold_instruments(list(finder.find(kept)))
    share_participants(predicates)
    add_affected(predicates, finder)
    values = {item.token.i: modality(item, finder) for item in predicates}
    circumstances = Circumstances(doc, predicates, _anchor(article.date), words, values)
    table = MentionTable(doc, sentence_of, quoted, noise, finder.acts)
    speakers = SpeakerFinder(doc, finder, quoted)
    speakers.give_voice(predicates)
    drafts = [_event(item, number, table, circumstances, speakers) for number, item in enumerate(predicates, 1)]
    for head in table.quoted_heads():
        if head in speakers.quote_speaker:
            speaker = table.of(speakers.quote_speaker[head])
            if speaker is not None:
                table.set_speaker(head, speaker)
    mentions, new = table.finish()
    return Extraction(
        article=article,
        sentences=tuple(tree.span_of(tokens) for tokens in sents),
        mentions=mentions,
        times=tuple(circumstances.times),
        events=tuple(_renumbered(event, new) for event in drafts),
    )


def _anchor(published: str | None) -> date | None:
    """The publication day; a coarser date anchors nothing."""
    return date.fromisoformat(published) if published and len(published) == 10 and is_partial(published) else None


def _in_noise(token: Token, noise: tuple[Span, ...]) -> bool:
    return any(span.start <= token.idx < span.end for span in noise)


def _event(
    predicate: Predicate,
    number: int,
    table: MentionTable,
    circumstances: Circumstances,
    speakers: SpeakerFinder,
) -> EventMention:
    """One event mention; mention indices are those of the table, renumbered at the end."""
    token = predicate.token
    values = circumstances.values[token.i]
    roles = [_role(argument.role, argument.token, table) for argument in predicate.arguments]
    place, found_by = circumstances.place(predicate)
    said_by = speakers.speakers(predicate)
    return EventMention(
        id=f"e{number}",
        type=predicate.type,
        trigger=tree.token_span(token),
        lemma=token.lemma_.lower(),
        sentence=table.sentence_of[token.i],
        roles=tuple(sorted(roles, key=lambda role: (list(Role).index(role.role), role.span))),
        place=table.of(place) if place is not None else None,
        time=circumstances.time_of.get(token.i),
        polarity=values.polarity,
        certainty=values.certainty,
        tense=values.tense,
        speakers=tuple(_role(Role.PARTICIPANT, item, table) for item, _ in said_by),
        confidence=confidence(predicate, quoted=token.i in table.quoted),
        rule=traced(
            predicate.rule,
            [
                ("place", found_by),
                ("time", circumstances.dated_by.get(token.i, "")),
                *(("source", rule) for _, rule in said_by),
                *(("mood", word) for word in values.words),
            ],
        ),
    )


def _role(role: Role, token: Token, table: MentionTable) -> RoleMention:
    span, head = table.span_and_head(token)
    return RoleMention(role=role, span=span, head=head, mention=table.of(token))


def _renumbered(event: EventMention, new: dict[int, int]) -> EventMention:
    """The event with mention indices in text order."""

    def moved(roles: tuple[RoleMention, ...]) -> tuple[RoleMention, ...]:
        return tuple(replace(item, mention=None if item.mention is None else new[item.mention]) for item in roles)

    return replace(
        event,
        roles=moved(event.roles),
        speakers=moved(event.speakers),
        place=None if event.place is None else new[event.place],
    )
