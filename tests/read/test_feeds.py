from collections.abc import Callable

import pytest

from kg.ids import article_id
from kg.model import Article, Rejected

Many = Callable[..., list[Article | Rejected]]
Refusal = Callable[..., str]

ITEM = """<item><title>Troops &lt;b&gt;leave&lt;/b&gt; town</title><link>https://post.example/1</link>
<guid isPermaLink="false">77</guid><pubDate>Fri, 03 Jan 2020 23:15:00 -0500</pubDate><dc:creator>Jane Roe</dc:creator>
<description>&lt;p&gt;A short word.&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>Troops left <a href="x">the town</a>.</p>
<p>They&nbsp;went<br>home.</p><script>x()</script>]]>
</content:encoded></item>"""
SHORT = "<item><title>Brief</title><description>AT&amp;amp;T bought it.</description></item>"


def rss(*items: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Example &amp;amp; Post</title>'
        f"<language>en-us</language>{''.join(items)}</channel></rss>"
    )


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Example Post</title>
<entry><title>Troops leave</title><id>urn:1</id><link href="https://post.example/2"/>
<updated>2020-01-04T01:00:00+03:00</updated>
<author><name>Jane Roe</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>Troops left.</p>
<p>All of them.</p></div></content></entry>
<entry><title>Plain</title><id>urn:2</id><summary type="text">3 &lt; 4, he said.</summary></entry></feed>"""


def test_content_is_preferred_and_reduced_to_its_words(read: Many) -> None:
    (found,) = read(rss(ITEM))
    assert found == Article(
        id=article_id(url="https://post.example/1", text=""),
        text="Troops left the town.\n\nThey went home.",
        title="Troops leave town",
        date="2020-01-03",
        source="Example & Post",
        url="https://post.example/1",
        author="Jane Roe",
        language="en-us",
    )


def test_summary_stands_in_for_content(read: Many) -> None:
    (found,) = read(rss(SHORT))
    assert isinstance(found, Article)
    assert found.text == "AT&T bought it."


def test_atom_is_read(read: Many) -> None:
    found = [item for item in read(ATOM) if isinstance(item, Article)]
    assert [item.text for item in found] == ["Troops left.\n\nAll of them.", "3 < 4, he said."]


def test_atom_date_is_the_day_as_written(read: Many) -> None:
    found = read(ATOM)[0]
    assert isinstance(found, Article)
    assert found.date == "2020-01-04"


def test_entry_without_words_is_refused_alone(read: Many) -> None:
    found = read(rss(SHORT, "<item><title>Nothing</title></item>", ITEM))
    assert found[1] == Rejected(where="standard input, entry 2", reason="the text is empty")
    assert len(found) == 3


def test_entry_with_an_unreadable_date_is_refused(read: Many) -> None:
    found = read(rss(SHORT.replace("</item>", "<pubDate>sometime</pubDate></item>")))
    assert isinstance(found[0], Rejected)
    assert "the date 'sometime' cannot be read" in found[0].reason


def test_feed_without_entries_is_refused(refusal: Refusal) -> None:
    assert refusal(rss()) == "the feed has no entry"


@pytest.mark.parametrize("raw", ["words and no feed", "<html><body>x</body></html>", "<rss", '{"text": "a"}'])
def test_file_that_is_no_feed_is_refused(refusal: Refusal, raw: str) -> None:
    assert "this is no RSS or Atom feed" in refusal(raw, format="rss")


def test_bare_ampersand_costs_no_entry(read: Many) -> None:
    found = read(rss(SHORT.replace("&amp;amp;", "&"), ITEM))
    assert [type(item) for item in found] == [Article, Article, Rejected]


def test_cut_off_feed_gives_its_whole_entries_only(read: Many) -> None:
    raw = rss(SHORT, ITEM)
    found = read(raw[: raw.index("the town") + 3])
    assert [type(item) for item in found] == [Article, Rejected]
    assert isinstance(found[1], Rejected)
    assert "1 of its entries were read, the last one is cut off" in found[1].reason


def test_feed_is_not_taken_for_a_file_name(refusal: Refusal, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("feed") / "feed.xml"
    path.write_text(rss(ITEM))
    assert "no RSS or Atom feed" in refusal(str(path), format="rss")
