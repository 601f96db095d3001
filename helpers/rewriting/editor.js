// The front end of the editor. Every string is set as text, never as markup. Python saves and checks what is typed.

const QUIET_MS = 600; // so long after the last key the text is sent
const MOST_MS = 4000; // while somebody types on and on, it is sent this often
const MOST_SHOWN = 80;
const SILENCE = "Not saved: the notebook does not answer. If a cell is still running, wait for it. Otherwise choose Kernel, Restart Kernel in the menu and " +
  "run this cell again. Your text stays here and in this tab of the browser.";
const KINDS = {
  problem: { sign: "!", head: "Still to look at" },
  fixed: { sign: "✓", head: "You have fixed" },
  note: { sign: "i", head: "Worth knowing" },
};

const clock = (time) => new Date(time).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
const normal = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const countOf = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
const nameOf = (number) => number ? `Sentence ${number}` : "Heading";

// A text that the kernel has not confirmed yet is remembered by the tab, so that it outlives a reload.
function memory(id) {
  const key = `lesson-rewrite-${id}`;
  const call = (work) => { try { return work(); } catch { return null; } }; // a browser may forbid it
  return {
    keep: (entered) => call(() => sessionStorage.setItem(key, JSON.stringify(entered))),
    recall: () => call(() => JSON.parse(sessionStorage.getItem(key))),
    forget: () => call(() => sessionStorage.removeItem(key)),
  };
}

function menuToInsert(form, id, insert) {
  const entries = [
    ...form.events.map((event) => ({ ...event, group: "Events", find: normal(event.text) })),
    ...form.sources.map((source) => ({ text: source, group: "Sources", find: normal(source) })),
  ];
  const find = make("input", { type: "text", autocomplete: "off", oninput: () => show() });
  const list = make("select", { size: 7, onchange: () => changed(), onkeydown: (event) => { if (event.key === "Enter") { event.preventDefault(); press("text"); } } });
  const said = make("p", { class: "quiet", role: "status" });
  const chosen = () => entries[Number(list.value)];
  const press = (part) => {
    if (list.value === "") { said.textContent = "Choose an event or a source first."; return; }
    const text = chosen()[part];
    insert(text);
    said.textContent = `Inserted: ${text}`;
  };
  const button = make("button", { type: "button", class: "second", onclick: () => press("text") }, "Insert");
  const source = make("button", { type: "button", class: "second", onclick: () => press("source") }, "Insert its source");
  const changed = () => { source.hidden = list.value === "" || !chosen().source; };
  const show = () => {
    const wanted = normal(find.value).split(/\s+/).filter(Boolean);
    const found = entries.filter((entry) => wanted.every((word) => entry.find.includes(word)));
    const groups = ["Events", "Sources"].map((label) => make("optgroup", { label }, ...found.filter((entry) => entry.group === label).slice(0, MOST_SHOWN)
      .map((entry) => make("option", { value: entries.indexOf(entry) }, entry.text))));
    list.replaceChildren(...groups.filter((group) => group.children.length));
    list.value = "";
    said.textContent = wanted.length ? `${found.length} found.` : "";
    changed();
  };
  show();
  return make("details", {}, make("summary", {}, "Insert an event or a source"),
    make("div", { class: "fields" }, labelled(`${id}-find`, "Words to look for", find), labelled(`${id}-list`, "Events and sources", list)),
    make("div", { class: "row" }, button, source), said);
}

function starterButtons(form, insert) {
  if (!form.starters.length) return [];
  const buttons = form.starters.map((words) => make("li", {}, make("button", { type: "button", class: "second", onclick: () => insert(words) }, words)));
  return [make("details", {}, make("summary", {}, "Sentence starters"), make("ul", { class: "starters" }, ...buttons))];
}

function earlierDrafts(id, model, restore) {
  const list = make("select", { onchange: () => look() });
  const preview = make("div", { class: "preview", role: "group", "aria-label": "The chosen draft", tabindex: "0", hidden: true });
  const button = make("button", { type: "button", class: "second", onclick: () => restore(list.value) }, "Bring this draft back");
  const none = make("p", { class: "quiet" }, "There is no draft yet.");
  const some = make("div", {}, labelled(`${id}-drafts`, "Draft", list), preview, make("div", { class: "row" }, button),
    make("p", { class: "quiet" }, "Your present text stays in this list."));
  const look = () => { if (list.value) model.send({ action: "preview", time: list.value }); };
  const details = make("details", { ontoggle: () => { if (details.open) look(); } }, make("summary", {}, "Earlier drafts"), none, some);
  const show = (drafts) => {
    const before = list.value;
    list.replaceChildren(...drafts.map(({ time, count, beginning, mode }) => make("option", { value: time },
      `${new Date(time).toLocaleDateString("en-GB", { day: "numeric", month: "long" })}, ${clock(time)}, ${countOf(count, "word")}${mode === "free" ? "" : ", by sentence"}: ${beginning} …`)));
    if (drafts.some(({ time }) => time === before)) list.value = before;
    none.hidden = drafts.length > 0;
    some.hidden = !drafts.length;
  };
  const previewed = () => { const { time, text } = model.get("preview"); preview.textContent = time === list.value ? text.replace(/\n{2,}/g, "\n").trim() : ""; preview.hidden = !preview.textContent; };
  model.on("change:preview", previewed);
  return { details, show, stop: () => model.off("change:preview", previewed) };
}

