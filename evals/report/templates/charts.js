// Draws the charts of a report in the colours of the page, light, dark and printed.
"use strict";

window.cqoCharts = (() => {
  const FONTS = "system-ui, sans-serif";
  const value = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  /** The same with colours in the place of the names of style variables. */
  function coloured(part) {
    if (Array.isArray(part)) return part.map(coloured);
    if (!part || typeof part !== "object") return part;
    return Object.fromEntries(Object.entries(part).map(([name, one]) => (
      [name, name === "color" && String(one).startsWith("--") ? value(one) : coloured(one)])));
  }

  function laid(layout, narrow) {
    const axis = (own) => ({ ...own, gridcolor: value("--line"), linecolor: value("--line-strong"), zerolinecolor: value("--line") });
    return {
      ...layout, autosize: true, dragmode: false, xaxis: axis(layout.xaxis), yaxis: axis(layout.yaxis),
      font: { family: value("--fonts") || FONTS, size: narrow ? 11.5 : 12.5, color: value("--ink") },
      hoverlabel: { bgcolor: value("--surface-raised"), bordercolor: value("--line-strong"), font: { color: value("--ink") } },
      plot_bgcolor: "rgba(0,0,0,0)", paper_bgcolor: "rgba(0,0,0,0)",
    };
  }

  function draw(root = document) {
    if (!window.Plotly) return;
    for (const canvas of root.querySelectorAll("[data-figure]")) {
      const figure = coloured(JSON.parse(canvas.dataset.figure));
      window.Plotly.react(canvas, figure.data, laid(figure.layout, canvas.clientWidth < 360), { displayModeBar: false, responsive: true });
    }
  }

  function clear(root) {
    if (!window.Plotly) return;
    for (const canvas of root.querySelectorAll("[data-figure]")) window.Plotly.purge(canvas);
  }

  /** Draw all, and again when the colours change. */
  function follow() {
    const print = (on) => { document.documentElement.classList.toggle("printing", on); draw(); };
    draw();
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw());
    window.addEventListener("beforeprint", () => print(true));
    window.addEventListener("afterprint", () => print(false));
  }

  return { draw, clear, follow };
})();
