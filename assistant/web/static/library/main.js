// Which view of the library the address asks for, and files that are dropped anywhere on it.
import { showDocument } from "./document.js";
import { showList } from "./list.js";
import { navigate } from "./navigation.js";
import { clausePath, listPlace, partsOf } from "./places.js";
import { showSearch } from "./search.js";
import { dropped, showUploads } from "./uploads.js";
import { t } from "./words.js";

const main = document.getElementById("library");

function opening(url, go) {
  const parts = partsOf(url) || [];
  const chosen = url.searchParams.get("view");
  if (parts[0] === "uploads" && parts[1]) return ["uploads", () => showDocument(main, { job: parts[1], part: 1, path: "" }, go)];
  if (parts.length) return ["", () => showDocument(main, { source: parts[0], path: clausePath(url) }, go)];
  if (chosen === "search") return ["search", () => showSearch(main, url, go)];
  if (chosen === "uploads") return ["uploads", () => showUploads(main, go)];
  return ["list", () => showList(main, url, go)];
}

const go = navigate({
  main, page: "library", partsOf, opening,
  title: (heading, tab) => [tab === "list" ? "" : heading],
  back: { href: listPlace().href, words: () => t("back_to_list") },
});

for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (![...(event.dataTransfer?.types || [])].includes("Files")) return;
    event.preventDefault();
    if (kind === "drop" && event.dataTransfer.files.length) dropped([...event.dataTransfer.files], go);
  });
}
