"""Organisations by name and by key, and those whose name only its owner makes theirs.

Some sixty countries have a Labour Party. The files write such a name with its country behind, "Labour Party (Norway)":
the bare name is nobody's, and "the Norwegian Labour Party" is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.authority.index import Index

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.authority.model import Country, Organization


class Bodies:
    """Organisations with indexes of their names.

    Args:
        organizations: in the order in which they win a name that several have.
        countries: by ISO code.
    """

    def __init__(self, organizations: Iterable[Organization], countries: Mapping[str, Country]) -> None:
        self.by_key = {organization.key: organization for organization in organizations}
        self._names: Index[Organization] = Index()
        self._bare: Index[Organization] = Index()
        for organization in self.by_key.values():
            state = countries.get(organization.country or "")
            owner = f" ({state.name})" if state else ""
            for name in (organization.name, *organization.aliases):
                self._names.add(name, organization)
                if owner and name.endswith(owner):
                    self._bare.add(name.removesuffix(owner), organization)

    def first(self, name: str) -> Organization | None:
        """The organisation so named, by its whole name, an alias or its acronym."""
        return self._names.first(name)

    def owned(self, name: str) -> tuple[Organization, ...]:
        """Those that a name may mean which has its owner before it, the likeliest first."""
        return (*self._names.find(name)[:1], *self._bare.find(name))
