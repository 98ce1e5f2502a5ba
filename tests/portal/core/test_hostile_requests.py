"""Whatever stands in an address, the answer is a page, a refusal with a sentence or a redirect within the site."""

from __future__ import annotations

from urllib.parse import quote, unquote_to_bytes

import pytest

from search import outbox
from tests.factories.agencies import AgencyFactory
from tests.factories.documents import LegalDocumentFactory
from tests.factories.issues import GazetteIssueFactory
from tests.factories.news import NewsPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]

#: Every list with the parameters that it reads.
LISTS = {
    "/tin-tuc/": "q category agency published_from published_to tag page",
    "/van-ban/": "q type agency field collection status year number issued_from issued_to sort page as_of",
    "/cong-bao/": "q year number document province published_from published_to sort page",
    "/cong-bao/2026/": "page",
    "/co-quan/": "q as_of page",
    "/tim-kiem/": "q kind type agency field status year from to as_of sort page page_size",
    "/tin-tuc/feed.json": "q category agency tag published_from published_to",
    "/van-ban/rss.xml": "q number type agency field collection status year issued_from issued_to as_of",
    "/cong-bao/atom.xml": "q year number document province published_from published_to",
    "/api/v1/news": "q category agency tag published_from published_to page page_size lang",
    "/api/v1/documents": "q number type agency field status collection issued_from issued_to as_of sort page page_size",
    "/api/v1/gazette/issues": "q year number document province published_from published_to page page_size",
    "/api/v1/agencies": "q as_of page page_size",
    "/": "page",
    "/lien-he/": "page",
    "/sitemap.xml": "p",
}
#: What trips the reading of numbers, days and texts, asked of every parameter.
VALUES = ["-1", "9" * 20, "0001-01-01", "9999-12-31", "a%00b", "%FF%FE", "%D9%A3"]
#: Asked of the first parameter of each list.
MORE_VALUES = [
    "",
    "0",
    "9" * 400,
    "1e9",
    "2021-13-45",
    "%ED%A0%80",
    "%0D%0AX-Injected:%201",
    "%F0%9F%98%80",
    "' OR 1=1 --",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "..%2F..%2Fetc%2Fpasswd",
    "a" * 10_000,
]
PATHS = [
    "/%00",
    "/%FF%FE/",
    "/en/%00/",
    "/en/%FF/",
    "/" + "a/" * 2_000,
    "/" + "a" * 20_000,
    "//evil.example/",
    "//evil.example",
    "/en//evil.example/",
    "/\\evil.example/",
    "/%5Cevil.example",
    "/lien-he/%0D%0AX-Injected:1/",
    "/lien-he%0D%0AX-Injected:1",
    "/tin-tuc/%00/",
    "/tin-tuc/%FF/",
    "/tin-tuc/0000/00/x/",
    "/tin-tuc/9999/99/x/",
    "/tin-tuc/2024/02/%00/",
    "/tin-tuc/%00/rss.xml",
    "/van-ban/so/%00",
    "/van-ban/so/%FF",
    "/van-ban/so/..%2F..%2F",
    "/van-ban/so/" + "a" * 5_000,
    "/van-ban/so/" + "1/" * 2_000,
    "/van-ban/" + "9" * 25 + "/",
    "/van-ban/" + "9" * 25 + "/x/",
    "/cong-bao/0000/",
    "/cong-bao/9999/",
    "/cong-bao/2026/%00/",
    "/cong-bao/2026/" + "9" * 110 + "/",
    "/cong-bao/2026/" + "9" * 110 + ".pdf",
    "/cong-bao/2026/%FF.pdf",
    "/cong-bao/" + "9" * 20 + "/rss.xml",
    "/co-quan/%00/",
    "/co-quan/" + "A" * 3_000 + "/",
    "/media/%00",
    "/media/images/%00",
    "/media/images/%FF",
    "/media/images/" + "a" * 5_000,
    "/media/images/..%2F..%2Fsecret_key",
    "/tep/" + "9" * 20 + "/x.pdf",
    "/tep/1/%00",
    "/sitemap-news-0.xml",
    "/sitemap-news-" + "9" * 20 + ".xml",
    "/sitemap-x-1.xml",
    "/quan-tri/%00",
    "/quan-tri/login/?next=%00",
    "/api/v1/%00",
    "/api/v1/documents/%00",
    "/api/v1/documents/" + "9" * 20,
    "/api/v1/news/" + "9" * 20,
    "/api/v1/gazette/issues/" + "9" * 12 + "/1",
    "/api/v1/gazette/issues/2026/%00",
    "/api/v1/agencies/%00",
    "/api/v1/agencies/%FF",
    "/api/v1/reference/%00",
    "/api/v1/news/1%00",
    "/api/v1/x%00y/z",
    "/quan-tri/documents/%00/",
    "/tep/1/a%00.pdf",
    "/en/co-quan/%00/",
    "/en/van-ban/1/%00/",
]
POLLUTED = [
    "page=1&page=2",
    "page=2&page=1&page=",
    "%00=1",
    "%FF=1&=&&&;",
    "q=" + quote("giá đất " * 4_000),
    "&".join(f"a{number}={number}" for number in range(2_000)),
]


