import time

import pytest

from kg.model import Span
from kg.read.noise import MAX_LINE, PATTERNS, NoisePattern, noise_name, noise_spans

NOISE = [
    ("comments", ["Comments 0", "0 Comments", "12 comments", "Comments (3)", "COMMENTS", "View all 12 comments",
                  "Leave a comment", "Be the first to comment", "Comments are closed."]),
    ("shares", ["1.2k shares", "Shares: 34", "4,512 views", "17 Likes"]),
    ("share", ["Share", "Share this", "Share this article", "SHARE ON FACEBOOK", "Share via Email", "Print this page",
               "Email this story", "Tweet this", "Copy link"]),
    ("share bar", ["Facebook Twitter Email", "Share Facebook | WhatsApp | Reddit"]),
    ("follow", ["Follow us on Twitter", "Follow @newsdesk on X", "Like us on Facebook.",
                "Follow The Example Post on Facebook, Twitter and Instagram"]),
    ("handles", ["@newsdesk", "#Iran #Iraq"]),
    ("read more", ["Read more", "READ MORE >", "Read more: What we know so far", "Read also: The general's life",
                   "Related: Five dead in storm", "See also", "Continue reading…", "Most read", "Related stories"]),
    ("click here", ["Click here to subscribe", "Click here for more photos of the march"]),
    ("url", ["https://example.org/story?x=1", "www.example.org/a"]),
    ("mail address", ["desk@example.org", "Email: jane.roe@example.org"]),
    ("advertisement", ["Advertisement", "ADVERTISEMENT - SCROLL TO CONTINUE READING", "Story continues below",
                       "Article continues after this advertisement", "Sponsored content"]),
    ("newsletter", ["Sign up for our newsletter", "Subscribe now", "Subscribe to our channel.",
                    "Sign up here to get the day's news by email"]),
    ("paywall", ["This article is for subscribers only. Subscribe now to continue reading.",
                 "This story is exclusive to our members.", "Already a subscriber? Sign in", "Not a member yet?"]),
    ("inbox", ["Get the latest news in your inbox"]),
    ("copyright", ["© 2020 The Example Post. All rights reserved.", "(c) 2020 Example Post", "All rights reserved.",
                   "Copyright 2020 The Example Press. This material may not be published."]),
    ("cookies", ["We use cookies to improve your visit.", "Accept all cookies", "This website uses cookies.",
                 "By continuing to use this site you agree to our terms."]),
    ("page control", ["Skip to main content", "3 min read", "Listen to this article", "Back to top", "Loading...",
                      "Please enable JavaScript to see the comments."]),
    ("byline", ["By John Smith", "BY JANE ROE", "By John Smith and Jane Roe, Reuters", "By Jane Roe in Cairo",
                "By Ahmed al-Rashid", "By Maria de la Cruz | Example Post"]),
    ("signature", ["(Reporting by Jane Roe in Cairo; Editing by John Smith)", "Additional reporting by Jane Roe",
                   "Reporting by Jane Roe, John Smith and Ann Lee; writing by Tom Poe."]),
    ("agency", ["Reuters", "(AFP)", "The Associated Press", "AP/Reuters"]),
    ("credit", ["Photo: Jane Roe/AFP", "(Photo by Jane Roe)", "Image: Ministry of Defence.", "Photo courtesy of NASA",
                "Picture credit: J. R. Roe",
                "AP Photo/Jane Roe"]),
    ("agency credit", ["REUTERS/Jane Roe", "Getty Images / Jane Roe"]),
    ("picture words", ["File photo"]),
    ("time stamp", ["Updated 3 January 2020, 10:15 GMT", "Published: Jan 3, 2020 10:15 am",
                    "Tuesday, September 1, 2015",
                    "10:15", "Last updated on 2020-01-03T10:15:00Z"]),
    ("age", ["2 hours ago", "Published an hour ago"]),
    ("separator", ["* * *", "---", "…"]),
]  # fmt: skip

