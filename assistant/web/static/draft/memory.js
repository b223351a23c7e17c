// What was typed into the form of a blueprint, in this browser until a draft is made of it.

const key = (blueprint) => `cqo-draft-form:${blueprint}`;

export function remembered(blueprint) {
  try {
    const stored = JSON.parse(localStorage.getItem(key(blueprint)));
    if (stored && typeof stored.facts === "object") return { facts: stored.facts || {}, chosen: stored.chosen || {} };
  } catch { /* nothing that can be read */ }
  return { facts: {}, chosen: {} };
}

/** Whether it could be kept: a browser may have storage off or full. */
export function remember(blueprint, state) {
  try {
    const empty = !Object.keys(state.facts).length && !Object.keys(state.chosen).length;
    if (empty) localStorage.removeItem(key(blueprint));
    else localStorage.setItem(key(blueprint), JSON.stringify(state));
    return true;
  } catch {
    return false;
  }
}

export function forget(blueprint) {
  try { localStorage.removeItem(key(blueprint)); } catch { /* it was never kept */ }
}

/** The lines of a checklist that a person ticked, by draft. */
export const ticked = (draft) => {
  try { return new Set(JSON.parse(localStorage.getItem(`cqo-draft-ticked:${draft}`)) || []); } catch { return new Set(); }
};
export const tick = (draft, lines) => {
  try { localStorage.setItem(`cqo-draft-ticked:${draft}`, JSON.stringify([...lines])); } catch { /* for this page only */ }
};
