"""Doc → Extraction: calls the parts of this stage in order and turns tokens into offsets."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from kg import authority as authorities
from kg.dates import is_partial
from kg.extract.circumstances.circumstances import Circumstances
from kg.extract.circumstances.modality import modality
from kg.extract.confidence import confidence
from kg.extract.events.arguments import Predicate
from kg.extract.events.figures import tells_nothing
from kg.extract.events.foreign import foreign_tokens
from kg.extract.events.generics import without_classes
from kg.extract.events.matter import settle_types
from kg.extract.events.mentions import MentionTable
from kg.extract.events.predicates import PredicateFinder
from kg.extract.events.slots import SlotFinder
from kg.extract.mending.mend import mend_short_names, mend_tokens, mend_tree
from kg.extract.naming.names import mend_names
from kg.extract.participants.affected import add_affected
from kg.extract.participants.resolvers import add_resolvers
from kg.extract.participants.sharing import fold_instruments, share_participants
from kg.extract.participants.wielders import name_wielders
from kg.extract.sources.speech import SpeakerFinder
from kg.extract.sources.turns import quote_turns
from kg.extract.text import lexicon as lexicons
from kg.extract.text import tree
from kg.extract.text.line_heads import is_alert, is_bare_title
from kg.extract.text.prefixes import join_prefixes, whole_span
from kg.extract.text.tokens import Token, read_doc
from kg.model import EventMention, Extraction, Role, RoleMention, Span
from kg.model.trace import traced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc as SpacyDoc

    from kg.extract.text.lexicon import Lexicon
    from kg.extract.text.tokens import Doc
    from kg.model import Article


RANKS = {role: rank for rank, role in enumerate(Role)}
"""The order in which roles are given."""


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
    words = lexicon or lexicons.load()
    doc = read_doc(parsed, words)
    if doc.text != article.text:
        raise ValueError(f"the Doc of article {article.id!r} holds another text than the article")
    doc = quote_turns(join_prefixes(mend_names(mend_short_names(doc), authorities.load()), words))
    mend_tokens(mend_tree(doc, words), words)
    sents = [tokens for sent in doc.sents if (tokens := [token for token in sent if not token.is_space])]
    sentence_of = [0] * len(doc)
    for number, tokens in enumerate(sents):
        for token in tokens:
            sentence_of[token.i] = number
    quoted = tree.quoted_tokens(doc)
    finder = PredicateFinder(words, SlotFinder(words))
    predicates = _predicates(doc, finder, noise)
    values = {item.token.i: modality(item, finder) for item in predicates}
    circumstances = Circumstances(doc, predicates, _anchor(article.date), words, values, quoted)
    table = MentionTable(doc, sentence_of, quoted, noise, finder.acts)
    speakers = SpeakerFinder(doc, finder, quoted)
    speakers.give_voice(predicates)
    drafts = [_draft(item, table, circumstances, speakers) for item in predicates]
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
        events=tuple(_event(item, number, table, circumstances, new) for number, item in enumerate(drafts, 1)),
    )


def _predicates(doc: Doc, finder: PredicateFinder, noise: tuple[Span, ...]) -> list[Predicate]:
    """The events with their parties and types, in text order; none on boilerplate or in another language."""
    foreign = foreign_tokens(doc, finder.lexicon)
    kept = [token for token in doc if not token.is_space and token.i not in foreign]
    if noise:
        kept = [token for token in kept if not _in_noise(token, noise)]
    alerts = {sent.number for sent in doc.sents if is_alert(sent)}
    kept = [token for token in kept if token.sent.number not in alerts]
    predicates = fold_instruments(list(finder.find(kept)))
    add_resolvers(doc, predicates)
    share_participants(predicates)
    name_wielders(predicates)
    add_affected(predicates, finder)
    settle_types(doc, predicates, finder.lexicon)
    titles = [item for item in predicates if not item.arguments and is_bare_title(item.token)]
    return without_classes([item for item in predicates if item not in titles and not tells_nothing(item)])


def _anchor(published: str | None) -> date | None:
    """The publication day; a coarser date anchors nothing."""
    return date.fromisoformat(published) if published and len(published) == 10 and is_partial(published) else None


def _in_noise(token: Token, noise: tuple[Span, ...]) -> bool:
    return any(span.start <= token.idx < span.end for span in noise)


class _Filler(NamedTuple):
    """A filler; its mention has the number that it has while the mentions are still being made."""

    role: Role
    span: Span
    head: Span
    mention: int | None

    def renumbered(self, new: dict[int, int]) -> RoleMention:
        """With the mention's place in text order."""
        mention = None if self.mention is None else new[self.mention]
        return RoleMention(role=self.role, span=self.span, head=self.head, mention=mention)


class _Draft(NamedTuple):
    """An event while the mentions are still being made; speakers with the rule that found each, and their words."""

    predicate: Predicate
    roles: list[_Filler]
    place: int | None
    speakers: list[tuple[_Filler, str]]
    tellers: list[Token]


def _draft(predicate: Predicate, table: MentionTable, circumstances: Circumstances, speakers: SpeakerFinder) -> _Draft:
    """Makes all mentions that the event needs."""
    roles = [_filler(argument.role, argument.token, table) for argument in predicate.arguments]
    said_by = speakers.speakers(predicate)
    place, _ = circumstances.place(predicate)
    return _Draft(
        predicate,
        sorted(roles, key=lambda role: (RANKS[role.role], role.span)),
        table.of(place) if place is not None else None,
        [(_filler(Role.PARTICIPANT, item, table), rule) for item, rule in said_by],
        [item for item, _ in said_by],
    )


def _filler(role: Role, token: Token, table: MentionTable) -> _Filler:
    span, head, mention = table.party(token)
    return _Filler(role, span, head, mention)


def _event(
    draft: _Draft, number: int, table: MentionTable, circumstances: Circumstances, new: dict[int, int]
) -> EventMention:
    predicate, token = draft.predicate, draft.predicate.token
    values = circumstances.values[token.i]
    return EventMention(
        id=f"e{number}",
        type=predicate.type,
        trigger=whole_span(token),
        lemma=token.lemma_.lower(),
        sentence=table.sentence_of[token.i],
        roles=tuple(role.renumbered(new) for role in draft.roles),
        place=None if draft.place is None else new[draft.place],
        time=circumstances.time_of.get(token.i),
        polarity=values.polarity,
        certainty=values.certainty,
        tense=values.tense,
        speakers=tuple(speaker.renumbered(new) for speaker, _ in draft.speakers),
        confidence=confidence(predicate),
        rule=traced(
            predicate.rule,
            [
                *(("tree", rule) for rule in _mended(draft)),
                ("place", circumstances.place(predicate)[1]),
                ("time", circumstances.dated_by.get(token.i, "")),
                *(("source", rule) for _, rule in draft.speakers),
                *(("mood", word) for word in values.words),
            ],
        ),
    )


def _mended(draft: _Draft) -> Iterator[str]:
    """The rules that hung the word, one of its fillers or its speaker elsewhere than the parser had it."""
    token = draft.predicate.token
    rules = token.doc.mended
    for item in (token, *(argument.token for argument in draft.predicate.arguments), *draft.tellers):
        if item.i in rules:
            yield rules[item.i]
