"""Reads facts (being built)."""
from __future__ import annotations
from collections.abc import Mapping, Sequence
from typing import Any
from assistant.drafting.blueprint import FactSpec, FactType, Rule
from assistant.drafting.facts.values import Facts, Value
def read_facts(specs: Sequence[FactSpec], rules: Sequence[Rule], raw: Mapping[str, Any], gazetteer: object) -> Facts:
    values = {}
    for s in specs:
        v = raw.get(s.name)
        if v in (None, "", []): continue
        labels = {o.value: o.label for o in s.options}
        if s.type is FactType.DATE:
            y,m,d = str(v).split("-"); values[s.name]=Value(v, f"{int(y)}年{int(m)}月{int(d)}日")
        elif s.type is FactType.CHOICE: values[s.name]=Value(v, labels[v])
        elif s.type is FactType.CHOICES: values[s.name]=Value(v, "、".join(labels[x] for x in v), tuple(labels[x] for x in v))
        elif s.type is FactType.LINES: values[s.name]=Value(v, "、".join(v), tuple(v))
        elif s.type is FactType.TABLE: values[s.name]=Value(v, "", rows=tuple({k:str(x) for k,x in r.items()} for r in v))
        elif s.type is FactType.YES_NO: values[s.name]=Value(v, "是" if v else "否")
        else: values[s.name]=Value(v, str(v)+s.unit)
    return Facts(tuple(specs), values)
