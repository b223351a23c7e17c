// Draws the figures that the server makes, in the colours of the page, with the plotly.js that the server brings.
import { h, problem } from "../library/dom.js";
import { language, nameOf, t } from "../library/words.js";
import { api } from "./places.js";

const NARROW = 600; // px
const SHOWN = 8; // characters of a name beside a bar
let loading = null;

function plotly() {
  loading ||= new Promise((resolve, reject) => {
    const script = h("script", { src: api("plotly.js").href });
    script.addEventListener("load", () => resolve(window.Plotly));
    script.addEventListener("error", () => { loading = null; script.remove(); reject(new Error(t("chart_failed"))); });
    document.head.append(script);
  });
  return loading;
}

/** A figure with words for who cannot see it. `close()` forgets it; it follows light and dark. */
export function chart(figure, { label, wide = false }) {
  const canvas = h("div", { class: wide ? "chart-canvas wide" : "chart-canvas" });
  const element = h("div", { class: "chart", role: "img", "aria-label": label }, h("p", { class: "chart-wait" }, t("loading")), canvas);
  const frame = wide ? h("div", { class: "chart-frame", tabindex: "0", role: "region", "aria-label": t("scroll_chart") }, element) : element;

  async function draw() {
    try {
      const library = await plotly();
      if (!frame.isConnected) return;
      element.querySelector(".chart-wait")?.remove();
      await library.react(canvas, spoken(figure.data), coloured(figure.layout), { displayModeBar: false, responsive: true });
    } catch (error) {
      element.replaceChildren(problem(error.message));
    }
  }
  const watcher = new MutationObserver(draw);
  watcher.observe(document.documentElement, { attributeFilter: ["class"] });
  requestAnimationFrame(draw);
  return {
    element: frame,
    close: () => {
      watcher.disconnect();
      if (canvas.children.length) window.Plotly?.purge(canvas);
    },
  };
}

/** Ink and lines of the page on the axes. */
function coloured(layout) {
  const style = getComputedStyle(document.documentElement);
  const ink = style.getPropertyValue("--ink").trim();
  const line = style.getPropertyValue("--line").trim();
  const paper = style.getPropertyValue("--surface-raised").trim();
  const strong = style.getPropertyValue("--line-strong").trim();
  const axis = (own = {}, grid = line) => ({ ...own, gridcolor: grid, linecolor: grid, zerolinecolor: grid, tickfont: { ...own.tickfont, color: ink } });
  const made = { ...layout, dragmode: false, font: { ...layout.font, color: ink }, hoverlabel: { bgcolor: paper, bordercolor: line, font: { color: ink } } };
  for (const name of Object.keys(layout)) if (/^[xy]axis/.test(name)) made[name] = axis(layout[name]);
  if (layout.yaxis?.categoryarray && window.innerWidth < NARROW) { // room for the bars; the whole name is shown at each
    const names = layout.yaxis.categoryarray;
    Object.assign(made.yaxis, { tickmode: "array", tickvals: names, ticktext: names.map((one) => (one.length > SHOWN ? `${one.slice(0, SHOWN)}…` : one)) });
  }
  if (layout.polar) {
    made.legend = { ...layout.legend, x: 0.5, xanchor: "center" };
    made.polar = { ...layout.polar, radialaxis: axis(layout.polar.radialaxis, strong), angularaxis: axis(layout.polar.angularaxis, strong) };
  }
  if (layout.polar && window.innerWidth < NARROW) {
    made.margin = { ...layout.margin, l: 46, r: 46 };
    made.font = { ...made.font, size: 12 };
  }
  return made;
}

/** The names of what is drawn in the language of the page. */
function spoken(data) {
  if (language() !== "en") return data;
  return data.map((trace) => {
    const name = nameOf("series", trace.name);
    return { ...trace, name, hovertemplate: (trace.hovertemplate || "").replaceAll(trace.name, name).replace(" 至 ", " – ").replace("个工作日，", " working days, ") };
  });
}
