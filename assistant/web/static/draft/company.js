// What is already known of a company: its saved profile or another draft fills fields that are still empty.
import { sure } from "../library/dialog.js";
import { announce, fill, h, problem } from "../library/dom.js";
import { t } from "../library/words.js";
import { ask, CONFLICT, get } from "./server.js";

const OWN = new Set(["document_number", "document_date"]); // each document has its own

export async function companyPart(place, { plan, form, take, from, company }) {
  const [companies, drafts] = await Promise.all([get("companies").catch(() => []), get("").catch(() => [])]);
  const said = h("p", { class: "prefill-said", role: "status" });
  const box = h("section", { class: "start-box", "aria-labelledby": "prefill-title" });
  let saved = companies;

  function select() {
    return h("select", { id: "prefill", "aria-labelledby": "prefill-title", onchange: (event) => pick(event.target) },
      h("option", { value: "" }, t("prefill_choose")),
      saved.length > 0 && h("optgroup", { label: t("companies") }, saved.map((one) => h("option", { value: `company:${one.id}` }, one.name))),
      drafts.length > 0 && h("optgroup", { label: t("own_drafts") }, drafts.slice(0, 30).map((one) => h("option", { value: `draft:${one.id}` }, `${one.code} ${one.title}`))));
  }
  async function pick(control) {
    const [kind, id] = control.value.split(/:(.*)/s);
    if (!id) return;
    try {
      const facts = kind === "company" ? saved.find((one) => one.id === id).facts : (await get(id)).facts;
      const known = Object.keys(facts).filter((name) => form.fields.has(name));
      const taken = take(facts);
      const stayed = known.length - taken.length;
      said.textContent = [(taken.length > 0 || !stayed) && t("prefilled", { n: taken.length }), stayed > 0 && t("prefill_stayed", { n: stayed })].filter(Boolean).join(" ");
    } catch (error) {
      said.textContent = error.message;
    }
  }
  async function save() {
    const name = form.valueOf("company_name");
    if (!name) {
      announce(t("company_name_first"));
      said.textContent = t("company_name_first");
      form.go("company_name");
      return;
    }
    const facts = sharedFacts(plan, form.values());
    const old = saved.find((one) => one.name === name);
    const words = t(old ? "company_replace_words" : "company_save_words", { name, facts: plan.facts.filter((one) => one.name in facts).map((one) => one.label).join("、") });
    if (!await sure({ title: t("company_save"), words, yes: t("save"), mild: true })) return;
    try {
      const kept = await ask("PUT", `companies/${encodeURIComponent(old?.id || "new")}`, {
        body: { facts: { ...(old?.facts || {}), ...facts }, revision: old?.revision ?? 0 },
      });
      saved = [...saved.filter((one) => one.id !== kept.id), kept];
      draw();
      said.textContent = t("company_saved", { name });
    } catch (error) {
      fill(said, problem(error.message));
      if (error.status === CONFLICT) saved = await get("companies").catch(() => saved);
    }
  }
  function draw() {
    const known = saved.length > 0 || drafts.length > 0;
    fill(box, h("h2", { id: "prefill-title" }, t(known ? "prefill" : "companies")), h("p", { class: "field-help" }, t(known ? "prefill_help" : "prefill_none")),
      h("div", { class: "prefill-row" }, known && select(),
        form.fields.has("company_name") && h("button", { type: "button", class: "button", id: "save-company", onclick: save }, t("company_save"))),
      said);
  }
  draw();
  place.prepend(box);
  const control = box.querySelector("select");
  if (!control || !(from || company)) return;
  control.value = from ? `draft:${from}` : `company:${company}`; // empty where there is no such option
  if (control.value) await pick(control);
}

/** Facts that documents share; what is this document's own, such as its number and date, stays out. */
function sharedFacts(plan, values) {
  const shared = plan.facts.filter((one) => one.shared && !OWN.has(one.name)).map((one) => one.name);
  return Object.fromEntries(shared.filter((name) => name in values).map((name) => [name, values[name]]));
}
