"""The catalogue in DCAT-AP: valid, the same in every syntax, page by page."""

from __future__ import annotations

import hashlib

import pyshacl
import pytest
from rdflib import DCTERMS, RDF, SH, Graph, Namespace, URIRef
from rdflib.compare import isomorphic

from opendata.catalogue.graphs import period_literal
from opendata.datasets.models import Dataset
from tests.opendata.catalogue.conftest import CUBE
from tests.opendata.tables import add_table

pytestmark = pytest.mark.django_db
DCAT = Namespace("http://www.w3.org/ns/dcat#")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
SHAPES = "tests/opendata/catalogue/shapes"
FORMATS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}


def graph_of(response, ending: str = "ttl") -> Graph:
    assert response.status_code == 200, response.content
    return Graph().parse(data=response.content, format=FORMATS[ending])


def shapes(*names: str) -> Graph:
    graph = Graph()
    for name in names:
        graph.parse(f"{SHAPES}/{name}.ttl")
    for shape in set(graph.objects(None, SH.property)):
        if graph.value(shape, SH.path) is None:
            graph.remove((None, SH.property, shape))
    return graph


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_three_syntaxes_hold_one_graph(client, datasets):
    graphs = [graph_of(client.get(f"/catalog.{ending}"), ending) for ending in FORMATS]
    assert len(graphs[0]) > 300
    assert isomorphic(graphs[0], graphs[1])
    assert isomorphic(graphs[0], graphs[2])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_no_shape_of_dcat_ap_is_violated(client, site, datasets):
    graph = graph_of(client.get("/catalog.ttl"))
    for names in (("dcat-ap-SHACL", "ranges"), ("shapes",), ("range",)):
        conforms, _report, text = pyshacl.validate(graph, shacl_graph=shapes(*names), do_owl_imports=False)
        assert conforms, text


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_shapes_as_they_are_published_can_be_applied(client, site, datasets):
    graph = graph_of(client.get("/catalog.ttl"))
    conforms, _report, text = pyshacl.validate(graph, shacl_graph=f"{SHAPES}/dcat-ap-SHACL.ttl")
    assert conforms, text


def test_the_services_are_told_apart_from_the_datasets(client, site):
    graph = graph_of(client.get("/catalog-services.ttl"))
    services = list(graph.subjects(RDF.type, DCAT.DataService))
    assert len(services) == 3
    assert all(graph.value(service, DCAT.endpointURL) for service in services)


def test_a_download_is_told_with_its_size_and_checksum(client, datasets):
    graph = graph_of(client.get("/catalog.ttl"))
    found = [node for node in graph.subjects(RDF.type, DCAT.Distribution) if str(node).endswith("so-ho/#csv")]
    (node,) = found
    body = client.get("/api/v1/datasets/so-ho/data.csv")
    content = b"".join(body.streaming_content)
    assert int(graph.value(node, DCAT.byteSize)) == len(content)
    checksum = graph.value(graph.value(node, SPDX.checksum), SPDX.checksumValue)
    assert str(checksum) == hashlib.sha256(content).hexdigest()
    dataset = next(graph.subjects(DCAT.distribution, node))
    assert len(list(graph.objects(dataset, DCAT.distribution))) == 5
    # 2022-13 is no month: the end of the period is left out, its beginning stays.
    period = graph.value(dataset, DCTERMS.temporal)
    assert (str(graph.value(period, DCAT.startDate)), graph.value(period, DCAT.endDate)) == ("2020", None)


def test_pages_follow_each_other_in_the_same_syntax(client, datasets):
    address, seen = "/catalog.rdf?page_size=1", []
    while address:
        graph = graph_of(client.get(address), "rdf")
        seen += list(graph.subjects(RDF.type, DCAT.Dataset))
        (view,) = graph.subjects(RDF.type, HYDRA.PartialCollectionView)
        following = graph.value(view, HYDRA.next)
        address = str(following).partition("8000")[2] if following else ""
        assert not following or "/catalog.rdf?" in str(following)
    assert len(seen) == len(set(seen)) == 3


def test_only_what_is_published_is_told(client, datasets):
    Dataset.objects.filter(slug="so-ho").update(live=False)
    assert b"so-ho" not in client.get("/catalog.ttl").content


def test_an_older_version_is_told(client, tmp_path, datasets):
    add_table(tmp_path, CUBE.replace("7.5", "8"), slug="so-ho", title="Số hộ")
    graph = graph_of(client.get("/catalog.ttl"))
    assert any(str(old).endswith("so-ho/?version=1") for old in graph.objects(None, DCAT.previousVersion))


@pytest.mark.parametrize("query", ["page=0", "page=x", "page_size=101", "trang=1", "page=-1"])
def test_what_cannot_be_a_page_is_refused(client, db, query):
    assert client.get(f"/catalog.ttl?{query}").status_code == 400


def test_a_page_that_is_not_there(client, db):
    assert client.get("/catalog.ttl?page=2").status_code == 404


def test_what_did_not_change_is_not_sent_again(client, datasets):
    first = client.get("/catalog.ttl")
    assert first["Access-Control-Allow-Origin"] == "*"
    assert client.get("/catalog.ttl", headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        ("text/turtle", "/catalog.ttl"), ("application/ld+json", "/catalog.jsonld"),
        ("application/rdf+xml", "/catalog.rdf"), ("*/*", "/catalog.ttl"), ("text/html,*/*", "/du-lieu/"),
    ],
)  # fmt: skip
def test_the_syntax_that_a_client_takes(client, db, accept, target):
    assert client.get("/catalog", headers={"Accept": accept})["Location"] == target


def test_the_number_of_queries_does_not_grow(client, datasets, tmp_path, django_assert_max_num_queries):
    for number in range(6):
        add_table(tmp_path, CUBE, slug=f"them-{number}", keywords="a")
    with django_assert_max_num_queries(9):
        client.get("/catalog.ttl")


@pytest.mark.parametrize(
    ("text", "datatype"), [("2011", "gYear"), ("2011-03", "gYearMonth"), ("2011-03-31", "date")]
)
def test_periods_have_their_types(text, datatype):
    literal = period_literal(text)
    assert literal is not None
    assert literal.datatype == URIRef(f"http://www.w3.org/2001/XMLSchema#{datatype}")


@pytest.mark.parametrize("text", ["", "2011-13", "2011-02-30", "năm 2011", "20111"])
def test_what_is_no_period_is_left_out(text):
    assert period_literal(text) is None
