// Which view of the evaluation the address asks for.
import { navigate } from "../library/navigation.js";
import { t } from "../library/words.js";
import { showCandidate } from "./candidate.js";
import { showFeedback } from "./feedback.js";
import { feedbackPlace, partsOf } from "./places.js";
import { showResults } from "./results.js";

const main = document.getElementById("eval");

function opening(url, go) {
  const [candidate] = partsOf(url) || [];
  if (candidate) return ["feedback", () => showCandidate(main, candidate, go)];
  if (url.searchParams.get("view") === "feedback") return ["feedback", () => showFeedback(main, go)];
  return ["results", () => showResults(main, url, go)];
}

navigate({
  main, page: "eval", partsOf, opening,
  title: (heading) => [heading],
  back: { href: feedbackPlace().href, words: () => t("back_to_feedback") },
});
