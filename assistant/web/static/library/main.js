// Which view the address asks for, the head of the page, and links that change the view in place.
import { showDocument } from "./document.js";
import { announce, fill, h, problem } from "./dom.js";
import { showList } from "./list.js";
import { clausePath, partsOf } from "./places.js";
import { showSearch } from "./search.js";
import { dropped, showUploads } from "./uploads.js";
import { language, t, translate } from "./words.js";

const main = document.getElementById("library");
let here = null; // address whose view is shown
let view = null; // what it gave: `close`, `moved(url)`
let turn = 0;

function viewOf(url) {
  const parts = partsOf(url) || [];
  const chosen = url.searchParams.get("view");
  if (parts[0] === "uploads" && parts[1]) return ["uploads", () => showDocument(main, { job: parts[1], part: 1, path: "" }, go)];
  if (parts.length) return ["", () => showDocument(main, { source: parts[0], path: clausePath(url) }, go)];
  if (chosen === "search") return ["search", () => showSearch(main, url, go)];
  if (chosen === "uploads") return ["uploads", () => showUploads(main, go)];
  return ["list", () => showList(main, url, go)];
}

async function show(url, { focus = true } = {}) {
  const mine = ++turn;
  view?.close?.();
  view = null;
  here = url;
  const [tab, open] = viewOf(url);
  for (const link of document.querySelectorAll("#library-header [data-tab]")) {
    if (link.dataset.tab === tab) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  main.setAttribute("aria-busy", "true");
  try {
    const opened = await open();
    if (mine === turn) view = opened;
    else opened?.close?.();
  } catch (error) {
    if (mine !== turn) return;
    fill(main, h("div", { class: "page" }, problem(error.message), h("p", {}, h("a", { href: "library" }, t("back_to_list")))));
  }
  if (mine !== turn) return;
  main.removeAttribute("aria-busy");
  const heading = main.querySelector("h1");
  document.title = heading && tab !== "list" ? `${heading.textContent} · ${t("library")} · ${t("title")}` : `${t("library")} · ${t("title")}`;
  if (focus) {
    main.focus({ preventScroll: true });
    window.scrollTo(0, 0);
    announce(heading ? heading.textContent : "");
  }
}

/** Go to an address of the library. `replace` keeps the view and changes only the address bar. */
function go(url, { replace = false } = {}) {
  if (replace) {
    history.replaceState(null, "", url);
    here = new URL(url);
    return;
  }
  history.pushState(null, "", url);
  moved(new URL(url));
}

function moved(url) {
  const same = here && here.pathname === url.pathname;
  if (same && view?.moved?.(url)) here = url;
  else show(url);
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.("a[href]");
  if (!link || link.target || link.hasAttribute("download")) return;
  const url = new URL(link.href);
  if (link.id === "skip-link") {
    event.preventDefault();
    main.focus();
  } else if (partsOf(url)) {
    event.preventDefault();
    go(url);
  }
});
window.addEventListener("popstate", () => moved(new URL(location.href)));

function speak() {
  translate();
  document.getElementById("language-switch").setAttribute("lang", language() === "en" ? "zh-CN" : "en");
}
document.getElementById("language-switch").addEventListener("click", () => {
  window.cqoLanguage.set(language() === "en" ? "zh-CN" : "en");
  speak();
  show(new URL(location.href), { focus: false });
});
document.getElementById("theme-switch").addEventListener("click", () => window.cqoTheme.change());

// Files may be dropped anywhere on the page.
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (![...(event.dataTransfer?.types || [])].includes("Files")) return;
    event.preventDefault();
    if (kind === "drop" && event.dataTransfer.files.length) dropped([...event.dataTransfer.files], go);
  });
}

speak();
show(new URL(location.href), { focus: false });
