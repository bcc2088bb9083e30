"""Which words are events here, and who is who around them.

In: the tree of a sentence, the lexicon, the slots of its verbs. Out: `Predicate`s with semantic arguments. A light verb
folds into its noun ("carried out an attack": the attack, with the verb's subject as agent).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg import authority as authorities
from kg.extract.events import occurrence, whose
from kg.extract.events.alternations import (
    OTHER_PARTY,
    is_given,
    is_moved,
    is_no_party,
    is_vehicle,
    regrouped,
    says_where,
    undergoes,
    without_places,
)
from kg.extract.events.arguments import Predicate, Slots
from kg.extract.events.figures import is_figure, is_judged, is_quality
from kg.extract.events.mentions import antecedent, content_head
from kg.extract.events.misread import is_fronted, is_no_verb, said_dead
from kg.extract.events.readings import Reader
from kg.extract.events.undertakings import JOINT, add_befallen, befalling, undertaken
from kg.extract.events.usages import keys, noun_phrases, particles, premodifiers
from kg.extract.events.whose_act import is_bare_gerund
from kg.extract.text import tree
from kg.extract.text.event_types import HARMFUL
from kg.extract.text.lexicon import Entry, Eventive, Kind, Light, Usage
from kg.extract.text.measures import filled_with, is_counted, is_model, is_sum, is_time, is_time_owner
from kg.extract.text.name_labels import ACTORS, PLACES
from kg.extract.text.place_words import is_place
from kg.extract.text.tokens import Token
from kg.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


LOCATIVE = frozenset(["in", "at", "near", "inside", "outside", "across", "throughout", "around", "off"])
REFLEXIVE = frozenset(["himself", "herself", "itself", "themselves", "myself", "yourself", "ourselves", "yourselves"])


@dataclass(slots=True)
class PredicateFinder(Reader):
    """Finds the predicates of one Doc."""

    _carried: dict[int, tuple[Token, Light]] = field(default_factory=dict)
    _silenced: set[int] = field(default_factory=set)

    def find(self, tokens: Sequence[Token]) -> Iterator[Predicate]:
        """Predicates among the tokens, in text order."""
        for token in tokens:
            if token.pos_ == "VERB":
                self._fold(token)
        for token in tokens:
            predicate = None
            if token.ent_type_ == "PERSON":
                continue  # "Secretary-General *Ban* Ki-moon"
            if token.pos_ == "VERB" and token.i not in self._silenced and not tree.is_adjectival(token):
                predicate = self._verb(token)
            elif token.pos_ in {"NOUN", "PROPN"} or token.tag_ == "NN":
                predicate = self._noun(token)
            elif token.pos_ in {"ADJ", "VERB"} and (token.base == "amod" or said_dead(token, self.names_someone)):
                predicate = self._adjective(token)
            if predicate is not None and not is_figure(predicate, self):
                yield predicate

    # ------------------------------------------------------------ light verbs

    def _fold(self, verb: Token) -> None:
        """Notes the event noun that a light verb carries, and silences the verb."""
        slots = self.finder.slots(verb) if self.lexicon.may_carry(verb.lemma_.lower()) else None
        if slots is None or is_judged(verb, slots):
            return
        words = (*particles(verb), *(item.lemma_.lower() for item in slots.object))
        timed = [inner for item in tree.children(verb, "obj") if (inner := filled_with(item)) is not None]
        places: list[tuple[str, Token]] = [("object", item) for item in (*timed, *slots.object)]
        places += [(prep, noun) for prep, noun in slots.obliques]
        places += [("subject", item) for item in slots.subject]
        for slot, noun in places:
            for item in tree.conjuncts(noun):
                head = content_head(item)
                light = self.lexicon.light(verb.lemma_.lower(), head.lemma_.lower(), slot, words, self.noun_usage(head))
                for part in tree.children(head, "compound") if light is None else ():  # "issued a *press release*"
                    key = f"{part.lemma_.lower()} {head.lemma_.lower()}"
                    light = light or self.lexicon.light(verb.lemma_.lower(), key, slot, words)
                if light is not None and head.pos_ in {"NOUN", "PROPN"} and not tree.in_name(head):
                    self._carried.setdefault(head.i, (verb, light))
                    self._silenced.add(verb.i)

    def _carry(self, predicate: Predicate, verb: Token, light: Light) -> None:
        slots = self.finder.slots(verb)
        predicate.carrier, predicate.effect = verb, light.effect
        predicate.type = light.type or predicate.type
        predicate.rule += f" + {light.rule}"
        predicate.mutual = slots.mutual and predicate.entry.frame.name != "mutual"
        # "Iran made *its* announcement": the possessive only repeats the subject
        if slots.subject and light.subject != "none":
            predicate.arguments = [item for item in predicate.arguments if item.token.tag_ != "PRP$"]
        if light.slot != "subject":
            flown = light.subject == "agent" and predicate.entry.type == "MOVE" and is_moved(slots.subject, self)
            predicate.add("patient" if flown else light.subject, slots.subject)  # "the *plane* made its first flight"
        if light.slot != "object":
            said = [item for item in slots.object if f"{verb.lemma_} {item.lemma_}".lower() in self.lexicon.lights]
            predicate.add(light.object, [item for item in slots.object if item not in said])  # "took *part* in it"
        predicate.add(light.indirect, slots.indirect)
        aims: dict[str, str] = {}
        for prep, noun in slots.obliques:
            if noun.i == predicate.token.i or light.slot == prep or is_time(noun):
                continue
            role = light.preps.get(prep) or self._role_of(predicate.entry, prep)
            if prep in light.preps and aims.setdefault(role, prep) != prep:
                continue  # "opened fire on him *at a checkpoint*"
            if prep == "in" and role == "patient" and predicate.entry.type == "OTHER" and prep not in light.preps:
                continue  # "*in the second half* the coach made a change"
            if prep in predicate.entry.frame.partners and self.names_someone(noun):  # "held talks on May 1 *with Iran*"
                role = "patient" if slots.subject and prep in OTHER_PARTY else "agent"
            if role == "none" and prep in {"with", "using"} and self._is_instrument(noun):
                role = "instrument"
            if prep == "to" and (role == "recipient" or not predicate.entry.preps.get("to")):
                role = light.indirect
            predicate.add(role, [noun])
        self._take_instruments(predicate, slots)

    # ------------------------------------------------------------ verbs

    def read(self, verb: Token) -> Predicate:
        """A verb with its reading and arguments, whether or not it makes an event."""
        slots = self.finder.slots(verb)
        entry = self.entry(verb)
        frame, predicate = entry.frame, Predicate(verb, entry, entry.type, slots=slots, rule=f"verb:{entry.rule}")
        predicate.mutual = slots.mutual and frame.name != "mutual"  # who "met *each other*" are agents
        if entry.type in {"MOVE", "RETREAT", "MOBILIZE"} and not slots.passive:
            slots = without_places(predicate, slots)
        has_clause = any(
            item.base == "ccomp" or (item.pos_ != "ADJ" and item.tag_ != "VBN")  # "dies *aged* 71" is no clause
            for item in tree.children(verb, "ccomp", "xcomp")
        )
        lone = not slots.object and not slots.passive and not (has_clause and frame.subject == "agent")
        doing = frame.lone if lone and not has_clause else frame.subject
        if lone and not has_clause and undergoes(verb, entry, slots, self):
            doing = "patient"
        slots = regrouped(verb, entry, slots)
        predicate.add(doing, slots.subject)
        if entry.speech:
            slots = self._without_told(verb, slots)
        asked = has_clause and entry.control == "object" and not slots.indirect  # "urged *the embassy* to act"
        shifted = frame.object == "recipient" and not asked
        shifted = shifted and (bool(slots.indirect) or self._is_thing(slots.object) or is_given(entry, slots, self))
        himself = [item for item in slots.object if item.lower_ in REFLEXIVE and entry.type not in HARMFUL]
        if himself and not slots.subject and not slots.passive:
            predicate.add(frame.subject, himself)  # "having armed *himself*": he who did it is not said again
        predicate.add("patient" if shifted else frame.object, [item for item in slots.object if item not in himself])
        predicate.add("recipient" if shifted else frame.indirect, slots.indirect)
        for prep, noun in slots.obliques:
            if prep in frame.partners:
                beside = bool(slots.subject) and prep in OTHER_PARTY
                beside = beside and not (frame.name == "mutual" and slots.object)  # "met the mayor *with an aide*"
                role = "patient" if beside or is_no_party(prep, noun, self) else "agent"
                armed = prep == "with" and self._is_instrument(noun) and not self.names_someone(noun)
                predicate.add("instrument" if armed else role, [noun])
            elif not says_where(prep, noun, entry, is_of_someone=any(map(self.names_someone, slots.object))):
                stray = noun.i < verb.i and is_fronted(noun) and not self.names_someone(noun)
                role = self._role_of(entry, prep, noun, launched=bool(slots.object))
                predicate.add("none" if stray and role == "patient" else role, [noun])  # "*on her return* she fired"
        for target in slots.object:
            self._take_phrases(predicate, target)
        self._take_instruments(predicate, slots)
        return predicate

    def _without_told(self, verb: Token, slots: Slots) -> Slots:
        """The slots of a saying without who is but told of: "*it* is reported to have sunk", "showed *men* running"."""
        told = [item for item in slots.object if any(is_bare_gerund(one) for one in tree.children(item, "acl"))]
        if (
            not told
            and verb.is_a("showing")
            and any(map(is_bare_gerund, tree.children(verb, "advcl", "ccomp", "xcomp")))
        ):
            told = [*slots.object]
        if slots.passive and self.entry(verb).frame.object != "recipient":
            told = [*slots.object] if any(tree.has_to(item) for item in tree.children(verb, "xcomp", "advcl")) else []
        told = [item for item in told if self.names_someone(item)]
        return slots._replace(object=tuple(item for item in slots.object if item not in told)) if told else slots

    def _take_instruments(self, predicate: Predicate, slots: Slots) -> None:
        """What is used, where it was hung from what it is used on: "shelled the port *with mortars*".

        A man with a gun has it himself.
        """
        for target in (*slots.object, *(noun for _, noun in slots.obliques)):
            if not content_head(target).is_a("person"):
                tools = [item for item in tree.children(target, "nmod") if tree.preposition(item) in {"with", "using"}]
                predicate.add("instrument", [item for item in tools if self._is_instrument(item)])

    def _verb(self, verb: Token) -> Predicate | None:
        slots = self.finder.slots(verb)
        predicate = self.read(verb)
        entry = predicate.entry
        if entry.kind is not Kind.EVENT:
            return None
        if verb.lemma_ == "let" and any(item.lower_ in {"'s", "’s"} for item in tree.children(verb, "obj")):
            return None  # "*let's* talk": nobody is allowed anything
        if "unknown" in entry.rule and (not predicate.arguments or not verb.text.isalpha() or is_no_verb(verb)):
            return None  # a word that no table knows and that nobody does is more often no verb at all
        predicate.rule += (f" {slots.path}" if slots.path else "") + (" passive" if slots.passive else "")
        return predicate

    def _is_thing(self, nouns: Sequence[Token]) -> bool:
        """Whether these can be given or asked for but not addressed: "provided *access*", "ordered *tests*"."""
        heads = [content_head(noun) for noun in nouns]
        return bool(heads) and not any(
            item.ent_type_ or item.pos_ in {"PROPN", "PRON", "NUM", "ADJ", "DET"} or self.acts(item)
            for item in heads
            if not is_model(item)  # "supply ten *A330s*"
        )

    def _take_phrases(self, predicate: Predicate, target: Token) -> None:
        """Phrases that the parser hung from the object though the verb asks for them: "sent tanks *to Ukraine*"."""
        own = self.lexicon.noun(target.lemma_.lower(), self.noun_usage(target))
        for item in tree.children(target, "nmod"):
            prep = tree.preposition(item)
            if own.eventive is not Eventive.NEVER and (own.preps.get(prep) or prep in own.frame.partners):
                continue  # "rejected the attack *on the town*": who is attacked is not who is refused
            wanted = predicate.entry.preps.get(prep)
            if prep in predicate.entry.frame.partners and predicate.entry.frame.object == "none":
                predicate.add("patient", [item])  # "shook *hands with* the envoy"
            if (prep == "to" and target.is_a("reaching")) or (prep == "on" and not self.names_someone(item)):
                continue  # "denied him *access to his family*", "rejected a *resolution on* the climate"
            if prep != "of" and (
                wanted in {"recipient", "patient"} or (wanted == "participant" and self.names_someone(item))
            ):
                predicate.add(self._role_of(predicate.entry, prep, item), [item])
            for inner in tree.children(item, "nmod") if prep == "of" else ():  # "ceded control *of* Nice *to France*"
                beyond = tree.preposition(inner)
                if item.ent_type_ and predicate.entry.preps.get(beyond) == "recipient":
                    predicate.add("recipient", [inner])

    def _role_of(self, entry: Entry, prep: str, noun: Token | None = None, *, launched: bool = False) -> str:
        """The role that a preposition's noun has, "none" where the lexicon does not say; `launched`: with a missile."""
        role = "agent" if prep == "at_hands" else entry.preps.get(prep)
        if prep == "at" and role == "patient" and launched:
            return role  # "fired rockets *at the city*"
        if noun is not None and prep == "to" and entry.type == "MOVE" and role == "recipient":
            return "none" if is_place(noun) or content_head(noun).is_a("place_noun") else role
        if noun is not None and role == "recipient" and whose.is_no_taker(entry, prep, noun):
            return role if self.names_someone(noun) else "none"
        if noun is not None and noun.ent_type_ == "LOC" and prep in {"into", "onto"}:
            return "none"  # "crashed *into the Atlantic*" does nothing to it
        if noun is not None and prep in LOCATIVE and is_place(noun):
            return "none"  # "a ceasefire in Sudan" says where, whatever else the preposition may mean there
        if noun is not None and prep == "from" and role == "agent":
            return whose.from_role(noun, entry, someone=self.names_someone(noun))
        if role:
            return whose.laid_on(role, entry, prep=prep, noun=noun)
        if noun is not None and prep in {"with", "using", "by", "via"} and self._is_instrument(noun):
            return "instrument"
        if prep == "against" and noun is not None and not noun.is_a("despite_which") and not self._happens(noun):
            return "patient"  # whatever is done against someone is aimed at him
        return "none"

    def _happens(self, noun: Token) -> bool:
        """Whether a noun is an event and so does nothing itself: "an act *of deterrence*"."""
        head = content_head(noun)
        return not head.ent_type_ and head.pos_ == "NOUN" and self.lexicon.is_eventive(head.lemma_.lower())

    def _is_instrument(self, noun: Token) -> bool:
        return content_head(noun).is_a("instrument", "weapon")

    # ------------------------------------------------------------ nouns

    def _noun(self, noun: Token) -> Predicate | None:
        if noun.pos_ == "PROPN" and noun.text == "Act":
            return None  # "the Consumer *Act*"
        if tree.in_name(noun) and not occurrence.is_named_gathering(noun):
            return None
        if noun.base in {"compound", "amod"}:
            return None
        described = bool(tree.children(noun, "cop")) and not tree.is_there(noun) and noun.preposition != "behind"
        carried = self._carried.get(noun.i)
        entry = undertaken(noun, self.lexicon) or self.lexicon.noun(noun.lemma_.lower(), self.noun_usage(noun))
        if entry.kind is not Kind.EVENT or entry.eventive is Eventive.NEVER:
            return None
        idiom = carried is None and occurrence.is_set_phrase(noun)
        if idiom and entry.type not in JOINT and befalling(noun, self.lexicon) is None:
            return None  # "in response", "under control"
        if carried is None and (occurrence.is_kind(noun) or occurrence.sums_up(noun) or occurrence.is_label(noun)):
            return None
        if " via " in entry.rule and noun.tag_ in {"NNS", "NNPS"}:
            return None  # plurals of nouns that only look derived are things: "obligations", "buildings"
        predicate = Predicate(noun, entry, entry.type, rule=f"noun:{entry.rule}")
        self._noun_arguments(predicate)
        if carried is not None:
            self._carry(predicate, *carried)
        befallen = carried is None and add_befallen(predicate, self.lexicon)
        argued = bool(carried or predicate.arguments) or occurrence.is_barred(predicate) or tree.in_name(noun)
        if described and not befallen and (not argued or noun.is_a("accord")):
            return None
        needs = entry.eventive is Eventive.ARGUED and not argued
        if (idiom and not argued) or (needs and not occurrence.is_one_occurrence(noun, entry)):
            return None
        return predicate

    def _noun_arguments(self, predicate: Predicate) -> None:
        phrases = noun_phrases(predicate.token)
        ofs = [item for item in phrases if item.base == "nmod" and tree.preposition(item) == "of"]
        # "the coup *of 30 August*", "the wars *of the 1990s*" are no one's
        of = [item for item in ofs if (item.pos_ == "NOUN" and item.text[0].isalpha()) or not is_time(item)]
        self._add_owners(predicate, of)
        self._add_of_phrases(predicate, of)
        for item in premodifiers(predicate.token):
            self._add_premodifier(predicate, item)
        for item in phrases:
            prep = tree.preposition(item)
            if item in of or item.dep_ == "nmod:poss" or not prep or is_time(item) or whose.is_means(item):
                continue
            if prep in predicate.entry.frame.partners:
                predicate.add("patient" if prep in OTHER_PARTY else "agent", [item])
            else:
                predicate.add("agent" if prep == "by" else self._role_of(predicate.entry, prep, item), [item])
        whose.add_beyond_patients(predicate)

    def _add_owners(self, predicate: Predicate, of: list[Token]) -> None:
        """Who owns the noun; `of`: the of-phrases beside it."""
        frame = predicate.entry.frame
        owners = [antecedent(item) for item in tree.children(predicate.token, "nmod:poss") if not is_time_owner(item)]
        role = whose.owner_role(predicate.token, predicate.entry, has_of=bool(of))
        things = [item for item in owners if role == "agent" and frame.of == "patient" and not of]
        things = [item for item in things if item.pos_ == "NOUN" and self._is_thing([item])]
        if predicate.entry.type == "MOVE":
            things += [item for item in owners if item not in things and is_vehicle(item, self)]  # "the *jet's* return"
        predicate.add("patient", things)  # "the phone's launch"
        predicate.add(role, [item for item in owners if item not in things])

    def _add_of_phrases(self, predicate: Predicate, of: list[Token]) -> None:
        noun, entry = predicate.token, predicate.entry
        for item in of:
            counted = is_sum(item) or item.lemma_.lower() in tree.TIME_NOUNS  # "a sentence *of five years*"
            role = "none" if counted else whose.of_role(noun, item, entry, someone=self.names_someone(item))
            if role != "agent" or not self._is_thing([item]):  # "the granting *of asylum* to him"
                predicate.add("patient" if role == "recipient" and self._is_thing([item]) else role, [item])
            elif entry.type in {"MOVE", "RETREAT", "MOBILIZE"} and not self._happens(item):
                predicate.add("patient", [item])  # "the arrival of aid": things neither act nor come by themselves
        if noun.head.is_a("undergoer") and noun.base == "nmod" and tree.preposition(noun) == "of":
            predicate.add("patient", tree.children(noun.head, "nsubj") or whose.sufferers(predicate))

    def _add_premodifier(self, predicate: Predicate, item: Token) -> None:
        """What a compound or adjective before the noun names: a weapon, a spot, who does it or whom it is done to."""
        if item.is_a("kind_of") or whose.is_backer(item) or whose.is_of_honour(item, predicate) or is_counted(item):
            return
        inner = self.lexicon.noun(item.head.lemma_.lower()) if item.head.i != predicate.token.i else None
        if inner is not None and inner.type in HARMFUL and inner.kind is Kind.EVENT and not self._is_instrument(item):
            return  # "*child* abuse charges": it is the abuse that is theirs
        if item.name is not None and (item.name is predicate.token.name or predicate.names(item.name)):
            return  # "at the *World Trade* Forum" is no party, and "the *Valley Federal* sale" has one, by two words
        if item.pos_ in {"NOUN", "PROPN"} and self._is_instrument(item):
            predicate.add(whose.tool_role(item, predicate.entry), [item])
        elif item.ent_type_ in {"FAC", "LOC"} or self._is_scene(item, predicate):
            predicate.sites.append(item)
        elif item.ent_type_ in ACTORS or whose.is_fighting_as(item, predicate) or self._may_act(item):
            stance = tree.stance(item)
            if stance:  # "*anti*-government protests" are aimed at it, "*pro*-government" ones are not its own
                predicate.add("patient" if stance == "anti" else "none", [item])
                return
            role = whose.compound_role(predicate.token, item, predicate.entry)
            if role == "patient" and predicate.fillers(Role.PATIENT):
                role = "agent"  # "the *US* killing of Soleimani"
            if role != "agent" and item.ent_type_ in PLACES:
                predicate.sites.append(item)
            else:
                predicate.add(role, [item])

    def _may_act(self, item: Token) -> bool:
        return self.acts(item) and item.lower_ != "head"

    def _is_scene(self, name: Token, predicate: Predicate) -> bool:
        """A town before what happened there ("the *Beirut* blast"), or a spot's name ("*Kabul* airport strike")."""
        if name.ent_type_ != "GPE":
            return False
        if name.head.i != predicate.token.i and name.head.is_a("place_noun"):
            return True
        return predicate.type in whose.ON_THE_SPOT and not authorities.load().is_country(tree.called(name))

    # ------------------------------------------------------------ adjectives

    def _adjective(self, word: Token) -> Predicate | None:
        usage = Usage(object=keys(word.head))
        entry = self.lexicon.adjective(word.lower_, usage) or self.lexicon.adjective(word.lemma_.lower(), usage)
        if entry is None or entry.kind is not Kind.EVENT or tree.in_name(word) or is_quality(word):
            return None
        predicate = Predicate(word, entry, entry.type, rule=f"adjective:{entry.rule}")
        predicate.add(entry.head, [tree.referent(said_dead(word, self.names_someone) or word.head)])
        return predicate
