// The list of texts: filters with their counts, search by title, versions of one text together.
import { badges, standingOf } from "./badges.js";
import { announce, fill, h, problem } from "./dom.js";
import { facets, readFilters } from "./filters.js";
import { listPlace, searchPlace, sourcePlace, uploadsPlace } from "./places.js";
import { get } from "./server.js";
import { count, day, t } from "./words.js";

const PAGE = 30;

export async function showList(main, url, go) {
  const state = { ...readFilters(url), offset: Number(url.searchParams.get("offset")) || 0 };
  const filters = h("aside", { class: "filters", "aria-label": t("filters") });
  const summary = h("p", { class: "list-summary", "aria-live": "polite" });
  const items = h("ol", { class: "works" });
  const pager = h("nav", { class: "pager", "aria-label": t("pages") });
  const sort = h("select", { id: "list-sort", onchange: () => change({ sort: sort.value }) },
    ["region", "date", "title"].map((name) => h("option", { value: name, selected: name === state.sort }, t(`sort_${name}`))));
  const title = h("input", {
    id: "list-title", type: "search", value: state.title, placeholder: t("title_filter_hint"), autocomplete: "off", spellcheck: "false",
    oninput: () => { clearTimeout(typing); typing = setTimeout(() => change({ title: title.value }), 200); },
  });
  let typing = 0;
  let asked = null;
  const add = h("a", { class: "button primary", href: uploadsPlace().href, id: "add-files" }, t("add_files"));
  const question = h("input", {
    id: "list-search", type: "search", placeholder: t("search_hint"), "aria-label": t("search_label"), autocomplete: "off",
  });
  fill(main, h("div", { class: "page list-page" },
    h("header", { class: "page-head" },
      h("div", {}, h("h1", {}, t("library")), h("p", { class: "lead" }, t("library_lead"))), add),
    h("form", { class: "search-form", role: "search", onsubmit: (event) => { event.preventDefault(); if (question.value.trim()) go(searchPlace(question.value.trim())); } },
      question, h("button", { class: "button" }, t("search"))),
    h("div", { class: "list-frame" },
      filters,
      h("section", { class: "list-main", "aria-label": t("list") },
        h("div", { class: "list-tools" },
          h("label", { class: "field-inline grow" }, h("span", {}, t("title_filter")), title),
          h("label", { class: "field-inline" }, h("span", {}, t("sort")), sort)),
        summary, items, pager))));

  function change(changes) {
    Object.assign(state, { offset: 0 }, changes);
    go(address(state), { replace: true });
    return load();
  }

  async function load() {
    asked?.abort();
    asked = new AbortController();
    let answer;
    try {
      answer = await get("sources", { ...state, limit: PAGE }, asked.signal);
    } catch (error) {
      if (error.name !== "AbortError") fill(items, h("li", {}, problem(error.message)));
      return;
    }
    add.hidden = !answer.writable;
    facets(filters, answer.facets, state, change);
    const words = summaryOf(answer, state);
    if (summary.textContent !== words) summary.textContent = words;
    fill(items, answer.items.map(work));
    if (!answer.items.length) fill(items, h("li", { class: "empty" }, empty(answer, change)));
    paging(pager, answer, (offset) => { change({ offset }); window.scrollTo(0, 0); });
  }

  await load();
  return {
    close: () => { asked?.abort(); clearTimeout(typing); },
    moved: () => false,
  };
}

function address(state) {
  const url = listPlace();
  for (const [name, value] of Object.entries(state)) {
    if (name === "sort" && value === "region") continue;
    for (const one of [value].flat()) if (one) url.searchParams.append(name, one);
  }
  return url;
}

function summaryOf(answer, state) {
  const narrowed = answer.total !== answer.all || state.title;
  return narrowed ? t("found_of", { n: answer.total, all: answer.all }) : t("all_texts", { n: answer.all });
}

function empty(answer, change) {
  if (!answer.all) return [h("h2", {}, t("empty_library")), h("p", {}, t("empty_library_help"))];
  const clear = { region: [], kind: [], status: [], authority: [], own: [], title: "" };
  return [
    h("h2", {}, t("nothing_found")), h("p", {}, t("nothing_found_help")),
    h("button", { type: "button", class: "button", onclick: () => { document.getElementById("list-title").value = ""; change(clear); } }, t("clear_filters")),
  ];
}

function work({ versions: [first, ...others] }) {
  return h("li", { class: "work", data: { source: first.id } },
    h("h2", {}, h("a", { href: sourcePlace(first.id).href }, first.title)),
    badges(first, { own: first.own }),
    h("p", { class: "work-facts" }, facts(first)),
    others.length > 0 && h("div", { class: "versions" },
      h("h3", {}, t("other_versions", { n: others.length })),
      h("ul", {}, others.map(version))));
}

function version(source) {
  const [words, state] = standingOf(source);
  return h("li", { data: { source: source.id } },
    h("span", { class: `badge standing standing-${state}` }, words),
    h("a", { href: sourcePlace(source.id).href }, source.title),
    h("span", { class: "version-facts" }, [source.number, source.year || t("year_unknown"), source.own && t("own_own")].filter(Boolean).join(" · ")));
}

function facts(source) {
  const parts = [source.number, source.issuer, t("clauses", { n: count(source.clauses) })];
  if (source.effective) parts.push(t("effective_on", { date: source.effective }));
  if (source.imported) parts.push(t("imported_on", { date: day(source.imported) }));
  return parts.filter(Boolean).map((part, at) => [at > 0 && h("span", { class: "dot", "aria-hidden": "true" }, " · "), part]);
}

function paging(pager, answer, turnTo) {
  const pages = Math.ceil(answer.groups / PAGE);
  const current = Math.floor(answer.offset / PAGE);
  fill(pager);
  pager.hidden = pages < 2;
  if (pages < 2) return;
  const button = (words, page) => h("button", { type: "button", class: "button", disabled: page < 0 || page >= pages, onclick: () => { turnTo(page * PAGE); announce(t("page_of", { n: page + 1, all: pages })); } }, words);
  fill(pager, button(t("previous_page"), current - 1), h("span", {}, t("page_of", { n: current + 1, all: pages })), button(t("next_page"), current + 1));
}

