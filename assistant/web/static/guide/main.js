// Which view of the guide the address asks for.
import { navigate } from "../library/navigation.js";
import { t } from "../library/words.js";
import { showCheck } from "./check.js";
import { showChecks } from "./checks.js";
import { showHistory } from "./history.js";
import { showInterview } from "./interview.js";
import { showOverview } from "./overview.js";
import { partsOf, startPlace } from "./places.js";
import { showPlan } from "./plan.js";
import { showStart } from "./start.js";
import { showTask } from "./task.js";

const main = document.getElementById("guide");

function opening(url, go) {
  const [company, which, one] = partsOf(url) || [];
  const overview = () => showOverview(main, company, go);
  const views = {
    interview: () => showInterview(main, company, url, go),
    tasks: () => showTask(main, company, one || ""),
    plan: () => showPlan(main, company),
    checks: () => (one ? showCheck(main, company, one, url, go) : showChecks(main, company, go)),
    history: () => showHistory(main, company),
  };
  return ["", company ? views[which] || overview : () => showStart(main, go)];
}

navigate({
  main, page: "guide", partsOf, opening,
  title: (heading) => [heading, main.querySelector("[data-company]")?.dataset.company],
  back: { href: startPlace().href, words: () => t("back_to_start") },
});