@pytest.fixture(autouse=True)
def _content(site, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    NewsPageFactory()
    LegalDocumentFactory()
    GazetteIssueFactory()
    AgencyFactory()
    outbox.drain(10_000)


@pytest.fixture
def ask(client):
    """Ask as a raw connection would: nothing of the address is tidied up on the way."""
    client.raise_request_exception = False

    def ask(address, **headers):
        path, _mark, query = address.partition("?")
        raw = unquote_to_bytes(path).decode("latin-1")
        return client.generic("GET", "/", PATH_INFO=raw, QUERY_STRING=query, **headers)

    return ask


def problems(ask, addresses):
    found = []
    for address in addresses:
        response = ask(address)
        words = response.content.decode() if not response.streaming else "file"
        location = response.get("Location", "")
        if response.status_code not in {200, 301, 302, 400, 404}:
            found.append((address[:120], response.status_code, str(getattr(response, "exc_info", ""))[:300]))
        elif response.status_code >= 400 and len(words) < 20:
            found.append((address[:120], response.status_code, "without a sentence"))
        elif response.has_header("X-Injected"):
            found.append((address[:120], "header injected"))
        elif "<script>alert(1)" in words and response["Content-Type"].startswith("text/html"):
            found.append((address[:120], "script reflected"))
        elif location.startswith(("//", "/\\", "http")) and not location.startswith("http://testserver/"):
            found.append((address[:120], "leads away", location[:100]))
    return found


@pytest.mark.parametrize("path", LISTS)
def test_no_parameter_breaks_a_list(ask, path):
    names = LISTS[path].split()
    addresses = [f"{path}?{name}={value}" for name in names for value in VALUES]
    assert problems(ask, addresses + [f"{path}?{names[0]}={value}" for value in MORE_VALUES]) == []


def test_no_parameter_breaks_an_english_list(ask):
    pages = [path for path in LISTS if path.endswith("/")]
    addresses = [
        f"/en{path}?{LISTS[path].split()[0]}={value}" for path in pages for value in VALUES + MORE_VALUES
    ]
    assert problems(ask, addresses) == []


def test_no_path_breaks_the_site(ask):
    assert problems(ask, PATHS) == []


def test_polluted_query_strings_are_answered(ask):
    assert problems(ask, [f"{path}?{query}" for path in LISTS for query in POLLUTED]) == []


@pytest.mark.parametrize("page", ["-1", "0", "x", "2", "9" * 30])
@pytest.mark.parametrize("path", ["/tin-tuc/", "/van-ban/", "/cong-bao/"])
def test_a_page_that_a_list_does_not_have_is_not_found(ask, path, page):
    assert ask(f"{path}?page={page}").status_code == 404
