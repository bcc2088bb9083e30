"""The words of time expressions and the pieces of patterns that they make; groups are named as readers ask for them."""

from __future__ import annotations

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
}
_COUNTED = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen",
)  # fmt: skip
NUMBERS = {word: number for number, word in enumerate(_COUNTED)} | {
    "a": 1,
    "an": 1,
    "a couple of": 2,
    "couple of": 2,
    "twenty": 20,
    "thirty": 30,
    "fifty": 50,
}

MAX_STEPS = 200
"""More units than this are no date but a way of speaking."""
VAGUE = {"day": 10, "week": 8, "month": 12, "year": 10}
"""How far "several" or "recent" units reach back at most: generous, since a bound must hold."""

MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b(?!-[A-Z])\.?)"
)
DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
YEAR = r"(?P<year>1[6-9]\d\d|20\d\d|21\d\d)"
WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
PART = r"(?:\s+(?i:morning|afternoon|evening|night|noon|midnight))?"
ABOUT = r"(?i:early|late|later|mid|earlier)"
COUNT = (
    r"(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|fifty"
    r"|(?:a )?couple of|several|a few|few|some)"
)
UNIT = r"(?P<unit>day|week|month|year|decade|hour|minute)s?"
WHICH = r"(?P<which>(?i:this|last|next|past|previous|coming))"
NO_COUNT = r"(?=\s*(?:[.,;:)—–]|$)|\s+(?:and|or|to|when|that|which|who|he|she|it|they|was|were|is|has|had|in|at)\b)"
"""Behind a bare year stands no noun: "of 2000 people" counts."""
