"""Text and HTML: complete, short, and harmless whatever the names are."""

import re
from html.parser import HTMLParser

import pytest
from modulescope.checking.render import report_html, report_markdown, report_text
from modulescope.checking.report import Report
from modulescope.explain.render import page_html, page_text
from modulescope.findings import CellRef, Finding, Fix, Place, Severity, Status
from modulescope.kernel.render import status_html, status_text
from modulescope.render.escape import shown
from modulescope.render.lines import MOST_LINES
from modulescope.render.numbers import count, size
from modulescope.tree.render import tree_html, tree_text
from modulescope.tree.tree import tree
from torch import nn

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</summary></details><svg onload=alert(1)>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "javascript:alert(1)",
    "&lt;b&gt;",
    "<!--",
    "]]>",
    "{{7*7}}",
    "`x` ![a](javascript:alert(1))",
    "\u202eevil\u202c",
    "\u2066isolated\u2069",
    "a\u200bb\ufeffc\u00adb",
    "\x00\x1b[2J\x07",
    "line\nbreak\r\ttab",
    "\u2028\u2029\x85",
    "\ud800",
    "\U000e0041\U000e0042",
    "__proto__",
]
TAGS = set("div details summary b i bdi span small ul li table thead tbody".split())
TAGS |= set("tr th td h3 h4 p pre code".split())


class Reader(HTMLParser):
    """Collects tags and attributes, and checks that they nest."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.open, self.text = set(), set(), [], []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def harmless(markup):
    reader = Reader()
    reader.feed(markup)
    reader.close()
    assert reader.open == []
    assert reader.tags <= TAGS, reader.tags - TAGS
    assert reader.attributes <= {"style", "open"}
    markup.encode("utf-8")
    return "".join(reader.text)


def visible(text):
    """No character that hides, reorders or breaks a line."""
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e]", text
    )
    assert not re.search("[\u2066-\u2069\ufeff\ud800-\udfff\xad]", text)
    text.encode("utf-8")


def hostile_report(text):
    finding = Finding(
        id="x",
        code="NN102",
        name="modules-in-plain-container",
        severity=Severity.ERROR,
        status=Status.LIVE,
        message=text,
        evidence=(text,),
        fixes=(Fix(text, "edit"),),
        path=text,
        object=text,
        affects=(Place(CellRef(text, 3), None, text),),
    )
    return Report((finding,)).to_dict()


def hostile_tree(text):
    model = nn.Module()
    child = type(text, (nn.Linear,), {})(1, 1) if "\x00" not in text else nn.ReLU()
    model._modules[text] = child
    model.__dict__[text + "s"] = [nn.ReLU()]
    return tree(model).to_dict()


@pytest.mark.parametrize("text", PAYLOADS)
def test_a_hostile_name_is_text_in_every_surface(text):
    if "\ud800" not in text:
        harmless(tree_html(hostile_tree(text)))
        visible(tree_text(hostile_tree(text)))
    report = hostile_report(text)
    harmless(report_html(report))
    visible(report_text(report))
    visible(report_markdown(report, text))
    page = {
        "code": "NN102",
        "name": text,
        "severity": "error",
        "title": text,
        "sections": [{"heading": text, "text": text}],
    }
    harmless(page_html(page))
    status = {
        "version": "1",
        "python": "3",
        "torch": text,
        "models": [{"name": text, "class_name": text, "numel": 1, "cell": 2}],
        "hooks": 0,
        "findings": {"error": 1},
        "failed": [text],
        "watch": text,
    }
    visible(status_text(status))
    harmless(status_html(status, status_text(status)))
    visible(page_text(page).replace("\t", ""))


def test_markdown_of_a_report_holds_no_markup():
    for text in PAYLOADS:
        markdown = report_markdown(hostile_report(text), "t")
        assert "<script" not in markdown and "<img" not in markdown
        assert "![" not in markdown


def test_what_is_invisible_is_written_out():
    assert shown("a\u202eb\x1bc\ud800") == "a\\u202eb\\x1bc\\ud800"
    assert shown("名前 é 𝄞") == "名前 é 𝄞"


class Deep(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.own = nn.Linear(1, depth + 1)
        self.next = Deep(depth - 1) if depth else nn.ReLU()


def test_the_text_of_a_large_tree_fits_a_screen_and_says_what_is_missing():
    text = tree_text(tree(Deep(60)).to_dict())
    assert len(text.splitlines()) <= MOST_LINES
    assert re.search(r"… \d+ more rows; --all", text)
    assert len(tree_text(tree(Deep(60)).to_dict(), all_rows=True).splitlines()) > 120


def test_the_depth_limits_the_rows():
    text = tree_text(tree(Deep(60)).to_dict(), depth=1)
    assert len(text.splitlines()) == 4


def test_deep_trees_nest_only_as_far_as_browsers_do():
    markup = tree_html(tree(Deep(200)).to_dict())
    harmless(markup)
    assert markup.count("<details") <= 40


def test_html_is_readable_without_styles():
    model = nn.Sequential(nn.Linear(2, 3), nn.Linear(2, 3), nn.ReLU())
    text = harmless(tree_html(tree(model).to_dict()))
    assert "0–1 · ×2 Linear 2→3 · 18 parameters" in text and "identical" in text


def test_the_repr_is_complete():
    assert len(repr(tree(Deep(60))).splitlines()) > 120
    assert tree(nn.ReLU())._repr_html_().startswith("<div>")
    assert repr(tree(3)) == "Not an nn.Module."


def test_numbers_are_short():
    assert [count(n) for n in (0, 9999, 33_667, 999_600, 6_500_000_000)] == [
        "0",
        "9,999",
        "33.7k",
        "1M",
        "6.5B",
    ]
    assert [size(n) for n in (12, 1548, 13_000_000_000)] == ["12 B", "1.55 kB", "13 GB"]


def test_a_report_counts_by_severity():
    assert report_text(hostile_report("x")).endswith("\n1 error.")
    assert report_text(Report(()).to_dict()) == "No problems found."
