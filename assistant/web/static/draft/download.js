// The draft as a file: Word, PDF or Markdown, with or without the table of its basis and comments.
import { announce, fill, h, problem } from "../library/dom.js";
import { t } from "../library/words.js";
import { say } from "./desk.js";
import { file } from "./server.js";
import { sheet } from "./sheet.js";

const FORMATS = ["docx", "pdf", "md"];
const NOT_POSSIBLE = 422;
const impossible = new Map(); // format to why this server cannot write it

export function openDownload(desk) {
  let format = "docx";
  const said = h("div", { class: "row-said", "aria-live": "polite" });
  const basis = h("input", { type: "checkbox", id: "with-basis" });
  const comments = h("input", { type: "checkbox", id: "with-comments" });
  const send = h("button", { class: "button primary", form: "download-form", id: "download-file" }, t("download"));
  const formats = h("div", { class: "formats" });
  if (desk.view.pdf === false && !impossible.has("pdf")) impossible.set("pdf", t("no_pdf"));

  function choose(name) {
    format = name;
    comments.disabled = format !== "docx";
  }
  function draw() {
    fill(formats, FORMATS.map((name) => {
      const why = impossible.get(name);
      return h("label", { class: `pick format${why ? " off" : ""}`, for: `format-${name}` },
        h("input", { type: "radio", name: "format", id: `format-${name}`, checked: name === format, disabled: Boolean(why), "aria-describedby": `format-${name}-words`, onchange: () => choose(name) }),
        h("span", {}, h("strong", {}, t(`format_${name}`)), h("span", { class: "field-help", id: `format-${name}-words` }, why || t(`format_${name}_words`))));
    }));
  }
  async function download() {
    fill(said);
    send.disabled = true;
    send.textContent = t("writing_file");
    try {
      const { blob, name } = await file(`${desk.address}/file`, { format, basis: Number(basis.checked), comments: Number(comments.checked && !comments.disabled) });
      hand(blob, name);
      dialog.close();
      say(t("downloaded", { name }));
    } catch (error) {
      if (format === "pdf" && error.status === NOT_POSSIBLE) {
        impossible.set("pdf", error.message);
        choose("docx");
        draw();
        document.getElementById("format-docx").focus();
        announce(error.message);
        return;
      }
      fill(said, problem(error.message));
    } finally {
      send.disabled = false;
      send.textContent = t("download");
    }
  }
  draw();
  const open = desk.view.open_items.length;
  const dialog = sheet({
    title: t("download_draft"),
    content: h("form", { id: "download-form", onsubmit: (event) => { event.preventDefault(); download(); } },
      open > 0 && h("p", { class: "caution" }, t("download_open", { n: open })),
      h("fieldset", {}, h("legend", { class: "label" }, t("format")), formats),
      h("fieldset", {}, h("legend", { class: "label" }, t("with")),
        h("label", { class: "pick", for: "with-basis" }, basis, h("span", {}, t("with_basis"))),
        h("label", { class: "pick", for: "with-comments" }, comments, h("span", {}, t("with_comments")))), said),
    buttons: send,
  });
}

function hand(blob, name) {
  const link = h("a", { href: URL.createObjectURL(blob), download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
