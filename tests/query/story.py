"""One small story with everything the queries must show, built by hand: records and the graph merged from them.

Four articles of invented outlets: an attack that two of them report, one as a copy of the other, one that denies it,
a plan, a gift with a recipient, an undated statement, a meeting without patient, markup in a title, and characters
beyond the BMP.
"""

from kg.model import (
    Actor,
    ActorKind,
    ActorMention,
    Article,
    ArticleRecord,
    Certainty,
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
    Status,
    Support,
    Tense,
    Time,
    When,
)

HARBOUR = (
    "🚢 Norlandic jets bombed the harbour of Port Émile on 3 May 2021. "
    "General Ada Örn of Sudria called it murder. "
    "The Red Crescent gave blankets to the families."
)
DENIAL = (
    "The Republic of Norland did not bomb the harbour, its ministry said on Tuesday. "
    "President Bo Lind will visit Port Émile in June 2021."
)
TALKS = '=Sudria and Norland held talks in Vell, Westia. Örn told reporters that "peace" <b>is near</b>.'


def _span(text: str, words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def _mention(text: str, words: str, *, form: Form = Form.NAME, nth: int = 0) -> ActorMention:
    span = _span(text, words, nth)
    return ActorMention(span=span, text=words, head=span, form=form)


def _sentences(text: str) -> tuple[Span, ...]:
    spans, start = [], 0
    for part in text.split(". "):
        end = min(len(text), start + len(part) + 1)
        spans.append(Span(start, end))
        start = end + 1
    return tuple(spans)


def _filler(text: str, role: Role, words: str, actor: str | None = None, nth: int = 0) -> Filler:
    span = _span(text, words, nth)
    return Filler(role=role, span=span, text=words, head=span, actor=actor)


def harbour(article_id: str, source: str, *, title: str = "Jets hit harbour") -> ArticleRecord:
    text = HARBOUR
    return ArticleRecord(
        article=Article(
            id=article_id, text=text, title=title, date="2021-05-04", source=source,
            url=f"https://news.example/{source}/harbour", author="A. Writer", language="en",
        ),
        sentences=_sentences(text),
        actors=(
            LocalActor(id="a1", kind=ActorKind.POLITY, name="Norland", country=None,
                       mentions=(_mention(text, "Norlandic"),)),
            LocalActor(id="a2", kind=ActorKind.PERSON, name="Ada Örn", titles=("General",),
                       mentions=(_mention(text, "General Ada Örn"),)),
            LocalActor(id="a3", kind=ActorKind.ORGANIZATION, name="Red Crescent",
                       mentions=(_mention(text, "The Red Crescent"),)),
            LocalActor(id="a4", kind=ActorKind.GROUP, name="families",
                       mentions=(_mention(text, "the families", form=Form.NOMINAL),)),
        ),
        places=(
            LocalPlace(id="p1", name="Port Émile", country="XE", lat=10.5, lon=-20.25, geonames=77,
                       mentions=(_mention(text, "Port Émile"),)),
        ),
        times=(
            Time(id="t1", span=_span(text, "3 May 2021"), text="3 May 2021", value="2021-05-03",
                 precision=Precision.DAY, earliest="2021-05-03", latest="2021-05-03"),
        ),
        events=(
            LocalEvent(id="e1", type="ASSAULT", trigger=_span(text, "bombed"), text="bombed", lemma="bomb", sentence=0,
                       roles=(_filler(text, Role.AGENT, "Norlandic", "a1"),
                              _filler(text, Role.PATIENT, "the harbour of Port Émile"),
                              _filler(text, Role.INSTRUMENT, "jets")),
                       place=PlaceRef(id="p1", span=_span(text, "Port Émile"), text="Port Émile"), time="t1",
                       confidence=0.9, rule="active"),
            LocalEvent(id="e2", type="AID", trigger=_span(text, "gave"), text="gave", lemma="give", sentence=2,
                       roles=(_filler(text, Role.AGENT, "The Red Crescent", "a3"),
                              _filler(text, Role.PATIENT, "blankets"),
                              _filler(text, Role.RECIPIENT, "the families", "a4")),
                       confidence=0.6, rule="active"),
        ),
        extractor="whodid@0 test@0",
    )  # fmt: skip


def denial() -> ArticleRecord:
    text = DENIAL
    return ArticleRecord(
        article=Article(id="denial/1", text=text, title='<script>alert("x")</script>', date="2021-05-05",
                        source="Norland Post"),
        sentences=_sentences(text),
        actors=(
            LocalActor(id="a1", kind=ActorKind.POLITY, name="Republic of Norland",
                       mentions=(_mention(text, "The Republic of Norland"),)),
            LocalActor(id="a2", kind=ActorKind.ORGANIZATION, name="ministry", owner="a1",
                       mentions=(_mention(text, "its ministry", form=Form.NOMINAL),)),
            LocalActor(id="a3", kind=ActorKind.PERSON, name="Bo Lind", titles=("President",),
                       mentions=(_mention(text, "President Bo Lind"),)),
        ),
        places=(
            LocalPlace(id="p1", name="Port Émile", country="XE", lat=10.5, lon=-20.25, geonames=77,
                       mentions=(_mention(text, "Port Émile"),)),
        ),
        times=(
            Time(id="t1", span=_span(text, "June 2021"), text="June 2021", value="2021-06", precision=Precision.MONTH,
                 earliest="2021-06-01", latest="2021-06-30"),
        ),
        events=(
            LocalEvent(id="e1", type="ASSAULT", trigger=_span(text, "bomb"), text="bomb", lemma="bomb", sentence=0,
                       roles=(_filler(text, Role.AGENT, "The Republic of Norland", "a1"),
                              _filler(text, Role.PATIENT, "the harbour")),
                       polarity=Polarity.NEG,
                       attributed_to=(Source(span=_span(text, "its ministry"), text="its ministry", actor="a2"),),
                       confidence=0.7, rule="active"),
            LocalEvent(id="e2", type="MOVE", trigger=_span(text, "visit"), text="visit", lemma="visit", sentence=1,
                       roles=(_filler(text, Role.AGENT, "President Bo Lind", "a3"),),
                       place=PlaceRef(id="p1", span=_span(text, "Port Émile"), text="Port Émile"), time="t1",
                       tense=Tense.FUTURE, confidence=0.8, rule="active"),
        ),
    )  # fmt: skip


def talks() -> ArticleRecord:
    text = TALKS
    return ArticleRecord(
        article=Article(id="talks", text=text),
        sentences=_sentences(text),
        actors=(
            LocalActor(id="a1", kind=ActorKind.POLITY, name="Sudria", mentions=(_mention(text, "Sudria"),)),
            LocalActor(id="a2", kind=ActorKind.POLITY, name="Norland", mentions=(_mention(text, "Norland"),)),
            LocalActor(id="a3", kind=ActorKind.PERSON, name="Örn", mentions=(_mention(text, "Örn"),)),
        ),
        places=(
            LocalPlace(id="p1", name="Vell", country="XW", mentions=(_mention(text, "Vell"),)),
            LocalPlace(id="p2", name="Westia", country="XW", mentions=(_mention(text, "Westia"),)),
        ),
        events=(
            LocalEvent(id="e1", type="CONSULT", trigger=_span(text, "talks"), text="talks", lemma="talk", sentence=0,
                       roles=(_filler(text, Role.PARTICIPANT, "Sudria", "a1"),
                              _filler(text, Role.PARTICIPANT, "Norland", "a2")),
                       place=PlaceRef(id="p1", span=_span(text, "Vell"), text="Vell"), confidence=0.5, rule="noun"),
            LocalEvent(id="e2", type="STATEMENT", trigger=_span(text, "told"), text="told", lemma="tell", sentence=1,
                       roles=(_filler(text, Role.AGENT, "Örn", "a3"),), certainty=Certainty.PROBABLE, confidence=0.4),
        ),
    )  # fmt: skip


def records() -> tuple[ArticleRecord, ...]:
    return (
        denial(),
        harbour("harbour-1", "Daily Wave"),
        harbour("harbour-2", "Wire"),
        talks(),
    )


def merged() -> MergedGraph:
    return MergedGraph(
        actors=(
            Actor(id="ada-orn", kind=ActorKind.PERSON, name="Ada Örn", aliases=("General Örn", "Örn"),
                  titles=("General",), part_of="sudria",
                  members=(Ref("harbour-1", "a2"), Ref("harbour-2", "a2"), Ref("talks", "a3"))),
            Actor(id="bo-lind", kind=ActorKind.PERSON, name="Bo Lind", members=(Ref("denial/1", "a3"),)),
            Actor(id="families", kind=ActorKind.GROUP, name="families",
                  members=(Ref("harbour-1", "a4"), Ref("harbour-2", "a4"))),
            Actor(id="ministry", kind=ActorKind.ORGANIZATION, name="Ministry of Norland", part_of="norland",
                  members=(Ref("denial/1", "a2"),)),
            Actor(id="norland", kind=ActorKind.POLITY, name="Norland", aliases=("Republic of Norland", "the R.O.N."),
                  country="XN", same_as=("https://places.example/norland",),
                  members=(Ref("denial/1", "a1"), Ref("harbour-1", "a1"), Ref("harbour-2", "a1"), Ref("talks", "a2"))),
            Actor(id="red-crescent", kind=ActorKind.ORGANIZATION, name="International Red Crescent Committee",
                  members=(Ref("harbour-1", "a3"), Ref("harbour-2", "a3"))),
            Actor(id="sudria", kind=ActorKind.POLITY, name="Sudria", members=(Ref("talks", "a1"),)),
        ),
        places=(
            Place(id="emilia", name="Emilia", members=(), country="XE", lat=10.0, lon=-20.0),
            Place(id="port-emile", name="Port Émile", aliases=("Puerto Emilio",), country="XE", lat=10.5, lon=-20.25,
                  geonames=77, within="emilia",
                  members=(Ref("denial/1", "p1"), Ref("harbour-1", "p1"), Ref("harbour-2", "p1"))),
            Place(id="vell", name="Vell", country="XW", within="westia", members=(Ref("talks", "p1"),)),
            Place(id="westia", name="Westia", country="XW", members=(Ref("talks", "p2"),)),
        ),
        events=(
            Event(id="ev-aid", type="AID", label="International Red Crescent Committee gave blankets", lemma="give",
                  members=(Ref("harbour-1", "e2"), Ref("harbour-2", "e2")),
                  participants=(Participant(role=Role.AGENT, actor="red-crescent"),
                                Participant(role=Role.PATIENT, phrase="blankets"),
                                Participant(role=Role.RECIPIENT, actor="families")),
                  confidence=0.6, support=Support(articles=2, sources=2)),
            Event(id="ev-bomb", type="ASSAULT", label="Norland bombed the harbour, Port Émile, 3 May 2021",
                  lemma="bomb",
                  members=(Ref("harbour-1", "e1"), Ref("harbour-2", "e1")),
                  participants=(Participant(role=Role.AGENT, actor="norland"),
                                Participant(role=Role.PATIENT, phrase="the harbour of Port Émile"),
                                Participant(role=Role.INSTRUMENT, phrase="jets")),
                  place="port-emile",
                  when=When(earliest="2021-05-03", latest="2021-05-03", precision=Precision.DAY, text="3 May 2021"),
                  confidence=0.9, support=Support(articles=2, sources=1)),
            Event(id="ev-denied", type="ASSAULT", label="Norland did not bomb the harbour", lemma="bomb",
                  members=(Ref("denial/1", "e1"),),
                  participants=(Participant(role=Role.AGENT, actor="norland"),
                                Participant(role=Role.PATIENT, phrase="the harbour")),
                  polarity=Polarity.NEG, status=Status.DENIED, attributed_to=("ministry",), confidence=0.7),
            Event(id="ev-talks", type="CONSULT", label="Norland and Sudria held talks, Vell", lemma="talk",
                  members=(Ref("talks", "e1"),),
                  participants=(Participant(role=Role.PARTICIPANT, actor="norland"),
                                Participant(role=Role.PARTICIPANT, actor="sudria")),
                  place="vell", confidence=0.5),
            Event(id="ev-told", type="STATEMENT", label="Ada Örn told reporters", lemma="tell",
                  members=(Ref("talks", "e2"),),
                  participants=(Participant(role=Role.AGENT, actor="ada-orn"),),
                  certainty=Certainty.PROBABLE, status=Status.ALLEGED, confidence=0.4),
            Event(id="ev-visit", type="MOVE", label="Bo Lind will visit Port Émile in June 2021", lemma="visit",
                  members=(Ref("denial/1", "e2"),),
                  participants=(Participant(role=Role.AGENT, actor="bo-lind"),),
                  place="port-emile",
                  when=When(earliest="2021-06-01", latest="2021-06-30", precision=Precision.MONTH, text="June 2021"),
                  tense=Tense.FUTURE, status=Status.PLANNED, confidence=0.8),
        ),
        merges=(
            Merge(id="m-bomb", kind="event", into="ev-bomb", members=(Ref("harbour-1", "e1"), Ref("harbour-2", "e1")),
                  rule="same-type-and-agent", score=0.95,
                  features=(Feature(name="agent", score=1.0, detail="Both have the agent Norland."),
                            Feature(name="time", score=0.9, detail="Both happened on 3 May 2021."))),
        ),
        copies=(("harbour-2", "harbour-1"),),
    )  # fmt: skip
