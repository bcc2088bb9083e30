"""A story for the competency questions: a shelling, its denial, an answer, a plan, a vague visit, a meeting; by hand.

Articles: `wire` and its copy `copied`, `daily`, which differs in place, day and perpetrator, `later` and `summit`.
"""

from dataclasses import replace

from kg.model import (
    Actor,
    ActorKind,
    ActorMention,
    Article,
    ArticleRecord,
    Event,
    Feature,
    Filler,
    Form,
    LocalActor,
    LocalEvent,
    LocalPlace,
    Merge,
    MergedGraph,
    Participant,
    Place,
    PlaceRef,
    Polarity,
    Precision,
    Ref,
    Role,
    Source,
    Span,
    Support,
    Tense,
    Time,
    When,
    status_of,
)

_FIRST = Time(id="", span=Span(0, 1), text="on 1 March 2030", value="2030-03-01", precision=Precision.DAY,
              earliest="2030-03-01", latest="2030-03-01")  # fmt: skip
_SECOND = Time(id="", span=Span(0, 1), text="on 2 March 2030", value="2030-03-02", precision=Precision.DAY,
               earliest="2030-03-02", latest="2030-03-02")  # fmt: skip
_FIFTH = Time(id="", span=Span(0, 1), text="on 5 March 2030", value="2030-03-05", precision=Precision.DAY,
              earliest="2030-03-05", latest="2030-03-05")  # fmt: skip
_VAGUE = Time(id="", span=Span(0, 1), text="late last year", value="2029-10-01/2029-12-31", precision=Precision.RANGE,
              earliest="2029-10-01", latest="2029-12-31")  # fmt: skip

# what an article calls an actor → the canonical actor
_CALLED = {
    "Vella": "vella", "the rebels": "rebels", "the army of Oram": "oram-army", "Tal Brin": "tal-brin",
    "Governor Brin": "tal-brin", "Sol Ade": "sol-ade", "the Union": "union",
}  # fmt: skip

_SHELLED = "Vella shelled the army of Oram with rockets in Port Oram on 1 March 2030."
# article → (day, outlet, [(event, sentence, facts)])
_ARTICLES = {
    "wire": ("2030-03-02", "Northern Wire", [
        ("shelling", _SHELLED, {"type": "ASSAULT", "text": "shelled", "agent": "Vella", "patient": "the army of Oram",
                                "instrument": "rockets", "place": "Port Oram", "time": _FIRST}),
    ]),
    "copied": ("2030-03-02", "Tribune", [
        ("shelling", _SHELLED, {"type": "ASSAULT", "text": "shelled", "agent": "Vella", "patient": "the army of Oram",
                                "instrument": "rockets", "place": "Port Oram", "time": _FIRST}),
    ]),
    "daily": ("2030-03-03", "Daily Oram", [
        ("shelling", "Governor Brin said the rebels shelled the army of Oram in Kell on 2 March 2030.",
         {"type": "ASSAULT", "text": "shelled", "agent": "the rebels", "patient": "the army of Oram", "place": "Kell",
          "time": _SECOND, "speaker": "Governor Brin"}),
        ("denial", "Vella did not shell the army of Oram, Sol Ade said.",
         {"type": "ASSAULT", "text": "shell", "agent": "Vella", "patient": "the army of Oram", "polarity": Polarity.NEG,
          "speaker": "Sol Ade"}),
    ]),
    "later": ("2030-03-06", "Daily Oram", [
        ("answer", "The army: the army of Oram attacked Vella on 5 March 2030.",
         {"type": "ASSAULT", "text": "attacked", "agent": "the army of Oram", "patient": "Vella", "time": _FIFTH}),
        ("plan", "Vella will punish the army of Oram.",
         {"type": "SANCTION", "text": "punish", "agent": "Vella", "patient": "the army of Oram",
          "tense": Tense.FUTURE}),
        ("visit", "Tal Brin visited Kell late last year.",
         {"type": "MOVE", "text": "visited", "agent": "Tal Brin", "place": "Kell", "time": _VAGUE}),
    ]),
    "summit": ("2030-03-07", "Northern Wire", [
        ("blame", "Tal Brin accused Vella.", {"type": "ACCUSE", "text": "accused", "agent": "Tal Brin",
                                              "patient": "Vella"}),
        ("meeting", "Tal Brin met the Union.", {"type": "CONSULT", "text": "met", "agent": "Tal Brin",
                                                "participant": "the Union"}),
    ]),
}  # fmt: skip


def records() -> tuple[ArticleRecord, ...]:
    return tuple(_record(article) for article in sorted(_ARTICLES))


