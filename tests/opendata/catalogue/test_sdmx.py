"""sdmx1 reads statistics unmodified; what cannot be answered is an error message of SDMX."""

from __future__ import annotations

import io

import pytest
import sdmx
from lxml import etree

from opendata.catalogue.sdmx_query import bounds
from tests.opendata.catalogue.conftest import CUBE
from tests.opendata.tables import add_table

FLOW = "/sdmx/data/SO_HO"


@pytest.mark.django_db
def test_sdmx1_reads_a_running_site(running):
    sdmx.add_source({"id": "CONGMO", "name": "Cổng", "url": f"{running}/sdmx"}, override=True)
    client = sdmx.Client("CONGMO")
    assert set(client.dataflow().dataflow) == {"SO_HO", "HAI_SO_LIEU"}
    message = client.dataflow("SO_HO")
    structure = message.structure["SO_HO"]
    assert [one.id for one in structure.dimensions.components] == ["TINH", "TIME_PERIOD"]
    assert {code.id: str(code.name) for code in message.codelist["CL_SO_HO_TINH"]} == {
        "DAK_LAK": "Đắk Lắk",
        "HUE": "Huế",
        "Vinh": "Vinh",
    }
    assert client.datastructure("SO_HO").structure["SO_HO"].attributes.components[0].id == "GHI_CHU"
    assert "CS_SO_HO" in client.conceptscheme("CS_SO_HO").concept_scheme
    everything = sdmx.to_pandas(client.data("SO_HO"))
    assert everything.to_dict() == {("2020", "HUE"): 5.0, ("2021", "HUE"): 6.0, ("2022", "DAK_LAK"): 7.5}
    chosen = client.data("SO_HO", key={"TINH": ["HUE", "DAK_LAK"]}, params={"startPeriod": "2021"})
    assert sorted(sdmx.to_pandas(chosen)) == [6.0, 7.5]
    specific = client.data("SO_HO", key="HUE", dsd=structure)
    assert sorted(sdmx.to_pandas(specific)) == [5.0, 6.0]
    measures = sdmx.to_pandas(client.data("HAI_SO_LIEU"))
    assert measures.to_dict()[("DAK_MIL", "y", "Nam")] == 6.0
    assert len(measures) == 5


@pytest.mark.django_db
def test_csv_by_its_type(client, datasets):
    response = client.get(FLOW, headers={"Accept": "application/vnd.sdmx.data+csv;version=1.0.0"})
    lines = response.content.decode().split("\r\n")
    assert lines[0] == "DATAFLOW,TINH,TIME_PERIOD,OBS_VALUE,GHI_CHU"
    assert lines[1] == "CONGMO:SO_HO(1.0),HUE,2020,5.0,"
    assert response["Content-Type"].startswith("application/vnd.sdmx.data+csv")
    # The page cache does not mistake one type for the other.
    assert b"GenericData" in client.get(FLOW).content
    assert b"StructureSpecificData" in client.get(f"{FLOW}?format=structurespecific").content
    assert client.get(FLOW, headers={"If-None-Match": client.get(FLOW)["ETag"]}).status_code == 304


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("/all", 3),
        ("/HUE", 2),
        ("/HUE+Vinh", 2),
        ("/HUE+KHONG", 2),
        ("/*", 3),
        ("?startPeriod=2021", 2),
        ("?endPeriod=2020-12-31", 1),
        ("?startPeriod=2021-01&endPeriod=2021-Q4", 1),
        ("?lastNObservations=1", 2),
        ("?firstNObservations=1&lastNObservations=1", 3),
        ("?detail=dataonly", 3),
        ("?dimensionAtObservation=AllDimensions", 3),
        ("?dimensionAtObservation=TINH", 3),
        ("?detail=serieskeysonly", 0),
    ],
)
def test_questions(client, datasets, question, count):
    for form in ("generic", "structurespecific"):
        joint = "&" if "?" in question else "?"
        response = client.get(f"{FLOW}{question}{joint}format={form}")
        assert response.status_code == 200, response.content
        assert len(etree.fromstring(response.content).findall(".//{*}Obs")) == count


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/sdmx/data/KHONG_CO", 404, 100),
        ("/sdmx/data/KHONG_PHAI_KHOI", 404, 100),
        (f"{FLOW}/KHONG", 404, 100),
        (f"{FLOW}/A.B.C", 400, 150),
        (f"{FLOW}/Hu%E1%BA%BF", 400, 140),
        (f"{FLOW}?startPeriod=x", 400, 150),
        (f"{FLOW}?la=1", 400, 140),
        (f"{FLOW}?detail=x", 400, 150),
        (f"{FLOW}?dimensionAtObservation=X", 400, 150),
        (f"{FLOW}?lastNObservations=-1", 400, 150),
        (f"{FLOW}?format=pdf", 400, 150),
        (f"{FLOW}?startPeriod=1999&endPeriod=1999", 404, 100),
        ("/sdmx/dataflow/all/all/9.9", 404, 100),
        ("/sdmx/dataflow/all/KHONG", 404, 100),
        ("/sdmx/dataflow/all/all/latest?references=x", 400, 150),
        ("/sdmx/categoryscheme", 501, 501),
        ("/sdmx/", 404, 100),
        (f"{FLOW}?updatedAfter=2999-01-01T00:00:00Z", 404, 100),
        ("/sdmx/codelist/all/CL_KHONG", 404, 100),
    ],
)
def test_errors_are_messages(client, datasets, address, status, code):
    response = client.get(address)
    assert response.status_code == status
    root = etree.fromstring(response.content)
    assert root.find("{*}ErrorMessage").get("code") == str(code)
    assert response["Content-Type"].startswith("application/vnd.sdmx.error+xml")


