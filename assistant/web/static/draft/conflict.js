// What the server refused, at the place where it was asked; when somebody else saved, a way to load that.
import { fill, h, problem } from "../library/dom.js";
import { t } from "../library/words.js";
import { CONFLICT } from "./server.js";

/** Show `error` in `place`. `kept()` is called after what somebody else saved was loaded. */
export function refused(place, error, desk, kept) {
  if (error.status !== CONFLICT) {
    fill(place, problem(error.message));
    return;
  }
  const load = async () => {
    try {
      await desk.reload();
      fill(place);
      kept?.();
    } catch (again) {
      refused(place, again, desk, kept);
    }
  };
  const button = h("button", { type: "button", class: "button", onclick: load }, t("reload_latest"));
  fill(place, h("div", { class: "conflict", role: "alert" }, h("p", {}, h("strong", {}, t("conflict"))), h("p", {}, kept ? t("conflict_kept") : t("conflict_words")), button));
}
