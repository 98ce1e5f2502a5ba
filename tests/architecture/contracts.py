"""An import-linter contract of this project: a room is entered only through its doors."""

from __future__ import annotations

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """From another room only the modules named as doors may be imported.

    `doors` holds for every room; `own_doors` adds some to one room, as `room: module`.
    """

    wings = fields.SetField(subfield=fields.StringField())
    #: Wings that are one room themselves.
    single_rooms = fields.SetField(subfield=fields.StringField(), required=False, default=set())
    #: Modules outside the rooms that put the site together.
    composition_root = fields.SetField(subfield=fields.StringField(), required=False, default=set())
    doors = fields.SetField(subfield=fields.StringField())
    own_doors = fields.SetField(subfield=fields.StringField(), required=False, default=set())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Look at every import between two rooms."""
        offences = []
        for importer in sorted(graph.modules):
            if any(importer == root or importer.startswith(f"{root}.") for root in self.composition_root):
                continue
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                if not self._is_allowed(importer, imported):
                    details = graph.get_import_details(importer=importer, imported=imported)
                    offences.append((importer, imported, details[0]["line_number"] if details else 0))
        return ContractCheck(kept=not offences, metadata={"offences": offences})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each import that goes through no door."""
        for importer, imported, line in check.metadata["offences"]:
            output.print_error(f"{importer} imports {imported} (line {line}), which is no door of its room")
        output.new_line()

    def _is_allowed(self, importer: str, imported: str) -> bool:
        room = self._room(imported)
        if room is None or self._room(importer) == room or imported == room:
            return True
        module = imported.removeprefix(f"{room}.").split(".")[0]
        return module in self.doors or f"{room}: {module}" in self.own_doors

    def _room(self, module: str) -> str | None:
        """Return the room of a module, None for the wing itself and for foreign packages."""
        wing, *rest = module.split(".")
        if wing in self.single_rooms:
            return wing
        return f"{wing}.{rest[0]}" if wing in self.wings and rest else None
