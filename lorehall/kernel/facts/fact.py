"""The shape of a fact."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

Value = int | str | bool | float | None


@dataclass(frozen=True, slots=True)
class Fact:
    """Base of every fact: a frozen, slotted dataclass of plain values with a `name` and a `subject`.

    `name` is `capability.what_happened`; `subject` is the thing it happened to, such as `item:12`: reactions hear
    the facts of one subject in their order.
    """

    name: ClassVar[str] = ""

    @property
    def subject(self) -> str:
        """The thing that it happened to, such as `item:12`."""
        raise NotImplementedError

    def values(self) -> dict[str, Value]:
        """The fields, ready for JSON. Raises TypeError when one of them is not a plain value."""
        found: dict[str, Value] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value is not None and not isinstance(value, (int, str, bool, float)):
                raise TypeError(f"{self.name}: {field.name} is a {type(value).__name__}; facts hold plain values")
            found[field.name] = value
        return found

    @classmethod
    def of(cls, data: dict[str, Any]) -> Self:
        """The fact again from its row. Fields that a later release dropped are passed over."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in data.items() if name in known})
