"""The indices of a site on a cluster: their names, the alias of the live one, and the swap."""

from __future__ import annotations

import time
from typing import Final

from elasticsearch import Elasticsearch

from search.engines.elasticsearch_mapping import index_body
from search.engines.rows import VERSION

_TEMPLATE_PRIORITY: Final = 200


class Indices:
    """Indices are named after the site, the version of their fields, and when they were made."""

    def __init__(self, client: Elasticsearch, prefix: str) -> None:
        self._client = client
        self._family = f"{prefix}-entries"
        #: Code of another version reads and writes another alias: both may run side by side while the site is updated.
        self.alias = f"{self._family}-{VERSION}"
        self.lease_name = f"{prefix}-lease"

    def live_name(self) -> str:
        """Return the name of the live index, empty when there is none of this version."""
        found = self._client.options(ignore_status=404).indices.get_alias(name=self.alias)
        return next(iter(found.body), "") if found.meta.status == 200 else ""

    def new(self) -> str:
        """Make an empty index beside the live one."""
        self._client.indices.put_index_template(
            name=self._family,
            index_patterns=[f"{self._family}-*"],
            priority=_TEMPLATE_PRIORITY,
            template=index_body(),
        )
        name = f"{self.alias}-{time.time_ns()}"
        self._client.indices.create(index=name, settings={"refresh_interval": "-1"})
        return name

    def swap(self, name: str) -> None:
        """Make an index the live one, in one step for every reader."""
        self._client.indices.put_settings(index=name, settings={"refresh_interval": None})
        self._client.indices.refresh(index=name)
        actions: list[dict[str, dict[str, str]]] = [{"add": {"index": name, "alias": self.alias}}]
        if live := self.live_name():
            actions.append({"remove": {"index": live, "alias": self.alias}})
        self._client.indices.update_aliases(actions=actions)

    def remove_others(self, kept: str) -> None:
        """Delete replaced and interrupted indices; the newest of another version may still be read, and stays."""
        names = set(self._client.indices.get(index=f"{self._family}-*", features="aliases"))
        own = {name for name in names if name.startswith(f"{self.alias}-")}
        others = sorted(names - own, key=lambda name: name.rpartition("-")[2])
        for name in [*(own - {kept}), *others[:-1]]:
            self._client.options(ignore_status=404).indices.delete(index=name)

    def discard(self, name: str) -> None:
        """Delete an index that was not finished."""
        self._client.options(ignore_status=404).indices.delete(index=name)
