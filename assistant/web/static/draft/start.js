// Where drafting begins: the drafts that there are, and the documents that can be written.
import { announce, fill, h, problem } from "../library/dom.js";
import { sure } from "../library/dialog.js";
import { t } from "../library/words.js";
import { differences } from "./consistency.js";
import { draftPlace, formPlace, startPlace } from "./places.js";
import { ask, get } from "./server.js";
import { moment } from "./time.js";

export async function showStart(main, url, go) {
  const [blueprints, drafts] = await Promise.all([get("blueprints"), get("")]);
  const conversation = url.searchParams.get("conversation");
  const own = h("section", { class: "own-drafts", "aria-labelledby": "own-title" });
  let shown = drafts;
  let company = url.searchParams.get("company") || "";
  const draw = () => drawOwn(own, shown, company, choose, remove);

  function choose(value) {
    company = value;
    const place = startPlace();
    if (value) place.searchParams.set("company", value);
    go(place, { replace: true });
    draw();
    own.querySelector("select")?.focus();
  }

  async function remove(draft) {
    const yes = await sure({
      title: t("remove_title"), yes: t("remove"),
      words: t("remove_words", { title: draft.title, time: moment(draft.updated) }),
    });
    if (!yes) return;
    try {
      await ask("DELETE", draft.id);
    } catch (error) {
      own.append(problem(error.message));
      return;
    }
    shown = shown.filter((one) => one.id !== draft.id);
    draw();
    announce(t("removed", { title: draft.title }));
    main.focus({ preventScroll: true });
  }

  fill(main, h("div", { class: "page start-page" },
    h("header", { class: "page-head" }, h("div", {}, h("h1", {}, t("draft")), h("p", { class: "lead" }, t("draft_lead")))),
    own, documents(blueprints, drafts, conversation)));
  draw();
}

function drawOwn(place, drafts, company, choose, remove) {
  const companies = [...new Set(drafts.map((one) => one.company).filter(Boolean))].sort((a, b) => a.localeCompare(b, "zh-CN"));
  const listed = company ? drafts.filter((one) => one.company === company) : drafts;
  const warned = h("div", {});
  fill(place,
    h("div", { class: "section-head" },
      h("h2", { id: "own-title" }, t("own_drafts"), drafts.length > 0 && h("span", { class: "count" }, drafts.length)),
      (companies.length > 1 || company) && h("label", { class: "field-inline", for: "company-filter" }, h("span", {}, t("company")),
        h("select", { id: "company-filter", onchange: (event) => choose(event.target.value) },
          h("option", { value: "", selected: !company }, t("all_companies")),
          companies.map((name) => h("option", { value: name, selected: name === company }, name))))),
    warned,
    !drafts.length && h("div", { class: "empty" }, h("h3", {}, t("no_drafts")), h("p", {}, t("no_drafts_help"))),
    drafts.length > 0 && !listed.length && h("p", { class: "empty-line" }, t("no_drafts_of_company")),
    listed.length > 0 && h("ul", { class: "draft-list" }, listed.map((one) => row(one, remove))));
  const only = company || (companies.length === 1 ? companies[0] : "");
  if (only && listed.length > 1) warn(warned, only, listed);
}

async function warn(place, company, listed) {
  const found = await get("sets/consistency", { company }).catch(() => []);
  if (!found.length) return;
  const kinds = [...new Set(listed.map((one) => one.blueprint))];
  const plans = await Promise.all(kinds.map((id) => get(`blueprints/${encodeURIComponent(id)}`).catch(() => ({ facts: [] }))));
  const specs = new Map(plans.flatMap((plan) => plan.facts).map((spec) => [spec.name, spec]));
  if (place.isConnected) fill(place, differences(found, t("differences_of", { name: company }), specs));
}

function row(draft, remove) {
  return h("li", { class: "draft-row", data: { draft: draft.id } },
    h("div", { class: "draft-row-words" },
      h("h3", {}, h("a", { href: draftPlace(draft.id).href }, draft.title)),
      h("p", { class: "draft-row-facts" }, h("span", { class: "code" }, draft.code), draft.kind,
        draft.company && h("span", {}, draft.company),
        h("span", {}, t("changed_at", { time: moment(draft.updated) })))),
    h("div", { class: "badges" },
      draft.open ? h("span", { class: "badge badge-open" }, t("open_count", { n: draft.open })) : h("span", { class: "badge badge-done" }, t("nothing_open")),
      draft.touched > 0 && h("span", { class: "badge" }, t("touched_count", { n: draft.touched })),
      draft.stale > 0 && h("span", { class: "badge badge-stale" }, t("stale_count", { n: draft.stale }))),
    h("button", { type: "button", class: "button danger-quiet", "aria-label": t("remove_this", { title: draft.title }), onclick: () => remove(draft) }, t("remove")));
}

function documents(blueprints, drafts, conversation) {
  const stages = [...new Set(blueprints.map((one) => one.stage))];
  const made = (id) => drafts.filter((one) => one.blueprint === id).length;
  return h("section", { class: "documents", "aria-labelledby": "documents-title" },
    h("div", { class: "section-head" }, h("h2", { id: "documents-title" }, t("new_draft"))),
    stages.map((stage) => h("section", { class: "stage" },
      h("h3", {}, t(`stage_${stage}`)),
      h("ul", { class: "cards" }, blueprints.filter((one) => one.stage === stage).map((one) => card(one, made(one.id), conversation))))));
}

function card(blueprint, made, conversation) {
  const url = formPlace(blueprint.id);
  if (conversation) url.searchParams.set("conversation", conversation);
  return h("li", { class: "card" },
    h("p", { class: "card-code" }, blueprint.code, made > 0 && h("span", {}, t("made_count", { n: made }))),
    h("h4", {}, h("a", { href: url.href }, blueprint.title)),
    h("p", { class: "card-purpose" }, blueprint.purpose));
}
