// What shows that a task is done: files sent with their progress, links, each can be opened and taken away.
import { moment } from "../draft/time.js";
import { sure } from "../library/dialog.js";
import { announce, fill, h, problem } from "../library/dom.js";
import { bytes, limit, t } from "../library/words.js";
import { api, apiOf } from "./places.js";
import { ask, send } from "./server.js";

export function evidencePart(desk) {
  const list = h("ul", { class: "evidence-list" });
  const sending = h("ul", { class: "sending" });
  const said = h("div", { "aria-live": "polite" });
  const input = h("input", { type: "file", id: "evidence-files", multiple: true, class: "sr-only", "aria-describedby": "evidence-limit", onchange: () => { take([...input.files]); input.value = ""; } });

  function draw(task) {
    fill(list, task.files.map((one) => row(one)));
  }
  function row(one) {
    const address = one.file ? api(apiOf(desk.key, "evidence", one.id)).href : one.url;
    const link = one.file ? { href: address, download: one.name } : { href: address, target: "_blank", rel: "noopener noreferrer" };
    return h("li", { class: "evidence-row", data: { evidence: one.id } },
      h("div", {}, /^https?:/i.test(address) ? h("a", link, one.name) : one.name,
        h("p", { class: "field-help" }, [one.file ? bytes(one.size || 0) : t("a_link"), moment(one.added)].join(" · "))),
      h("button", { type: "button", class: "button quiet", "aria-label": t("take_away_this", { name: one.name }), onclick: () => remove(one) }, t("take_away")));
  }
  async function remove(one) {
    if (!await sure({ title: t("take_away_title"), words: t("take_away_words", { name: one.name }), yes: t("take_away") })) return;
    fill(said);
    try {
      await ask("DELETE", apiOf(desk.key, "evidence", one.id));
      await desk.reload();
      announce(t("taken_away", { name: one.name }));
      input.focus();
    } catch (error) {
      fill(said, problem(error.message));
    }
  }
  function take(files) {
    fill(said);
    for (const file of files) {
      if (file.size > limit) said.append(problem(t("too_large", { name: file.name, size: bytes(file.size), limit: bytes(limit) })));
      else upload(file);
    }
  }
  async function upload(file) {
    const bar = h("progress", { max: String(Math.max(file.size, 1)), value: "0", "aria-label": t("sending", { name: file.name }) });
    const words = h("span", { class: "sending-words" }, t("sent_of", { sent: bytes(0), all: bytes(file.size) }));
    const job = send(`${desk.path}/files`, file, (sent) => {
      bar.value = sent;
      words.textContent = t("sent_of", { sent: bytes(sent), all: bytes(file.size) });
    });
    const line = h("li", {}, h("div", { class: "sending-head" }, h("span", {}, file.name), words,
      h("button", { type: "button", class: "link", "aria-label": t("stop_sending", { name: file.name }), onclick: () => job.abort() }, t("cancel"))), bar);
    sending.append(line);
    try {
      desk.apply(await job.done);
      announce(t("sent", { name: file.name }));
    } catch (error) {
      if (error.message) said.append(problem(error.message));
    } finally {
      line.remove();
    }
  }
  draw(desk.task);
  desk.watch(draw);

  const zone = h("div", { class: "drop" },
    h("label", { class: "button", for: "evidence-files" }, t("add_files")), input,
    h("p", { class: "field-help", id: "evidence-limit" }, t("files_help", { limit: bytes(limit) })));
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.toggle("over", kind === "dragenter" || kind === "dragover");
      if (kind === "drop") take([...event.dataTransfer.files]);
    });
  }
  return h("section", { class: "task-block", id: "evidence", "aria-labelledby": "evidence-title" },
    h("h2", { id: "evidence-title" }, t("evidence")),
    desk.task.wanted.length > 0 && h("p", {}, t("evidence_wanted"), h("strong", {}, desk.task.wanted.join("、"))),
    list, sending, said, zone, linkForm(desk));
}

function linkForm(desk) {
  const url = h("input", { id: "link-url", type: "url", inputmode: "url", autocomplete: "off", maxlength: "2000", placeholder: "https://", "aria-describedby": "link-error" });
  const name = h("input", { id: "link-name", type: "text", autocomplete: "off", maxlength: "200" });
  const error = h("p", { class: "field-error", id: "link-error", "aria-live": "polite" });
  async function add(event) {
    event.preventDefault();
    error.textContent = "";
    if (!/^https?:\/\/\S+$/i.test(url.value.trim())) {
      error.textContent = t("link_wrong");
      url.focus();
      return;
    }
    try {
      desk.apply(await ask("POST", `${desk.path}/links`, { url: url.value.trim(), name: name.value.trim() }));
      announce(t("link_added"));
      url.value = name.value = "";
    } catch (failure) {
      error.textContent = failure.message;
    }
  }
  return h("details", { class: "link-form" }, h("summary", {}, t("add_link")),
    h("p", { class: "field-help" }, t("link_help")),
    h("form", { novalidate: true, onsubmit: add },
      h("div", { class: "field" }, h("label", { for: "link-url" }, t("link_url")), url, error),
      h("div", { class: "field" }, h("label", { for: "link-name" }, t("link_name")), name),
      h("button", { class: "button", id: "link-add" }, t("add"))));
}
