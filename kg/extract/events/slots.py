"""Who stands where around a verb, with voice, gaps and control undone.

In: a verb of a UD tree. Out: `Slots`: its deep subject, object and indirect object and its prepositional phrases, where
"Soleimani was killed by the US", "the general the US killed", "the US is said to have killed" and "the US attacked and
killed him" all have subject US. What each slot *means* is the lexicon's business (`kg.extract.text.lexicon`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.events.arguments import Slots
from kg.extract.events.misread import (
    agents_of_first,
    asked_before,
    counted_object,
    gap_of,
    gapped_behind,
    is_behind_particle,
    is_headline_passive,
    is_headline_passive_past,
    is_inverted,
    is_title,
    is_undergone,
    joins_passive,
    misplaced_agent,
    misread_subject,
    modified,
    passive_beside,
    said_of_noun,
    timely,
)
from kg.extract.events.occurrence import is_set_phrase
from kg.extract.events.told_doers import at_hands, excepted, is_left_open, is_no_agent, of_several, told_doer
from kg.extract.events.whose_act import (
    antecedent_of,
    are_deeds,
    are_means,
    are_things,
    asks,
    held_person,
    is_about,
    is_after_planned,
    is_held_against,
    is_nobodys,
    is_others,
    is_successors,
    is_taken_to,
    named_before,
    owners_of,
    said_of_subject,
    serves,
    whose_own,
)
from kg.extract.text import tree
from kg.extract.text.joined import shared_object
from kg.extract.text.lexicon import Kind, Lexicon, Usage
from kg.extract.text.measures import is_how_far, is_sum, is_time
from kg.extract.text.outlook import is_one_of_those
from kg.extract.text.place_words import is_place

if TYPE_CHECKING:
    from kg.extract.text.lexicon import Entry
    from kg.extract.text.tokens import Token

PARTICLES = frozenset(["up", "down", "over", "out", "off", "away", "back", "in", "through"])
WHERE = frozenset(["in", "through"])
"""Those behind which a place is where it happens: "sent *in troops*", but "sent in Oslo"."""
HARMS = frozenset(["ASSAULT", "CASUALTY", "COERCE", "CRIME"])
"""Types of verbs whose infinitive is the doer's purpose, never the act of the one who suffers."""
MAX_CLIMB = 8
"""Governing clauses looked through for a subject."""