def merged() -> MergedGraph:
    members: dict[str, list[Ref]] = {}
    for record in records():
        for node in (*record.actors, *record.places):
            members.setdefault(_CALLED.get(node.name, node.name), []).append(Ref(record.article.id, node.id))
    kinds = {"tal-brin": ActorKind.PERSON, "sol-ade": ActorKind.PERSON, "rebels": ActorKind.GROUP,
             "vella": ActorKind.POLITY}  # fmt: skip
    names = {"tal-brin": "Tal Brin", "sol-ade": "Sol Ade", "rebels": "rebels", "vella": "Vella",
             "oram-army": "army of Oram", "union": "the Union"}  # fmt: skip
    actors = [
        Actor(id=key, kind=kinds.get(key, ActorKind.ORGANIZATION), name=name, members=tuple(members[key]),
              aliases=("Governor Brin",) if key == "tal-brin" else (), part_of="oram" if key == "oram-army" else None)
        for key, name in names.items()
    ]  # fmt: skip
    actors.append(Actor(id="oram", kind=ActorKind.POLITY, name="Oram", members=()))
    places = (
        Place(id="kell", name="Kell", members=tuple(members["Kell"]), within="oramland"),
        Place(id="oramland", name="Oramland", members=()),
        Place(id="port-oram", name="Port Oram", members=tuple(members["Port Oram"]), within="oramland"),
    )
    brin = tuple(sorted(members["tal-brin"]))
    because = (Feature(name="name", score=0.9, detail="Both have the family name Brin."),)
    merge = Merge(id="m-brin", kind="actor", into="tal-brin", members=brin, rule="family-name", score=0.9,
                  features=because)  # fmt: skip
    return MergedGraph(
        actors=tuple(sorted(actors, key=lambda actor: actor.id)),
        places=places,
        events=tuple(_event(key) for key in sorted({item[0] for *_, told in _ARTICLES.values() for item in told})),
        merges=(merge,),
        copies=(("copied", "wire"),),
    )


def _record(name: str) -> ArticleRecord:
    day, outlet, told = _ARTICLES[name]
    text = " ".join(sentence for _, sentence, _ in told)
    sentences, actors, places, times, events = [], {}, {}, [], []
    for index, (_, sentence, facts) in enumerate(told):
        start = text.index(sentence)
        sentences.append(Span(start, start + len(sentence)))

        def span(words: str, start: int = start) -> Span:
            at = text.index(words, start)
            return Span(at, at + len(words))

        def local(words: str, known: dict, letter: str) -> str:
            known.setdefault(words, (f"{letter}{len(known)}", []))[1].append(span(words))
            return known[words][0]

        roles = []
        for role in Role:
            words = facts.get(role.value)
            if words is not None:
                actor = local(words, actors, "a") if words in _CALLED else None
                roles.append(Filler(role=role, span=span(words), text=words, head=span(words), actor=actor))
        place, time, speaker = facts.get("place"), facts.get("time"), facts.get("speaker")
        if time is not None:
            times.append(
                Time(id=f"t{index}", span=span(time.text), text=time.text, value=time.value, precision=time.precision,
                     earliest=time.earliest, latest=time.latest)
            )  # fmt: skip
        events.append(
            LocalEvent(
                id=f"e{index}", type=facts["type"], trigger=span(facts["text"]), text=facts["text"],
                lemma=facts["text"], sentence=index, roles=tuple(roles),
                place=PlaceRef(id=local(place, places, "p"), span=span(place), text=place) if place else None,
                time=f"t{index}" if time else None, polarity=facts.get("polarity", Polarity.POS),
                tense=facts.get("tense", Tense.NON_FUTURE),
                attributed_to=(Source(span=span(speaker), text=speaker, actor=local(speaker, actors, "a")),)
                if speaker
                else (),
            )
        )  # fmt: skip
    return ArticleRecord(
        article=Article(id=name, text=text, date=day, source=outlet),
        sentences=tuple(sentences),
        actors=tuple(
            LocalActor(id=key, kind=ActorKind.GROUP, name=words, mentions=_mentions(words, spans))
            for words, (key, spans) in actors.items()
        ),
        places=tuple(
            LocalPlace(id=key, name=words, mentions=_mentions(words, spans)) for words, (key, spans) in places.items()
        ),
        times=tuple(times),
        events=tuple(events),
    )


def _mentions(words: str, spans: list[Span]) -> tuple[ActorMention, ...]:
    return tuple(ActorMention(span=span, text=words, head=span, form=Form.NAME) for span in sorted(set(spans)))


def _event(key: str) -> Event:
    told = [
        (Ref(article, f"e{index}"), sentence, facts)
        for article in sorted(_ARTICLES)
        for index, (name, sentence, facts) in enumerate(_ARTICLES[article][2])
        if name == key
    ]
    # the wire's account counts where they differ
    _, sentence, facts = told[-1]
    time = facts.get("time")
    polarity, tense = facts.get("polarity", Polarity.POS), facts.get("tense", Tense.NON_FUTURE)
    participants = []
    for role in Role:
        words = facts.get(role.value)
        if words is not None:
            actor = _CALLED.get(words)
            participants.append(Participant(role=role, actor=actor, phrase=None if actor else words))
    event = Event(
        id=key, type=facts["type"], label=sentence, lemma=facts["text"], members=tuple(ref for ref, *_ in told),
        participants=tuple(participants),
        place=facts["place"].lower().replace(" ", "-") if "place" in facts else None,
        when=When(earliest=time.earliest, latest=time.latest, precision=time.precision, text=time.text)
        if time
        else None,
        polarity=polarity, tense=tense,
        support=Support(articles=len(told), sources=len(told)),
    )  # fmt: skip
    return replace(event, status=status_of(event.polarity, event.certainty, event.tense))
