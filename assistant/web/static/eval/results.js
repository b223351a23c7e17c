// The newest results: the parts of the report as the server wrote them, and what they are compared with.
import { fill, h, problem } from "../library/dom.js";
import { t } from "../library/words.js";
import { api, resultsPlace } from "./places.js";
import { get } from "./server.js";

export async function showResults(main, url, go) {
  const query = { configuration: url.searchParams.get("configuration"), against: url.searchParams.get("against") };
  const found = await get("eval/results", query);
  const head = h("div", {}, h("h1", {}, t("eval")), h("p", { class: "lead" }, t("results_lead")));
  if (found.empty) {
    fill(main, h("div", { class: "page" }, h("header", { class: "page-head" }, head), h("div", { class: "empty", id: "no-results" },
      h("h2", {}, t("no_results")), h("p", {}, t("no_results_help")), h("p", {}, h("code", { class: "command" }, "cqo eval all")), h("p", {}, t("no_results_then")))));
    return {};
  }
  await style();
  const parts = h("div", { class: "report-parts", lang: "zh-CN", onclick: jump }, parsed(found.html));
  fill(main, h("div", { class: "page results-page" },
    h("header", { class: "page-head" }, head,
      h("a", { class: "button", id: "download-report", href: api("eval/report", query).href, download: "" }, t("download"))),
    controls(found, go), parts));
  const charts = await drawn(parts).catch(() => { parts.prepend(problem(t("chart_failed"))); return null; });
  return { close: () => charts?.close() };
}

function controls(found, go) {
  const against = choice("compare-with", [["", t("compare_last")], ...found.rounds.map((one) => [one.id, one.words])], found.against);
  const names = found.configurations.map((name) => [name, name === "default" ? t("configuration_default") : name]);
  const configuration = choice("configuration", names, found.configuration);
  const changed = (own) => go(resultsPlace({ configuration: configuration.value === "default" ? "" : configuration.value, against: own }));
  against.addEventListener("change", () => changed(against.value));
  configuration.addEventListener("change", () => changed(""));
  return h("div", { class: "results-tools" },
    found.rounds.length > 0 && h("label", { class: "field-inline" }, h("span", {}, t("compare_with")), against),
    names.length > 1 && h("label", { class: "field-inline" }, h("span", {}, t("configuration")), configuration));
}

function choice(id, options, chosen) {
  return h("select", { id }, options.map(([value, words]) => h("option", { value, selected: value === chosen }, words)));
}

/** What the server's template made; the template escapes all that is not its own. */
const parsed = (html) => [...new DOMParser().parseFromString(html, "text/html").body.childNodes];

/** An address of the page itself would lead to the chat, whose address is the base of this document. */
function jump(event) {
  const link = event.target.closest("a[data-jump]");
  if (!link) return;
  event.preventDefault();
  event.stopPropagation();
  document.getElementById(link.getAttribute("href").slice(1))?.scrollIntoView();
}

const loading = new Map();

function loaded(tag, props) {
  const address = props.src || props.href;
  if (!loading.has(address)) {
    loading.set(address, new Promise((resolve, reject) => {
      const element = h(tag, props);
      element.addEventListener("load", resolve);
      element.addEventListener("error", () => { loading.delete(address); element.remove(); reject(new Error(t("chart_failed"))); });
      document.head.append(element);
    }));
  }
  return loading.get(address);
}

const style = () => loaded("link", { rel: "stylesheet", href: api("eval/parts.css").href });

async function drawn(parts) {
  if (!parts.querySelector("[data-figure]")) return null;
  await loaded("script", { src: api("eval/plotly.js").href });
  await loaded("script", { src: api("eval/charts.js").href });
  const { cqoCharts } = window;
  const draw = () => { if (parts.isConnected) cqoCharts.draw(parts); };
  const watcher = new MutationObserver(draw);
  watcher.observe(document.documentElement, { attributeFilter: ["class"] });
  draw();
  return { close: () => { watcher.disconnect(); cqoCharts.clear(parts); } };
}