@dataclass(slots=True)
class SlotFinder:
    """Finds and remembers the slots of the verbs of one Doc."""

    lexicon: Lexicon
    _known: dict[int, Slots] = field(default_factory=dict)
    _open: set[int] = field(default_factory=set)

    def slots(self, verb: Token) -> Slots:
        """The slots of a verb; a cycle in the derivation (possible only in broken trees) ends with empty ones."""
        if verb.i in self._known:
            return self._known[verb.i]
        if verb.i in self._open or len(self._open) > MAX_CLIMB:
            return Slots()
        self._open.add(verb.i)
        found = self._find(verb)
        self._open.discard(verb.i)
        self._known[verb.i] = found
        return found

    def surface_subject(self, verb: Token) -> tuple[tuple[Token, ...], str]:
        """What stands before the verb, whatever the voice, and how it was found."""
        own = [
            item
            for item in tree.children(verb, "nsubj", "nsubj:pass")
            if item.lower_ != "whom" and item.pos_ != "CCONJ"  # "neither met nor spoke"
        ]
        own = [excepted(subject) or subject for item in own if (subject := timely(item)) is not None]
        if not own and verb.is_a("disposed"):  # "*it* is willing to talk": taken for the "it" of "it rains"
            own = list(tree.children(verb, "expl"))
        own = of_several(own, verb)
        if own := [modified(item) for item in own]:
            if verb.tag_ == "VBG" and verb.base == "advcl" and verb.head.pos_ == "VERB":
                author = self._author(own[-1], beside=verb.head)
                if author is not None:
                    return author
            antecedent = antecedent_of(verb, own[-1])
            if antecedent is None and own[-1].lower_ == "who" and verb.base in {"advcl", "ccomp", "csubj"}:
                return (), "asked"  # "it is not clear *who* killed him"
            return ((antecedent,), "relative") if antecedent is not None else ((own[-1],), "")
        misread = misread_subject(verb)
        if misread is not None:
            return (misread,), "repaired"
        if verb.base == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
            shared, _ = self.surface_subject(verb.head) if len(self._open) <= MAX_CLIMB else ((), "")
            return shared, "conj"
        if verb.base == "conj" and "cop" in verb.head.family and (tree.is_finite(verb) or "cop" in verb.family):
            return tuple(tree.children(verb.head, "nsubj")[:1]), "conj"  # "the ban *is* unlawful and violates rights"
        return self._inherited(verb)

    # ------------------------------------------------------------ one verb

    def _find(self, verb: Token) -> Slots:
        surface, path = self.surface_subject(verb)
        passive = (
            tree.is_passive(verb)
            or is_headline_passive(verb)
            or is_undergone(verb)
            or joins_passive(verb, self.lexicon)
            or is_headline_passive_past(verb, self.lexicon)
        )
        objects = [item for item in tree.children(verb, "obj") if not is_time(item) and not tree.preposition(item)]
        risen = not passive and any(is_how_far(item, verb) for item in objects) and self._happens(verb)
        if not passive and verb.is_a("fining") and tree.children(verb, "iobj"):
            objects = []  # "fined him *two weeks' wages*"
        if passive or risen:  # "was fined *40 million euros*", "rose *5 percent*"
            objects = [one for one in objects if not is_sum(one) and not (risen and is_how_far(one, verb))]
        objects += [item for item in tree.children(verb, "nsubj") if item.lower_ == "whom"]
        if not objects and not passive:
            objects = self._particle_object(verb) or counted_object(verb)
        indirect = [item for item in tree.children(verb, "iobj") if not is_title(item, objects)]
        if indirect and not objects:  # a lone indirect object is a misread direct one: "sold *the harbour* to …"
            objects, indirect = indirect, []
        if objects and not passive and is_inverted(verb, objects[0], self.lexicon):
            surface, objects, path = (objects[0],), [], "inverted"
        obliques = self._obliques(verb, objects)
        objects = [antecedent_of(verb, item) or item for item in objects]
        if not objects and not passive:
            objects, gap_path = gap_of(verb, has_subject=bool(surface)), "relative"
            path = gap_path if objects else path
        if not objects and not passive:
            objects, last = shared_object(verb)
            if objects and last and all(noun.i < verb.i for _, noun in obliques):
                obliques += self._obliques(last, objects)  # "*fired* and landed a round *on a protester*"
        if not passive:
            found = Slots(surface, tuple(objects), tuple(indirect), tuple(obliques), path=path)
            return found.reciprocated()
        agents = [item for item in tree.children(verb, "obl:agent", "obl") if tree.preposition(item) == "by"]
        agents = [item for item in agents if not is_no_agent(item)] or misplaced_agent(
            verb, obliques, is_date=is_no_agent
        )
        rest = [(prep, noun) for prep, noun in obliques if noun not in agents]
        gapped = gapped_behind(verb)
        rest += [item for item in self._obliques(gapped, []) if item[0] != "by"] if gapped is not None else []
        last = None if agents else passive_beside(verb) or gapped
        if last is not None and self.slots(last).passive:
            subject = self.slots(last).subject
        else:
            subject = tuple(agents or agents_of_first(verb))
        if objects:  # "The rebels were given weapons": what was moved is the object, the subject received it
            return Slots(subject, tuple(objects), surface, tuple(rest), passive=True, path=path)
        return Slots(subject, surface, tuple(indirect), tuple(rest), passive=True, path=path)

    def _happens(self, verb: Token) -> bool:
        return self.lexicon.verb(verb.lemma_.lower()).frame.name == "happen"

    def _particle_object(self, verb: Token) -> list[Token]:
        """The object of a phrasal verb whose particle was read as a preposition: "handed *over the suspect*"."""
        for item in tree.children(verb, "obl", "obj"):
            prep = tree.preposition(item)
            if is_behind_particle(item, verb):
                return [item]
            if prep in PARTICLES and f"{verb.lemma_.lower()} {prep}" in self.lexicon.verbs:
                marker = tree.children(item, "case")[:1]
                flown = any(one.is_a("vehicle") for one in self.surface_subject(verb)[0])
                where = prep in WHERE and (flown or is_place(item) or is_set_phrase(item))
                if marker and marker[0].i == verb.i + 1 and not where:
                    return [item]
        return []

    def _obliques(self, verb: Token, taken: list[Token]) -> list[tuple[str, Token]]:
        found = []
        phrases = list(tree.children(verb, "obl", "nmod"))
        for item in tree.children(verb, "advmod", "compound:prt"):  # "handed him *over to the police*"
            phrases += [] if item.is_a("bearing") else tree.children(item, "obl", "nmod")
        phrases += [item for item in tree.children(verb, "obj") if tree.preposition(item)]
        for item in sorted(phrases, key=lambda token: token.i):
            if item.dep_ in {"obl:unmarked", "nmod:poss"}:
                continue
            prep = tree.preposition(item)
            if (hands := at_hands(item)) is not None:
                found.append(("at_hands", hands))
            elif prep and not is_time(item) and item not in taken and item.lemma_ not in {"behalf", "time", "moment"}:
                found.append((prep, antecedent_of(verb, item) or item))
        return found

    def _inherited(self, verb: Token) -> tuple[tuple[Token, ...], str]:
        """The subject of a clause that has none of its own, from the clause or noun above it."""
        label, head = verb.base, verb.head
        if head.i == verb.i or len(self._open) > MAX_CLIMB:
            return (), ""
        if (told := told_doer(verb)) is not None:
            return (told,), "control"
        if is_nobodys(verb) or is_left_open(verb):
            return (), ""
        if is_successors(verb):
            return self.slots(head).object, "control"
        if is_taken_to(verb) and (taken := self.slots(head).object):
            return taken, "control"
        if verb.dep_ == "acl:relcl":
            return self._of_relative_clause(verb)
        if label == "acl":
            return self._of_noun_clause(verb)
        named = label == "xcomp" and head.is_a("naming") and not tree.has_to(verb)
        if named and not tree.children(verb, "aux:pass"):  # "described *being swept* away": the subject was
            return tuple(item for item in tree.children(verb, "obl") if tree.preposition(item) == "by"), "named"
        if serves(verb) and not self.controls(head) and are_means(self.surface_subject(head)[0], verb):
            return self.slots(head).subject, "clause"  # "*steps* were taken to stop it": who took them stops it
        if label == "xcomp" and head.pos_ in {"VERB", "AUX"}:
            asked = self._controller(head)
            bare = not asked and tree.has_to(verb) and not tree.is_passive(head)  # "*jurors* asked to see it"
            return (self.surface_subject(head)[0] if bare else asked), "control"
        if label == "xcomp":
            return self.surface_subject(head)[0], "control"
        if label == "advcl" and tree.has_to(verb) and not head.is_a("preventing") and self.controls(head):
            return self._controller(head), "control"
        if label == "advcl" and self.is_content(verb):
            return self._controller(head, aims=False), "control"
        if label == "advcl" and verb.tag_ == "VBN" and tree.follows_noun(verb) and not is_time(verb.doc[verb.i - 1]):
            return (verb.doc[verb.i - 1],), "repaired"
        if label == "advcl" and (verb.tag_ in {"VBG", "VBN"} or tree.has_to(verb)):
            if self._entry(verb).speech and any(item.lower_ == "as" for item in tree.children(verb, "mark", "case")):
                slots = self.slots(head)  # "quoted *the envoy* as saying"
                return slots.object or slots.subject, "control"
            if self._entry(verb).speech and not tree.children(verb, "mark"):
                return self._speaks_on(head), "clause"
            marks = {item.lower_ for item in tree.children(verb, "mark", "case")}
            shown = head.is_a("showing") or (head.is_a("preventing") and "from" in marks)
            if verb.tag_ == "VBG" and shown and tree.children(head, "obj"):
                return tuple(tree.children(head, "obj")[-1:]), "control"
            if verb.tag_ == "VBG" and tree.is_passive(head):
                if "by" in marks:
                    return self.slots(head).subject, "clause"  # "hospitals destroyed *by shelling*" shell nothing
                return self._goes_on(verb), "clause"
            return self.surface_subject(head)[0], "clause"
        if label == "ccomp" and verb.tag_ == "VBG":
            return self.surface_subject(head)[0], "control"
        if label == "ccomp" and tree.has_to(verb) and head.pos_ == "VERB" and asks(verb):
            return self._controller(head), "control"  # "considers *whether to close* it"
        if label == "ccomp" and (said_of := said_of_noun(verb)) is not None:
            return (said_of,), "relative"
        return (), ""

    def _goes_on(self, verb: Token) -> tuple[Token, ...]:
        """Whose act a gerund beside a passive is: of who did it, where what it was done to is a thing.

        "a reason cited *by Trump* for reneging", but "*he* was fined by a court for speeding".
        """
        head = verb.head
        surface = self.surface_subject(head)[0]
        doer = self.slots(head).subject
        if not doer and are_things(surface) and is_after_planned(verb):
            return self.surface_subject(head.head.head)[0]  # "*she* called off a visit planned for May after losing"
        return doer if doer and are_things(surface) else surface

    def _speaks_on(self, head: Token) -> tuple[Token, ...]:
        """Who goes on to speak in a participle hung from `head`: someone, and rather who has spoken already.

        "was described *by Johnson* as a mandate, *saying* …", "*the statement* explained how her death had left a void,
        *saying* …": neither the mandate nor the death speaks.
        """
        asking = asked_before(head)
        if asking is not None and (self._entry(asking).speech or self._entry(asking).type == "REQUEST"):
            return self.surface_subject(asking)[0]
        subject = self.slots(head).subject if tree.is_passive(head) else ()
        subject = subject or self.surface_subject(head)[0]
        if any(item.ent_type_ or item.pos_ in {"PRON", "PROPN"} or item.is_a("company") for item in subject):
            return subject
        for above in tree.ancestors(head):
            if above.pos_ == "VERB" and self._entry(above).speech:
                return self.surface_subject(above)[0] or subject
            if above.base not in {"ccomp", "xcomp", "conj", "advcl"}:
                break
        return subject

    def _controller(self, governor: Token, *, aims: bool = True) -> tuple[Token, ...]:
        """Whose act the infinitive is: "ordered *troops* to attack", "*Iran* vowed to avenge", "called on *X* to"."""
        slots = self.slots(governor)
        entry = self._entry(governor)
        wanted = entry.control or ("object" if slots.object or slots.indirect else "subject")
        if aims and entry.type in HARMS and not self.controls(governor):
            wanted = "subject"  # "*troops* killed protesters to quell the uprising": a purpose, read as a complement
        if not entry.control and governor.is_a("heeding") and are_things(slots.object):
            wanted = "subject"  # "*Serbia* rejected an ultimatum to free them"
        if wanted not in {"object", "subject"}:
            return tuple(one for one in slots.preps().get(wanted, ()) if one.lemma_ not in tree.TIME_NOUNS)
        if wanted == "object":
            if slots.passive:
                return slots.object or slots.indirect
            asked = tuple(noun for prep, noun in slots.obliques if entry.preps.get(prep) == "recipient")
            return held_person(slots.indirect or slots.object or asked[:1])  # "called *on Arabs* to unite"
        return self.surface_subject(governor)[0]

    def controls(self, governor: Token) -> bool:
        """Whether the verb says whose act an infinitive beside it is ("order", "urge", "vow")."""
        entry = self._entry(governor)
        return bool(entry.control) or entry.infinitive.tense is not None or entry.infinitive.polarity is not None

    def _entry(self, verb: Token, noun: Token | None = None) -> Entry:
        """The reading of a verb with its particles and prepositions: "*call on* Arabs to unite" is no mere call.

        `noun`: what hangs from it, where its object decides: "*fought* a plan" is no battle.
        """
        objects = (noun.lemma_.lower(),) if noun is not None and noun.base == "obj" else ()
        particles = tuple(item.lower_ for item in tree.children(verb, "compound:prt"))
        preps = {prep: () for item in tree.children(verb, "obl", "nmod") if (prep := tree.preposition(item))}
        return self.lexicon.verb(verb.lemma_.lower(), Usage(object=objects, particles=particles, preps=preps))

    def is_content(self, verb: Token) -> bool:
        """Whether a gerund with a preposition is what its governor is about: "accused them *of shelling*"."""
        return is_about(verb, self.lexicon)

    def _of_noun_clause(self, verb: Token) -> tuple[tuple[Token, ...], str]:
        """As in "a convoy carrying him", "the general killed in Baghdad", "Trump's order to kill"."""
        noun = verb.head
        entry = self.lexicon.noun(noun.lemma_.lower())
        marks = [item for item in tree.children(verb, "mark", "case") if item.lower_ not in tree.ELLIPTIC]
        if not tree.has_to(verb) and not marks:
            author = self._author(noun) if verb.tag_ == "VBG" else None  # "a statement *released*" is not its author
            return author or ((tree.referent(noun),), "relative")
        if is_others(noun, self._entry(noun.head, noun)):  # "backed *Oslo's* plan to", "rejected a bid by *Oslo* to"
            return tuple([*owners_of(noun), *named_before(noun)][:1]), "control"
        if entry.type != "REQUEST" and (whose := whose_own(noun, verb)):
            return (whose,), "control"
        asked = entry.type == "REQUEST" and tree.has_to(verb)
        if asked and noun.base in {"obj", "obl"} and noun.head.is_a("heeding"):
            return self.surface_subject(noun.head)[0], "control"  # "*Serbia* rejected an ultimatum to surrender him"
        own = entry.type == "AGREE" and entry.kind is Kind.EVENT  # "rejected *a US offer* to host a summit"
        own = own or noun.base != "obj" or noun.head.is_a("confessing")  # "denied *an attempt to* bribe him"
        if not own and (self.is_content(verb) or (tree.has_to(verb) and self.controls(noun.head))):
            return self._controller(noun.head, aims=tree.has_to(verb)), "control"
        if is_held_against(noun):
            return self.slots(noun.head).object, "control"
        if owners := owners_of(noun):
            return (owners[0],), "control"
        if "cop" in noun.family and (tree.preposition(noun) or (tree.has_to(verb) and is_one_of_those(noun))):
            # "*Norway* was the first to sign", "*Oslo* is in talks to sign", "*Lund* is in charge of signing"
            return tuple(tree.children(noun, "nsubj")[:1]), "control"
        if (said_of := said_of_subject(noun)) is not None:
            return self.surface_subject(said_of)[0], "control"
        if tree.has_to(verb) and entry.kind is not Kind.EVENT and noun.is_a("company"):
            return (noun,), "control"  # "a *coalition* to patrol the Gulf"
        named = named_before(noun)
        if named and (entry.kind is Kind.EVENT or entry.effect.tense is not None):  # "*government* plans to train"
            return (named[0],), "control"
        if noun.base in {"obj", "obl"} and noun.head.pos_ == "VERB":
            subject = self.surface_subject(noun.head)[0]
            return ((), "") if are_deeds(subject, self.lexicon) else (subject, "control")
        return (), ""

    def _of_relative_clause(self, verb: Token) -> tuple[tuple[Token, ...], str]:
        """The antecedent, as in "the man *who* fled".

        A finite verb without subject and relative pronoun is no relative clause in English but a misread clause: the
        noun right before the verb is its subject.
        """
        if verb.tag_ in {"VBD", "VBZ", "VBP"} and not any(item.tag_ in {"WDT", "WP", "WP$"} for item in verb.subtree):
            before = [item for item in verb.doc[verb.sent.start : verb.i] if item.pos_ not in {"ADV", "AUX", "PART"}]
            if before and before[-1].pos_ in {"NOUN", "PROPN", "PRON"} and before[-1].i != verb.head.i:
                return (before[-1],), "repaired"
        return ((tree.referent(verb.head),), "relative") if verb.tag_ != "VB" else ((), "")

    def _author(self, noun: Token, *, beside: Token | None = None) -> tuple[tuple[Token, ...], str] | None:
        """Who speaks in "Trump replied *with a tweet threatening* …": not the tweet. `beside`: the verb it is with."""
        if not noun.is_a("paper", "document"):
            return None
        owners = tree.children(noun, "nmod:poss")
        if owners:
            return (owners[0],), "author"
        if beside is None and noun.base in {"obl", "obj"} and noun.head.pos_ == "VERB":
            beside = noun.head
        if beside is not None and len(self._open) <= MAX_CLIMB:
            subject = self.surface_subject(beside)[0]
            return (subject, "author") if subject else None
        return None