function remark({ kind, message, advice }, head) {
  return [make("span", { class: `sign ${kind}`, "aria-hidden": "true" }, KINDS[kind].sign), make("b", {}, head), message, ...(advice ? [` ${advice}`] : [])];
}

function findingsList(kind, word, findings, place, go) {
  const { head } = KINDS[kind];
  const item = (finding) => {
    const where = place(finding);
    const parts = remark(finding, `${word}${where ? ` · ${where}` : ""}: `);
    if (kind !== "fixed" && finding.end > finding.start) {
      const words = finding.words.length > 60 ? `${finding.words.slice(0, 57)}…` : finding.words;
      parts.push(" ", make("button", { type: "button", class: "link", onclick: () => go(finding) }, `Show “${words}”`));
    }
    return make("li", {}, ...parts);
  };
  return findings.length ? [make("h3", {}, head), make("ul", { class: "findings" }, ...findings.map(item))] : [];
}

// What the student judged and marked before, next to the sentence that it is about.
function evidenceList(rows) {
  if (!rows.length) return [];
  const items = rows.map(({ claim, verdict, more }) => make("li", {}, `${claim} `, make("b", {}, verdict), more));
  return [make("p", { class: "evidence-head" }, "Your evidence"), make("ul", { class: "evidence" }, ...items)];
}

const NO_EVIDENCE = "Your evidence table is still empty. Every verdict that you give on a claim of the text will appear here.";
const allEvidence = (rows) => rows.length ? evidenceList(rows) : [make("p", { class: "quiet" }, NO_EVIDENCE)];

