// Which view of drafting the address asks for.
import { navigate } from "../library/navigation.js";
import { t } from "../library/words.js";
import { showDraft } from "./draft.js";
import { showForm } from "./form.js";
import { partsOf, startPlace } from "./places.js";
import { showStart } from "./start.js";

const main = document.getElementById("draft");

function opening(url, go) {
  const [first, second] = partsOf(url) || [];
  if (!first) return ["", () => showStart(main, url, go)];
  if (first === "new" && second) return ["", () => showForm(main, second, url, go)];
  return ["", () => showDraft(main, first, url, go)];
}

navigate({
  main, page: "draft", partsOf, opening,
  title: (heading) => [heading],
  back: { href: startPlace().href, words: () => t("back_to_start") },
});
