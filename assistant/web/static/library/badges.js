// The small labels of a text: region, year, kind, authority, how it stands among its versions.
import { h } from "./dom.js";
import { nameOf, t } from "./words.js";

const PAST = new Set(["superseded", "repealed"]);
const NOT_YET = new Set(["draft", "coming"]);

export function standingOf(source) {
  const { standing, status } = source;
  if (PAST.has(standing) || NOT_YET.has(standing)) return [nameOf("standing", standing), standing];
  if (standing === "current" && status === "unknown") return [nameOf("standing", "newest"), "current"];
  return [nameOf("status", status), status];
}

export function badges(source, { own = false } = {}) {
  const [words, state] = standingOf(source);
  return h("span", { class: "badges" },
    h("span", { class: "badge badge-region" }, source.region),
    h("span", { class: "badge" }, source.year || t("year_unknown")),
    h("span", { class: "badge" }, nameOf("kind", source.kind)),
    h("span", { class: `badge badge-${source.authority}` }, nameOf("authority", source.authority)),
    h("span", { class: `badge standing standing-${state}` }, words),
    own && h("span", { class: "badge badge-own" }, t("own_own")),
  );
}