PROSE = [
    "Comments by the minister angered Tehran.",
    "Comments 0 were left unanswered, he said.",
    "Share prices fell in Tokyo on Monday.",
    "Share this burden with us, the minister asked Europe.",
    "Print workers went on strike.",
    "Follow-up talks on Facebook's fine start on Monday.",
    "Follow the money, the prosecutor told the court.",
    "Twitter banned the president.",
    "Facebook and Twitter removed the accounts.",
    "Read more books, the president told students on Monday.",
    "Related talks continued in Geneva.",
    "See also means look, the teacher said.",
    "Recommended sentences were rejected by the judge.",
    "Advertisement spending fell by a tenth.",
    "Sponsored by Iran, the militia attacked the base.",
    "Subscribe to that view and you ignore the facts. The army did.",
    "This story is for members of the union who lost their jobs.",
    "This article is for sale, the museum said.",
    "Already a member, Turkey objected.",
    "Copyright law was changed by parliament.",
    "Copyright holders sued the company in 2020.",
    "Cookies were sold at the school.",
    '"We use cookies to feed the children," the volunteer said.',
    "By Monday the troops had left.",
    "By John Smith's account, the police fired first.",
    "By Monday",
    "By late Friday, Iran had answered.",
    "By killing Soleimani, Trump chose the most extreme path.",
    "Reporting by the BBC shows that troops fired.",
    "Reporting by Amnesty International led to the arrests.",
    "Reuters reported the attack.",
    "AP said two people died.",
    "Reuters / Ipsos polls showed that Trump led, and his rivals agreed with most of what it said about the war.",
    "Photo shows troops leaving.",
    "Video: Protesters storm the embassy",
    "Image caption writers went on strike.",
    "Photographs by the agency show bodies in the street, officials said.",
    "Image: the general, who was killed, waves.",
    "Search teams found two bodies.",
    "Home sales fell.",
    "Close the border, the governor demanded.",
    "Play was stopped after the fire.",
    "Published reports accused the minister.",
    "Updated figures show 12 dead.",
    "On 3 January 2020 a drone killed Soleimani.",
    "Two hours ago, the army attacked.",
    "12 killed",
    "Iran attacks",
    "Trump",
    "He left.",
    "No.",
    "3 dead in Baghdad",
    "Next week the court decides.",
    "Tags were found on the bodies.",
    "Topics included the war.",
    "May resigned.",
    "Enable JavaScript, the hackers told their victims, and \"your data is gone\".",
]  # fmt: skip


@pytest.mark.parametrize(("name", "line"), [(name, line) for name, lines in NOISE for line in lines])
def test_line_is_furniture(name: str, line: str) -> None:
    assert noise_name(line) == name


@pytest.mark.parametrize("line", PROSE)
def test_line_is_prose(line: str) -> None:
    assert noise_name(line) is None


@pytest.mark.parametrize("row", PATTERNS, ids=lambda row: row.name)
def test_every_row_is_shown_by_its_example(row: NoisePattern) -> None:
    assert noise_name(row.example) == row.name


def test_every_row_is_tested() -> None:
    assert sorted(row.name for row in PATTERNS) == sorted(name for name, _ in NOISE)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_span_is_the_line_without_outer_white_space(newline: str) -> None:
    text = f"Troops left.{newline}{newline} \tComments 0  {newline}They went home."
    assert [span.of(text) for span in noise_spans(text)] == ["Comments 0"]


def test_last_line_needs_no_line_end() -> None:
    assert noise_spans("Troops left.\n\nComments 0") == (Span(14, 24),)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("imrs.webpIran’s leadership vowed revenge.", "imrs.webp"),
        ("a-1_b.JPG Iran vowed revenge.", "a-1_b.JPG"),
        ("photo.png “We will,” he said.", "photo.png"),
        ("photo.png", "photo.png"),
    ],
)
def test_picture_name_at_the_start_of_a_line_is_furniture(line: str, name: str) -> None:
    assert [span.of(line) for span in noise_spans(line)] == [name]


@pytest.mark.parametrize("line", ["photo.png was leaked.", "He sent photo.png Monday.", "U.S.Iran talks failed."])
def test_sentence_about_a_picture_is_prose(line: str) -> None:
    assert noise_spans(line) == ()


def test_seen_from_the_table_no_pattern_matches_the_empty_line() -> None:
    assert [row.name for row in PATTERNS if row.pattern.fullmatch("")] == []


@pytest.mark.timeout(10)
@pytest.mark.parametrize("row", PATTERNS, ids=lambda row: row.name)
def test_long_line_takes_no_time(row: NoisePattern) -> None:
    words = [word for other in PATTERNS for word in (other.example, f"{other.example}, ")]
    pieces = (*words, "A, A and A; editing by ", "A of the A for A ", "a ", "1, ", "Jan 1 ")
    lines = [(piece * 600)[: MAX_LINE - 1] + end for piece in pieces for end in "!\u0001"]
    started = time.process_time()
    for line in lines:
        row.pattern.fullmatch(line)
    assert time.process_time() - started < 1
