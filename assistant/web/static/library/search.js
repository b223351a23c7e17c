// Search in the clauses: what is found, its rank, and the rank that each leg of the search gave it.
import { badges } from "./badges.js";
import { announce, fill, h, problem } from "./dom.js";
import { listPlace, sourcePlace, splitId } from "./places.js";
import { get } from "./server.js";
import { slicer } from "./slices.js";
import { nameOf, t, valuesOf } from "./words.js";

const LEGS = ["lexical", "dense", "exact"];

export async function showSearch(main, url, go) {
  const given = (name) => url.searchParams.get(name) || "";
  const input = h("input", { id: "search-words", type: "search", value: given("q"), placeholder: t("search_hint"), "aria-label": t("search_label"), autocomplete: "off" });
  const here = await get("facets");
  const region = choice("search-region", t("any_region"), Object.keys(here.region).map((name) => [name, name]), given("region"));
  const kind = choice("search-kind", t("any_kind"), valuesOf("kind").filter((name) => here.kind[name]).map((name) => [name, nameOf("kind", name)]), given("kind"));
  const results = h("div", { class: "results" });
  const form = h("form", { class: "search-form wide", role: "search", onsubmit: (event) => { event.preventDefault(); run(); } },
    input, h("button", { class: "button primary" }, t("search")),
    h("div", { class: "search-filters" },
      h("label", { class: "field-inline" }, h("span", {}, t("facet_region")), region),
      h("label", { class: "field-inline" }, h("span", {}, t("facet_kind")), kind)));
  region.addEventListener("change", run);
  kind.addEventListener("change", run);
  fill(main, h("div", { class: "page search-page" },
    h("header", { class: "page-head" }, h("div", {}, h("h1", {}, t("search_title")), h("p", { class: "lead" }, t("search_lead")))),
    form, results));
  let asked = null;

  async function run() {
    const q = input.value.trim();
    asked?.abort();
    asked = new AbortController();
    const query = { q, region: region.value, kind: kind.value };
    const place = listPlace("?view=search");
    for (const [name, value] of Object.entries(query)) if (value) place.searchParams.set(name, value);
    go(place, { replace: true });
    if (!q) { fill(results, h("p", { class: "empty-line" }, t("search_examples"))); return; }
    results.setAttribute("aria-busy", "true");
    try {
      const answer = await get("search", query, asked.signal);
      fill(results, named(answer), found(answer));
      announce(t("results", { n: answer.items.length }));
    } catch (error) {
      if (error.name === "AbortError") return;
      fill(results, problem(error.message));
    }
    results.removeAttribute("aria-busy");
  }

  await run();
  if (!input.value) input.focus();
  return { close: () => asked?.abort(), moved: () => false };
}

function choice(id, any, options, chosen) {
  return h("select", { id }, h("option", { value: "" }, any),
    options.map(([value, words]) => h("option", { value, selected: value === chosen }, words)));
}

/** Texts that the words name outright. */
function named({ named: matches }) {
  const texts = matches.filter((match) => match.sources.length);
  const missing = matches.filter((match) => !match.sources.length && !match.clauses);
  return [
    texts.length > 0 && h("section", { class: "named" }, h("h2", {}, t("named_texts")),
      h("ul", {}, texts.flatMap((match) => match.sources).map((one) => h("li", {}, h("a", { href: sourcePlace(one.id).href }, one.title))))),
    missing.length > 0 && h("p", { class: "caution" }, t("named_missing", { words: missing.map((match) => match.words).join("、") })),
  ];
}

function found(answer) {
  if (!answer.items.length) return h("div", { class: "empty" }, h("h2", {}, t("no_results")), h("p", {}, t("no_results_help")));
  return [
    h("p", { class: "results-summary" }, t("results", { n: answer.items.length }), h("span", { class: "legs-help" }, t("legs_help"))),
    h("ol", { class: "hits" }, answer.items.map((item, at) => hit(item, at + 1, answer.legs))),
  ];
}

function hit(item, place, legs) {
  const { source } = item;
  const label = item.title && !item.label.endsWith(item.title) ? `${item.label} ${item.title}` : item.label;
  return h("li", { class: "hit", data: { clause: item.clause_id } },
    h("div", { class: "hit-rank" }, h("span", { class: "sr-only" }, t("rank_fused")), place),
    h("div", { class: "hit-words" },
      h("h3", {}, h("a", { href: sourcePlace(item.clause_id).href }, label)),
      h("p", { class: "hit-source" }, h("a", { href: sourcePlace(splitId(item.clause_id)[0]).href }, source.title),
        item.parents.length > 0 && h("span", {}, ` › ${item.parents.join(" › ")}`)),
      h("p", { class: "snippet" }, marked(item.snippet, item.marks)),
      h("div", { class: "hit-foot" }, badges(source, { own: source.own }), ranks(item, legs))));
}

function ranks(item, legs) {
  const score = { lexical: item.bm25, dense: item.cosine };
  return h("dl", { class: "ranks" }, ["fused", ...LEGS].filter((leg) => leg === "fused" || legs.includes(leg)).map((leg) => {
    const rank = item.ranks[leg];
    const told = score[leg] == null ? "" : t(`score_${leg}`, { n: score[leg] });
    return h("div", { class: rank ? "rank" : "rank rank-none", title: told, data: { leg } },
      h("dt", {}, t(`leg_${leg}`)), h("dd", {}, rank ? t("rank", { n: rank }) : "—"));
  }));
}

function marked(text, marks) {
  const part = slicer(text);
  const pieces = [];
  let here = 0;
  for (const [start, end] of marks) {
    if (start < here) continue;
    pieces.push(part(here, start), h("mark", {}, part(start, end)));
    here = end;
  }
  pieces.push(part(here));
  return pieces;
}
