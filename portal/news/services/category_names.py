"""Which of our categories a publisher's category is."""

from __future__ import annotations

import csv
from pathlib import Path

from portal.news.models import NewsCategory
from search import vietnamese

_FILE = Path(__file__).parents[1] / "resources" / "category_names.csv"


def categories_by_name() -> dict[str, int]:
    """Return the keys of our categories by code, own name and the names that publishers use, in canonical form."""
    keys = dict(NewsCategory.objects.values_list("code", "pk"))
    found = {vietnamese.canonical(code): pk for code, pk in keys.items()}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["code"] in keys:
                found[vietnamese.canonical(row["name"])] = keys[row["code"]]
    # An own name always means the own category.
    for name, pk in NewsCategory.objects.values_list("name_vi", "pk"):
        found[vietnamese.canonical(name)] = pk
    return found
