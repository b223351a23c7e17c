// The original beside the text: a page's picture with the chosen clause boxed, or the lines as they were read.
import { fill, h, problem, reveal } from "./dom.js";
import { t } from "./words.js";

/** `pictureOf(page)` is an address; `select(id)` is called for a place that is pressed on the picture. */
export function original(model, pictureOf, select) {
  if (!model.origin) return null;
  return model.places.length || model.origin.pages ? pages(model, pictureOf, select) : textLines(model, select);
}

function pages(model, pictureOf, select) {
  const all = model.origin.pages || Math.max(1, ...model.places.map((place) => place[2]));
  const boxes = h("div", { class: "boxes" });
  const picture = h("img", { class: "page-picture", decoding: "async" });
  const sheet = h("div", { class: "sheet loading" }, picture, boxes);
  const note = h("div", {});
  const number = h("input", { type: "number", min: "1", max: String(all), id: "page-number", "aria-label": t("page_number"), onchange: () => show(Number(number.value)) });
  const step = (words, by) => h("button", { type: "button", class: "icon-button", "aria-label": words, title: words, onclick: () => show(page + by) }, by < 0 ? "‹" : "›");
  const tools = h("div", { class: "pane-tools" }, step(t("previous_page"), -1), h("span", { class: "page-of" }, number, ` / ${all}`), step(t("next_page"), 1));
  const element = h("div", { class: "original-pages" }, note, sheet);
  let page = 0;
  let range = null;

  picture.addEventListener("load", () => { sheet.classList.remove("loading"); toBox(); });
  picture.addEventListener("error", async () => {
    if (!picture.getAttribute("src")) return;
    sheet.hidden = true;
    const reply = await fetch(picture.src).then((one) => one.json()).catch(() => null);
    fill(note, problem(reply?.error || t("page_failed", { n: page })));
  });

  function show(wanted) {
    const chosen = Math.min(all, Math.max(1, Math.round(wanted) || 1));
    number.value = chosen;
    if (chosen !== page) {
      page = chosen;
      fill(note);
      sheet.hidden = false;
      sheet.classList.add("loading");
      picture.alt = t("page_picture", { n: page });
      picture.src = pictureOf(page);
    }
    draw();
  }
  function draw() {
    fill(boxes, range ? within(range).filter((place) => place[2] === page).map((place) => box(place)) : []);
  }
  const within = ([start, end]) => model.places.filter((place) => place[0] < end && place[1] > start);
  function toBox() {
    const first = boxes.firstElementChild;
    if (first) reveal(element.closest(".pane-body"), first, 0.2);
  }
  function mark(id, { range: chosen = null } = {}) {
    const clause = model.clause(id);
    if (!clause && !chosen) return;
    range = chosen || [clause.start, clause.end];
    const first = within(range)[0];
    show(first ? first[2] : page || 1);
    toBox();
  }

  sheet.addEventListener("click", (event) => {
    const frame = sheet.getBoundingClientRect();
    const x = (event.clientX - frame.left) / frame.width;
    const y = (event.clientY - frame.top) / frame.height;
    const hit = model.places.find(([, , on, left, top, right, bottom]) => on === page && x >= left && x <= right && y >= top - 0.003 && y <= bottom + 0.003);
    const clause = hit && model.clauseAt(hit[0]);
    if (clause) select(clause.id);
  });
  show(1);
  return { element, tools, mark, toPage: show };
}

function box([, , , left, top, right, bottom]) {
  const element = h("div", { class: "box" });
  Object.assign(element.style, { left: `${left * 100}%`, top: `${top * 100}%`, width: `${(right - left) * 100}%`, height: `${(bottom - top) * 100}%` });
  return element;
}

function textLines(model, select) {
  const rows = new Map(model.rows.map(([start, , row]) => [start, row]));
  const paragraphs = ["docx", "html"].includes(model.origin.format);
  const element = h("ol", { class: "lines", lang: "zh-CN" });
  const shown = [];
  let position = 0;
  let tell = 0;
  for (const words of model.text.split("\n")) {
    const size = [...words].length;
    const row = rows.get(position);
    if (paragraphs && !words.trim()) { position += size + 1; continue; } // only sets paragraphs apart
    tell = row ?? (paragraphs ? "" : tell + 1);
    const line = h("li", { class: "line", data: { start: position } }, h("span", { class: "line-number", "aria-hidden": "true" }, tell), h("span", { class: "line-words" }, words));
    shown.push({ line, start: position, end: position + size });
    element.append(line);
    position += size + 1;
  }
  let lit = [];
  function mark(id, { range: chosen = null } = {}) {
    const clause = model.clause(id);
    if (!clause && !chosen) return;
    const [start, end] = chosen || [clause.start, clause.end];
    lit.forEach(({ line }) => line.classList.remove("lit"));
    lit = shown.filter((one) => one.start < end && one.end > start);
    lit.forEach(({ line }) => line.classList.add("lit"));
    if (lit.length) reveal(element.closest(".pane-body"), lit[0].line, 0.2);
  }
  element.addEventListener("click", (event) => {
    const line = event.target.closest(".line");
    if (line && !String(window.getSelection())) select(model.clauseAt(Number(line.dataset.start)).id);
  });
  return { element, tools: null, mark, toPage: () => {} };
}
