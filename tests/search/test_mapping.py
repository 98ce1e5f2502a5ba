"""The mapping of the cluster's index is the one that is checked in, so that no change of it goes unseen."""

from __future__ import annotations

import json
from pathlib import Path

from search.engines.elasticsearch_mapping import index_body

TEMPLATE = Path("search/resources/elasticsearch/entries.json")


def test_template_is_checked_in() -> None:
    assert json.loads(TEMPLATE.read_text(encoding="utf-8")) == json.loads(json.dumps(index_body()))


def test_mapping_takes_no_field_that_it_does_not_know() -> None:
    assert index_body()["mappings"]["dynamic"] == "strict"