function render({ model, el }) {
  const form = model.get("form"), id = `rewrite-${nextNumber()}`, kept = memory(form.id);
  const me = `${id}-${Math.random().toString(36).slice(2)}`;
  let mode = "sentences", timer = 0, silence = 0, firstKey = 0, pending = false, carried = null, target = null, shown = "";

  const area = (rows, described) => make("textarea", { rows, "aria-describedby": described, onfocus: (event) => { target = event.target; }, oninput: () => typed() });
  const remarks = form.original.map((_, number) => make("ul", { id: `${id}-${number}-remarks`, class: "findings" }));
  const boxes = remarks.map((list) => area(3, list.id)), whole = area(22);
  const lines = () => boxes.map((box) => box.value.replace(/\s*\n\s*/g, " "));
  const texts = () => ({ sentences: lines().join("\n").trimEnd(), free: whole.value });

  const send = () => {
    clearTimeout(timer);
    clearTimeout(silence);
    pending = false;
    firstKey = 0;
    silence = setTimeout(() => { saved.textContent = SILENCE; }, 5000);
    try { model.send({ action: "write", mode, text: texts()[mode], sender: me }); } catch { /* no kernel: the sentence above comes */ }
  };
  const typed = () => {
    pending = true;
    firstKey ||= Date.now();
    kept.keep({ mode, sentences: lines(), free: whole.value });
    clearTimeout(timer);
    timer = setTimeout(send, Math.max(0, Math.min(QUIET_MS, firstKey + MOST_MS - Date.now())));
  };
  const leave = () => { if (pending) send(); };

  const insert = (words) => {
    const box = target?.isConnected ? target : mode === "free" ? whole : boxes.find((one) => !one.value) ?? boxes[0];
    box.focus();
    const before = box.value.slice(0, box.selectionStart);
    const text = (/\S$/.test(before) ? " " : "") + words;
    // Undo (Ctrl + Z) goes on working with this command; setRangeText would end it.
    if (!document.execCommand("insertText", false, text)) { box.setRangeText(text, box.selectionStart, box.selectionEnd, "end"); typed(); }
  };

  // Where in which box a finding is: Python counts letters, a browser may count one letter twice.
  const go = ({ start, end }) => {
    const at = (text, place) => [...text].slice(0, place).join("").length;
    const text = texts()[mode];
    let first = at(text, start), last = at(text, end), box = whole;
    if (mode === "sentences") {
      const line = text.slice(0, first).split("\n").length - 1, begin = text.lastIndexOf("\n", first - 1) + 1;
      box = boxes[line];
      [first, last] = [first - begin, last - begin];
    }
    box.focus();
    box.setSelectionRange(first, last);
    box.scrollIntoView({ block: "nearest" });
  };
  const place = ({ sentence }) => sentence == null ? "" : mode === "sentences" ? nameOf(form.original[sentence]?.number ?? sentence) : `Sentence ${sentence}`;

  const original = (sentence) => make("p", { class: "source-text" }, make("span", { class: "quiet" }, sentence.number ? `${sentence.number} ` : ""), sentence.text);
  const bySentence = make("div", { class: "pairs" }, ...form.original.map((sentence, number) => {
    const name = nameOf(sentence.number);
    const judged = evidenceList(form.evidence.filter((row) => row.sentence === sentence.number));
    return make("div", { class: "pair" }, make("div", {}, original(sentence), ...judged), make("div", {}, labelled(`${id}-${number}`, `Your ${name.toLowerCase()}`, boxes[number]), remarks[number]));
  }));
  const freely = make("div", { class: "pair" },
    make("div", {}, make("div", { role: "group", "aria-label": "The original", class: "original", tabindex: "0" }, ...form.original.map(original)),
      make("div", { role: "group", "aria-label": "Your evidence", class: "original", tabindex: "0" }, ...allEvidence(form.evidence))),
    labelled(`${id}-whole`, "Your text", whole));
  const radio = (value, label) => make("label", { class: "option" },
    make("input", { type: "radio", name: `${id}-mode`, value, onchange: () => choose(value) }), make("span", {}, label));
  const modes = make("fieldset", { class: "modes" }, make("legend", {}, "How do you want to write?"), radio("sentences", "Sentence by sentence"), radio("free", "Freely"));
  const note = make("p", { class: "quiet", role: "status" });
  const saved = make("p", { class: "quiet saved" });
  const status = make("p", { role: "status", class: "summary" });
  const results = make("div", {});
  const drafts = earlierDrafts(id, model, (time) => { leave(); model.send({ action: "restore", time }); note.textContent = "The draft is back. The text that was here is in the list of earlier drafts."; });

  const display = () => {
    bySentence.hidden = mode !== "sentences";
    freely.hidden = mode !== "free";
    for (const input of modes.querySelectorAll("input")) input.checked = input.value === mode;
  };
  const choose = (value) => {
    leave();
    mode = value;
    target = null;
    note.textContent = "";
    const joined = lines().filter((line) => line.trim()).join(" ");
    if (mode === "free" && joined && (!whole.value.trim() || whole.value === carried)) {
      whole.value = carried = joined;
      note.textContent = "Your sentences are here as one text. Sentence by sentence, they stay as you left them.";
    } else if (whole.value.trim() && joined) {
      note.textContent = mode === "free" ? "This is your free text as you left it." : "These are your sentences as you left them. Your free text is saved, too.";
    }
    display();
    send();
  };

  const write = ({ mode: wanted, sentences, free }) => {
    mode = wanted;
    boxes.forEach((box, number) => { box.value = sentences[number] ?? ""; });
    whole.value = free;
    display();
  };
  const showFindings = (findings) => {
    const now = JSON.stringify([mode, findings]);
    if (now === shown) return;
    shown = now;
    const of = (kind) => findings.filter((finding) => finding.kind === kind);
    remarks.forEach((list, number) => list.replaceChildren(...of("problem").filter(({ sentence }) => mode === "sentences" && sentence === number)
      .map((finding) => make("li", {}, ...remark(finding, `${form.kinds.problem}: `)))));
    for (const list of remarks) list.hidden = !list.children.length;
    const empty = !texts()[mode].trim();
    results.replaceChildren(...Object.keys(KINDS).flatMap((kind) => findingsList(kind, form.kinds[kind], of(kind), place, go)));
    const words = empty ? "Write your first sentence. The check begins when you stop typing."
      : `The check: ${of("problem").length ? `${countOf(of("problem").length, "thing")} to look at` : "nothing to look at"}, ${of("fixed").length} fixed.`;
    if (status.textContent !== words) status.textContent = words; // it is read aloud, so only when it changes
  };
  const show = () => {
    const state = model.get("state");
    clearTimeout(silence);
    if (state.sender !== me && !pending) write(state);
    if (state.sender === me && !pending && !state.trouble) kept.forget();
    saved.textContent = state.trouble || (state.saved ? `Saved at ${clock(state.saved)}` : "");
    showFindings(state.findings);
    drafts.show(state.drafts);
    document.dispatchEvent(new Event("lesson-saved"));
  };

  const page = make("div", { class: "lesson rewrite" }, make("p", {}, make("b", {}, form.task)), modes, note, bySentence, freely, saved,
    menuToInsert(form, id, insert), ...starterButtons(form, insert),
    make("section", { class: "check", "aria-label": "What the check says" }, status, results, make("p", { class: "quiet" }, form.limits)), drafts.details);
  page.addEventListener("focusout", leave);
  page.addEventListener("keydown", (event) => { if (event.key === "Escape") backToCell(el); });
  keepKeys(page);
  el.replaceChildren(page);
  const unsent = kept.recall();
  show();
  if (unsent && Array.isArray(unsent.sentences) && typeof unsent.free === "string") { write(unsent); send(); }
  model.on("change:state", show);
  return () => {
    model.off("change:state", show);
    drafts.stop();
    leave();
    clearTimeout(silence);
  };
}

export default { render };
