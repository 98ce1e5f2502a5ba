"""Datasets of every kind, as an office would publish them, on a running site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test.testcases import LiveServerThread

from tests.opendata.tables import add_table

CUBE = "Tỉnh,Năm,Số hộ,Ghi chú\nHuế,2020,5,\nHuế,2021,6,ước tính\nVinh,2020,,\nĐắk Lắk,2022,7.5,\n"
TWO_MEASURES = "Huyện,Loại,Nam,Nữ\nĐắk Mil,x,5,1\nĐắk Mil,y,6,2\nKrông Nô,x,,3\n"
NO_CUBE = 'Mã,"Tên ""lạ"", cột;1",_limit,Khác\nA,b,=1+1,\nA,b,=1+1,x\n'


@pytest.fixture
def datasets(tmp_path):
    add_table(
        tmp_path, CUBE, slug="so-ho", title="Số hộ", title_en="Households", description="Mô tả \x01 <b>&",
        spatial="Tỉnh Đắk Nông", temporal_from="2020", temporal_to="2022-13", publisher_name="Cục Thống kê",
        keywords="hộ, dân số", contact_email="so-lieu@example.vn", contact_phone="(0261) 3-555",
        source_name="Niên giám", source_url="https://example.vn/nien-giam?x={1}", dictionary={"Số hộ": {"unit": "hộ"}},
    )  # fmt: skip
    add_table(tmp_path, TWO_MEASURES, slug="hai-so-lieu", title="Hai số liệu", licence="official")
    add_table(tmp_path, NO_CUBE, slug="khong-phai-khoi", title="Không phải khối")


@pytest.fixture
def running(db, datasets, settings) -> Iterator[str]:
    """The address of a running site with these datasets, which shares the test's own transaction.

    A database that is emptied after each test, as `live_server` would have it, loses the first pages of the site.
    """
    connection = connections["default"]
    connection.inc_thread_sharing()
    server = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={"default": connection})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None, server.error
    settings.SITE_URL = f"http://127.0.0.1:{server.port}"
    yield settings.SITE_URL
    server.terminate()
    connection.dec_thread_sharing()
