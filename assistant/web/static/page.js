// What the page does in the browser: keys, clicks between answer and sources, the sheet on a phone.
"use strict";

window.cqoPage = (() => {
  const narrow = window.matchMedia("(max-width: 900px)");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const $ = (selector) => document.querySelector(selector);
  const behavior = () => (calm.matches ? "auto" : "smooth");

  // -- answer <-> sources

  /** Light the statements with these element ids and show the first. */
  function light(ids) {
    document.querySelectorAll(".statement.lit").forEach((one) => one.classList.remove("lit"));
    const found = ids.map((id) => document.getElementById(id)).filter(Boolean);
    found.forEach((one) => one.classList.add("lit"));
    if (found.length) found[0].scrollIntoView({ block: "nearest", behavior: behavior() });
    return found.length > 0;
  }

  const usersOf = (element) => (element.dataset.users || element.dataset.user || "").split(" ").filter(Boolean);

  function openClause(element, trigger) {
    const { clause, turn = "", user = "" } = element.dataset;
    if (!element.closest("#sources-panel")) openSources(element);
    trigger("open_clause", { clause, turn, user });
  }

  /** Bring the quote that was asked for, or the clause, to where it is read. */
  function showReading() {
    const reader = $("#clause-reader");
    if (!reader) return;
    const target = reader.querySelector("mark.chosen") || reader.querySelector("mark");
    const frame = narrow.matches ? $("#sources-panel") : reader;
    const place = target || reader.querySelector(".reader");
    if (!place) return;
    const top = place.getBoundingClientRect().top - frame.getBoundingClientRect().top + frame.scrollTop;
    // The beginning of the document stays in view while there is room for the quote below it.
    const inView = !narrow.matches && top < frame.clientHeight * 0.6;
    frame.scrollTo({ top: inView ? 0 : top - frame.clientHeight / 3, behavior: behavior() });
    const card = $("#source-cards .card-chosen .card-open");
    if (card && !narrow.matches) card.scrollIntoView({ block: "nearest", behavior: behavior() });
  }

  // -- the sheet with sources on a narrow screen

  let opener = null;
  function openSources(from) {
    if (!narrow.matches || document.body.dataset.sources === "open") return;
    opener = from || document.activeElement;
    document.body.dataset.sources = "open";
    const close = $("#sources-close");
    if (close) close.focus({ preventScroll: true });
  }
  function closeSources() {
    if (document.body.dataset.sources !== "open") return;
    delete document.body.dataset.sources;
    if (opener && opener.isConnected) opener.focus({ preventScroll: true });
    opener = null;
  }

  // -- earlier conversations

  function toggleConversations(open) {
    const show = open ?? document.body.dataset.conversations !== "open";
    const button = $("#conversations-button");
    if (show) document.body.dataset.conversations = "open";
    else delete document.body.dataset.conversations;
    if (button) button.setAttribute("aria-expanded", String(show));
    if (show) $("#conversation-list button")?.focus();
  }

  const closeProfile = () => $("#profile details[open]")?.removeAttribute("open");

  // -- copy and download

  async function copy(button) {
    let done = true;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      done = copyBySelection(button.dataset.copy); // not a secure context: http from another machine
    }
    const words = button.textContent;
    button.textContent = done ? button.dataset.done : button.dataset.failed;
    button.addEventListener("blur", () => { button.textContent = words; }, { once: true });
    button.addEventListener("pointerleave", () => { button.textContent = words; }, { once: true });
  }
  function copyBySelection(text) {
    const area = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
    area.className = "sr-only";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }

  function download(payload) {
    if (!payload) return;
    const day = new Date();
    const date = [day.getFullYear(), day.getMonth() + 1, day.getDate()]
      .map((part) => String(part).padStart(2, "0")).join("-");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([payload.text], { type: "text/markdown;charset=utf-8" }));
    link.download = `${payload.name}-${date}.md`;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  // -- parts of the page as Gradio mounts them

  /** A button that names its event in data-fire; with it goes what was typed in its data-form. */
  let fired = ""; // where the focus returns to when the part has been drawn anew
  function fire(button, trigger) {
    const { fire: name, turn = "", verdict = "" } = button.dataset;
    const typed = [...(button.closest("[data-form]")?.querySelectorAll("input") || [])];
    const values = Object.fromEntries(typed.map((one) => [one.name, one.value]));
    fired = `[data-fire="${name}"][data-turn="${turn}"]${verdict ? `[data-verdict="${verdict}"]` : ""}`;
    trigger(name, { ...button.dataset, note: values.note || "", values });
  }

  /** What was ticked or typed in the parts of an answer to the interview, joined as it is typed in the input. */
  function send(button, trigger) {
    const part = button.closest("[data-typed]");
    const boxes = [...part.querySelectorAll("input")];
    const told = boxes[0].type === "checkbox"
      ? boxes.filter((one) => one.checked).map((one) => one.value)
      : boxes.map((one) => one.value.replace(/[|｜]/g, "／").trim());
    if (told.some(Boolean)) trigger("ask", { question: told.join(part.dataset.typed).replace(/[ |]+$/, "") });
    else boxes[0].focus();
  }

  function clicked(event, trigger) {
    const at = (selector) => event.target.closest(selector);
    if (at("[data-send]")) {
      send(at("[data-send]"), trigger);
      return;
    }
    if (at("[data-fire]")) {
      fire(at("[data-fire]"), trigger);
      return;
    }
    const quote = at("mark[data-users], .quote");
    if (quote) {
      if (light(usersOf(quote))) closeSources();
      if (quote.dataset.clause) trigger("open_clause", { ...quote.dataset });
      return;
    }
    const link = at("[data-clause]");
    if (link) {
      light(usersOf(link));
      openClause(link, trigger);
    } else if (at("[data-ask]")) {
      trigger("ask", { question: at("[data-ask]").dataset.ask });
    } else if (at("[data-copy]")) {
      copy(at("[data-copy]"));
    } else if (at("[data-conversation]")) {
      toggleConversations(false);
      trigger("open_conversation", { conversation: at("[data-conversation]").dataset.conversation });
    }
  }

  let [shownTurns, shownActive, shownEditing] = ["0", "", ""];
  let following = false; // the newest question is kept at the top while its answer grows
  const stopFollowing = () => { following = false; };

  function followChat(element) {
    const log = element.querySelector(".log");
    if (!log) return;
    document.getElementById("opening")?.remove();
    if (log.lang && !speaking(log.lang) && log.lang !== document.documentElement.lang) window.cqoLanguage.set(log.lang);
    if (log.dataset.title) document.title = log.dataset.title;
    nameControls(log.dataset);
    const offline = document.getElementById("offline");
    if (offline && log.dataset.offline) offline.textContent = log.dataset.offline;
    const problem = log.querySelector(".problem");
    if (problem) problem.scrollIntoView({ block: "nearest" });
    askAbout();
    const { turns, active, editing } = log.dataset;
    if (turns !== shownTurns || (active && active !== shownActive)) following = true;
    [shownTurns, shownActive] = [turns, active];
    const asked = active ? $(`#turn-${active}`) : log.querySelector(".turn:last-of-type");
    if (following && asked) showTurn($("#chat-log"), asked);
    const open = log.querySelector(".asking h3"); // the keys go on from the interview's question
    if (editing !== shownEditing) $("#question textarea")?.focus();
    else if (open && !active && document.activeElement === document.body) open.focus({ preventScroll: true });
    else if (fired && document.activeElement === document.body) log.querySelector(fired)?.focus({ preventScroll: true });
    shownEditing = editing;
    fired = "";
    if (log.dataset.busy === "false") following = false;
  }

  /** A turn from its beginning; of one that only asks, and is longer than the screen, what is to be pressed. */
  function showTurn(frame, turn) {
    const open = turn.querySelector(".interviewing .asking");
    const place = open && turn.offsetHeight > frame.clientHeight && open.offsetHeight < frame.clientHeight ? open : turn;
    place.scrollIntoView({ block: place === turn ? "start" : "end", behavior: behavior() });
  }

  /** At first: change to the language that was chosen on the library page, if it was. */
  let spoken = false;
  function speaking(shown) {
    const chosen = document.documentElement.lang;
    const other = !spoken && chosen !== shown && ["zh-CN", "en"].includes(chosen);
    spoken = true;
    if (other) $("#language-switch").click();
    return other;
  }

  /** Other pages send a person here with the text that a question will be about (`about`), or with a
   * question (`q`). Both only fill the box; the person sends. */
  function askAbout() {
    const address = new URL(location.href);
    const about = address.searchParams.get("about");
    const question = address.searchParams.get("q");
    const area = $("#question textarea");
    if (!(about || question) || !area) return;
    for (const name of ["about", "q"]) address.searchParams.delete(name);
    history.replaceState(null, "", address);
    area.value = question || (about.startsWith("《") ? about : `《${about}》`);
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  }

  /** Names for readers of screens; Gradio has no place for them. */
  function nameControls({ region, question, chat, sources }) {
    $("#region input")?.setAttribute("aria-label", region);
    $("#question textarea")?.setAttribute("aria-label", question);
    for (const [id, role, name] of [["#chat-log", "log", chat], ["#sources-panel", "complementary", sources]]) {
      $(id)?.setAttribute("role", role);
      $(id)?.setAttribute("aria-label", name);
    }
    document.querySelectorAll(".tool").forEach((tool) => { tool.title = tool.textContent.trim(); });
    const button = $("#conversations-button");
    if (button && !button.hasAttribute("aria-expanded")) button.setAttribute("aria-expanded", "false");
  }

  function bind(part, element, trigger, watch) {
    element.addEventListener("click", (event) => clicked(event, trigger));
    element.addEventListener("keydown", (event) => {
      if ((event.key === "Enter" || event.key === " ") && event.target.matches("mark[role=button]")) {
        event.preventDefault();
        event.target.click();
      }
      const form = event.key === "Enter" && !event.isComposing && event.target.closest("[data-form]");
      if (form && event.target.matches("input")) form.querySelector("[data-fire], [data-send]").click();
    });
    if (part === "chat") {
      for (const own of ["wheel", "touchmove"]) element.addEventListener(own, stopFollowing, { passive: true });
    }
    const updated = { chat: () => followChat(element), reader: showReading }[part];
    if (updated) {
      watch("value", () => requestAnimationFrame(updated));
      requestAnimationFrame(updated);
    }
  }

  // -- keys and pointers of the whole page

  const inQuestion = (event) => event.target.matches?.("#question textarea");

  /** Enter sends; Shift+Enter breaks the line; Enter that ends Chinese input only ends that. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !inQuestion(event)) return;
    event.stopPropagation();
    if (event.isComposing || event.keyCode === 229 || event.shiftKey) return;
    event.preventDefault();
    $("#send").click();
  }, true);
  // Gradio sends on the key press that follows.
  document.addEventListener("keypress", (event) => {
    if (event.key === "Enter" && inQuestion(event)) event.stopPropagation();
  }, true);

  document.addEventListener("click", (event) => {
    const area = $("#question textarea");
    if (!area || !event.target.closest?.("#send")) return;
    if (area.value.trim()) return;
    event.stopPropagation(); // nothing to send
    area.focus();
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    closeSources();
    closeProfile();
    toggleConversations(false);
  });
  document.addEventListener("pointerdown", (event) => {
    const outside = (selector) => !event.target.closest(selector);
    if (outside("#profile")) closeProfile();
    if (outside("#sources-panel") && narrow.matches) closeSources();
    if (outside("#conversation-list") && outside("#conversations-button")) toggleConversations(false);
  });

  /** The drafting page may read what was said here, to propose it; the person confirms each fact there. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#draft-link a");
    const open = $("#conversation-list [aria-current]")?.dataset.conversation;
    if (link && open) link.href = `./draft?conversation=${encodeURIComponent(open)}`;
  }, true);

  return { bind, closeSources, download, switchTheme: window.cqoTheme.change, toggleConversations: () => toggleConversations() };
})();