@pytest.mark.django_db
def test_a_type_that_is_not_there(client, datasets):
    assert client.get(FLOW, headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.django_db
@pytest.mark.parametrize(
    "references", ["none", "children", "descendants", "parents", "parentsandsiblings", "all", "codelist"]
)
def test_structures_come_with_what_they_refer_to(client, datasets, references):
    for kind in ("dataflow", "datastructure", "codelist", "conceptscheme"):
        response = client.get(f"/sdmx/{kind}/all/all/latest?references={references}")
        assert response.status_code == 200, response.content
        assert sdmx.read_sdmx(io.BytesIO(response.content)) is not None


@pytest.mark.django_db
def test_figures_of_a_report_are_a_cube(client, tmp_path):
    add_table(
        tmp_path,
        "dataset,indicator,unit,period,value,qualifier,source_quote\n"
        f"a,tin,tin,2021,1555,,“{'x' * 200}”\na,tăng,%,2021,3.2,trên,y\na,tăng,điểm %,2021,1,,z\n",
        slug="so-lieu",
    )
    response = client.get("/sdmx/data/SO_LIEU?format=csv")
    head = response.content.decode().split("\r\n")[0]
    assert head == "DATAFLOW,DATASET_2,INDICATOR,UNIT,TIME_PERIOD,OBS_VALUE,QUALIFIER,SOURCE_QUOTE"


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow(client, datasets, tmp_path, django_assert_max_num_queries):
    for number in range(6):
        add_table(tmp_path, CUBE, slug=f"them-{number}")
    with django_assert_max_num_queries(8):
        assert client.get("/sdmx/dataflow").content.count(b"<str:Dataflow ") == 8


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2021-02", "2021-02-01", "2021-02-28"),
        ("2021-Q2", "2021-04-01", "2021-06-30"),
        ("2021-S2", "2021-07-01", "2021-12-31"),
        ("2021-W01", "2021-01-04", "2021-01-10"),
        ("2021-03-04", "2021-03-04", "2021-03-04"),
    ],
)
def test_periods_have_bounds(text, first, last):
    assert tuple(day.isoformat() for day in bounds(text)) == (first, last)


@pytest.mark.parametrize("text", ["", "2021-13", "2021-Q5", "2021-W60", "x", "2021-02-30"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        bounds(text)
