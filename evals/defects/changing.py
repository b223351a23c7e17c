"""Change attributes of an object or a module, and put them back whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

_NONE = object()


@contextmanager
def changed(target: object, **values: object) -> Iterator[None]:
    """``target`` with ``values`` in the place of its own attributes.

    Of an instance an attribute that only its class has is taken off again. Raises AttributeError for
    a name that is not there: a defect that changes nothing would pass for one that is not noticed.
    """
    for name in values:
        getattr(target, name)
    before = {name: vars(target).get(name, _NONE) for name in values}
    try:
        for name, value in values.items():
            setattr(target, name, value)
        yield
    finally:
        for name, value in before.items():
            if value is _NONE:
                delattr(target, name)
            else:
                setattr(target, name, value)
