"""In: the text of an article. Out: the spans that are page furniture, not prose. Refuses nothing, changes nothing.

Scraped articles carry comment counters, share buttons, newsletter appeals, bylines and photo credits between their
paragraphs. The text is never cleaned, because every offset points into it; later stages are told what to ignore.
The table below is conservative: a line is furniture only when all of it matches, and a sentence that reports
something never does. Losing a sentence is worse than keeping a counter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import Span

MAX_LINE = 600
"""Longer lines are prose; the cap also bounds the time a pattern can take."""


@dataclass(frozen=True, slots=True)
class NoisePattern:
    """One row of the table: what it is, the pattern that the whole stripped line has to match, a line that does."""

    name: str
    pattern: re.Pattern[str]
    example: str


_CAP = r"[A-Z][\w.'’-]*"
"""A capitalised word, initial or acronym."""
_NAME = (
    rf"(?>{_CAP}(?:[ ](?:(?:de|del|der|den|van|von|bin|ben|da|di|du|la|le|of|for|the|and|&)[ ]){{0,2}}"
    rf"(?:(?:al|el|ad|an|ar|as|ash|at|az)-)?{_CAP}){{0,5}})"
)
"""A name of up to six capitalised words with the small ones between them. Atomic: without the `(?>` a long list of
names takes seconds, since "and" may stand inside a name or between two."""
_CALENDAR = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thurs?|fri|sat|sun|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_AGENCY = (
    r"(?>(?:The )?(?:Associated Press|AP Photo|AP|Reuters|REUTERS|Agence France[- ]Presse|AFP|UPI|EPA|EFE|DPA|dpa|ANSA|"
    r"TASS|Interfax|Xinhua|Kyodo|Bloomberg|Getty Images|GETTY IMAGES|Shutterstock|Alamy|Anadolu Agency|Anadolu))"
)
_DESK_WORK = r"(?:[Rr]eport(?:ing|ed)|[Ww]rit(?:ing|ten)|[Ee]dit(?:ing|ed)|[Cc]ompiled|[Cc]ontributions?)"
_SITES = (
    r"(?:facebook|twitter|x|instagram|linkedin|whatsapp|reddit|pinterest|telegram|tumblr|youtube|tiktok|flipboard|"
    r"messenger|mastodon|bluesky|threads|google\+?|google news|email|e-mail|mail|print|copy link|link|sms)"
)
_SUBSCRIBER = r"(?:(?:are you )?already an? (?:subscriber|member)|not an? (?:subscriber|member)(?: yet)?)\?"
_COUNT = r"\(?\d[\d,.]*[kKmM]?\)?"


def _row(name: str, pattern: str, example: str, *, any_case: bool = True) -> NoisePattern:
    return NoisePattern(name, re.compile(pattern, re.IGNORECASE if any_case else 0), example)


PATTERNS: tuple[NoisePattern, ...] = (
    # -------------------------------------------------- counters and buttons
    _row("separator", r"[^\w]+", "* * *"),
    _row(
        "comments",
        rf"(?:{_COUNT} (?:user )?comments?|comments?:? ?{_COUNT}|no comments(?: yet)?|comments|"
        r"(?:view|show|hide|see|read|load)(?: all| more| the)?(?: \d[\d,]*)? comments|"
        r"(?:leave|add|post|write) a (?:comment|reply)|be the first to comment|join the (?:conversation|discussion)|"
        r"comments (?:are|have been) (?:closed|disabled)(?: (?:on|for) this (?:article|story|post))?)[.!]?",
        "Comments 0",
    ),
    _row(
        "shares",
        rf"(?:{_COUNT} (?:shares?|likes?|views?|retweets?|reactions?|votes?)|(?:shares?|likes?|views?):? ?{_COUNT})",
        "1.2k shares",
    ),
    _row(
        "share",
        r"(?:share|tweet|retweet|pin it|e-?mail|print|save|bookmark|copy link|like|"
        r"(?:share|e-?mail|print|save|bookmark|like|tweet|send|recommend) (?:this|it|the)"
        r"(?: (?:page|article|story|post|link|video|with your friends|with others))*|"
        r"(?:share|tweet|send|post)(?: (?:this|it|the))?(?: (?:page|article|story|post|link))? "
        rf"(?:on|via|by|to|with) {_SITES})"
        r"[:.!]?",
        "Share this article",
    ),
    _row("share bar", rf"(?:share )?{_SITES}(?:[ ,|/·•]+{_SITES})+", "Facebook Twitter Email"),
    _row(
        "follow",
        r"(?:follow|like|find|join) (?:us|me|him|her|them|the author|@?\w[\w .']{0,40}) on "
        rf"{_SITES}(?:(?:,| and|, and| or) {_SITES})*(?:[ :]*@\w+)?[.!]?",
        "Follow us on Twitter",
    ),
    _row("handles", r"(?:(?:follow )?[@#]\w+[ ,|]*)+", "@newsdesk"),
    # -------------------------------------------------- links to elsewhere
    _row(
        "read more",
        r"(?:(?:read|see|view|watch|hear|learn) more|read (?:also|next|the full (?:story|article|report))|also read|"
        r"more on this(?: story| topic)?|more (?:stories|news|coverage)|continue reading|keep reading|show more|"
        r"see also|recommended(?: stories| for you)?|you (?:may|might) also like|up next|don['’]t miss|"
        r"most (?:read|popular|viewed)|related (?:stories|articles|topics|content|coverage|links|news|video)|related|"
        r"top stories|trending(?: now)?|editors?['’]? picks?)[ ]?(?:[>»→.…]*|:.*)",
        "Read more: What we know so far",
    ),
    _row("click here", r"(?:click|tap) here(?: to \w+| for \w+)(?: [^.!?]{0,80})?[.!]?", "Click here to subscribe"),
    _row("url", r"(?:https?://|www\.)\S+", "https://example.org/story"),
    _row("mail address", r"(?:e-?mail:? ?)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+", "desk@example.org"),
    # -------------------------------------------------- advertisement, appeals, notices
    _row(
        "advertisement",
        r"(?:-+ ?)?(?:advertisements?|advertising|paid advertisement|sponsored(?: content)?(?: by [^.!?,]{1,40})?|"
        r"promoted(?: content)?|advertorial|(?:article|story) continues (?:below|after)(?: (?:the |this )?ad\w*)?|"
        r"advertisement ?[-–—.:]? ?(?:scroll to continue(?: reading)?|(?:story|article) continues below)|"
        r"scroll (?:down )?to continue(?: reading)?|skip (?:ad\w*|in \d+))(?: ?-+)?[.!]?",
        "Advertisement",
    ),
    _row(
        "newsletter",
        r"(?:(?:sign|signing) up|subscribe|register)(?: (?:now|here|today|for free|free))*"
        r"(?:[.!:]|(?: (?:for|to|and|in|via)\b[^.!?\"“”]{0,160})?[.!]?)",
        "Sign up for our newsletter",
    ),
    _row(
        "paywall",
        rf"(?:this (?:article|story|content) is (?:only for|for|available (?:only )?to|reserved for|exclusive to) "
        rf"(?:our )?(?:subscribers|members)(?: only)?|{_SUBSCRIBER})[.!?]?(?: (?:{_SUBSCRIBER}|"
        r"(?:subscribe|sign (?:up|in)|log ?in|register)\b[^.!?\"“”]{0,100})[.!?]?)*",
        "This article is for subscribers only. Subscribe now to continue reading. Already a subscriber? Log in.",
    ),
    _row(
        "inbox",
        r"get (?:the|our|all the) (?:latest|top|day['’]s|morning|daily|breaking|best)[^.!?\"“”]{0,100}"
        r"(?:inbox|newsletter|e-?mail|phone|app)[.!]?",
        "Get the latest news in your inbox",
    ),
    _row(
        "copyright",
        r"(?:©|\(c\) ?(?:19|20)\d\d\b|copyright(?: ©| \(c\))? (?:\d{4}|the\b.{0,60}\b\d{4})|copyright ©).*|"
        r"all rights reserved\.?(?: (?:this (?:material|article)|no part|reproduction|unauthori[sz]ed) .*)?",
        "© 2020 The Example Post. All rights reserved.",
    ),
    _row(
        "cookies",
        r"(?:we|(?:this|our) (?:web ?)?site|this page|we and our partners) uses? (?:\w+ )?cookies\b[^\"“”]*|"
        r"(?:accept|reject|allow|manage)(?: all| necessary)? cookies|cookie (?:policy|settings|notice|preferences)|"
        r"by (?:continuing|using|browsing|clicking|closing)\b[^\"“”]{0,80}\byou (?:agree|accept|consent)\b[^\"“”]*",
        "We use cookies to improve your visit.",
    ),
    _row(
        "page control",
        r"(?:skip|jump) to (?:the )?(?:main )?(?:content|navigation|article)|menu|search|home|(?:log|sign) ?in|"
        r"log ?out|back to (?:the )?top|close|loading(?:\.\.\.|…)?|next|previous|play(?: video)?|watch(?: live| now)?|"
        r"listen(?: to this (?:article|story))?|print this page|text size|topics|tags|tags:.{0,80}|privacy policy|"
        r"(?:(?:you need to|please) )?enable javascript\b[^\"“”]*|"
        r"terms of (?:use|service)|contact us|about us|our standards: .{0,80}|"
        r"\d+[- ]min(?:ute)?s? (?:read|listen|watch)|(?:audio|video|media) (?:playback|player)[^.!?]{0,60}",
        "3 min read",
    ),
    # -------------------------------------------------- who wrote it, when, who took the picture
    _row(
        "byline",
        rf"(?:By|BY|Words by|Story by|Written by) (?!(?:(?i:{_CALENDAR}|the|a|an))\b){_NAME}"
        rf"(?:(?:,| and|,? \||/| in| for|,? -) {_NAME}){{0,4}}",
        "By John Smith and Jane Roe, Reuters",
        any_case=False,
    ),
    _row(
        "signature",
        rf"\(?(?:Additional |With )?{_DESK_WORK}(?: and (?:writing|editing))? (?:by|from) {_NAME}"
        rf"(?:(?:,|;| and|, and| in|;? (?:[Aa]dditional )?{_DESK_WORK} by) {_NAME})*[.]?\)?",
        "(Reporting by Jane Roe in Cairo; Editing by John Smith)",
        any_case=False,
    ),
    _row(
        "agency",
        rf"[(]?{_AGENCY}(?:[/ ,|-]+{_AGENCY})*[)]?|(?i:staff (?:writer|reporter|and agencies))",
        "Reuters",
        any_case=False,
    ),
    _row(
        "credit",
        rf"[(\[]?(?:(?i:file|AP|EPA) )?(?i:photo|image|picture|photograph|video|illustration|graphic|credit|"
        rf"photo credit|image credit|image source|picture credit)s?(?i:: ?|/| by | courtesy(?: of)?:? | via )"
        rf"{_NAME}(?:(?: ?[/|] ?|, | via ){_NAME})*(?: et al)?[.]?[)\]]?|Image copyright {_NAME}",
        "Photo: Jane Roe/AFP",
        any_case=False,
    ),
    _row("agency credit", rf"[(\[]?{_AGENCY} ?/ ?{_NAME}(?: ?/ ?{_NAME})*[)\]]?", "REUTERS/Jane Roe", any_case=False),
    _row("picture words", r"(?:file (?:photo|picture|image)|image (?:source|copyright)|handout)[.]?", "File photo"),
    _row(
        "time stamp",
        r"(?=.*\d)(?:(?:first |last )?(?:published|updated|posted|modified|created)(?: on| at)?:?[ ]?)?"
        rf"(?:(?:{_CALENDAR}|\d{{1,4}}(?:st|nd|rd|th)?|\d{{1,2}}[:.]\d\d(?::\d\d)?|[ap]\.?m\.?|at|on|o['’]clock|"
        r"[ecmp][ds]?t|gmt|utc|bst|cet|z|[+-]\d\d:?\d\d|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:t[\d:.]+z?)?)(?:[\s,|.•·–-]+|$))+",
        "Updated 3 January 2020, 10:15 GMT",
    ),
    _row(
        "age",
        r"(?:published |updated |posted )?(?:\d+|an?) (?:second|minute|min|hour|hr|day|week|month)s? ago",
        "2 hours ago",
    ),
)
"""Read from top to bottom; the first row that matches a line names it."""

# "imrs.webpIran's leaders vowed": a picture's file name left at the start of a paragraph, often run into its first
# word. Followed by a space and a small letter it would be a sentence about a file, and is kept.
_PICTURE = re.compile(r"[\w%-][\w.%-]{0,80}?\.(?i:webp|jpe?g|png|gif|svg)(?=[^\W\d_]|\s+[\"“‘(]?[A-Z]|\s*$)")
_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")


def noise_name(line: str) -> str | None:
    """Name of the first row of the table that matches the line, without its surrounding white space; None for prose."""
    stripped = line.strip()
    if not stripped or len(stripped) > MAX_LINE:
        return None
    return next((row.name for row in PATTERNS if row.pattern.fullmatch(stripped)), None)


def noise_spans(text: str) -> tuple[Span, ...]:
    r"""Spans of page furniture, in order, without overlap: whole lines without their outer white space.

    The one exception is a picture's file name at the start of a line, whose span is the name alone.

    >>> noise_spans("Troops left.\n\nComments 0")
    (Span(start=14, end=24),)
    """
    spans: list[Span] = []
    for match in _LINE.finditer(text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        stripped = line.strip()
        if not stripped:
            continue
        if noise_name(stripped) is not None:
            spans.append(Span(start, start + len(stripped)))
        elif picture := _PICTURE.match(stripped):
            spans.append(Span(start, start + picture.end()))
    return tuple(spans)
