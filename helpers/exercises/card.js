// The front end of an exercise: real form controls, drawn from a form that never holds an answer.
// Every string is set as text, never as markup. What is right is decided in Python.

// One function for each way to answer. Each returns the nodes, how to read the answer (null: none yet) and how to show one;
// `held`, where what is half filled in is no answer yet but is to be kept, `draft` for words, `missing` for what to do first.
const inputs = {
  radio: (form, id, changed) => choices(form.options, id, "radio", changed),
  checkbox: (form, id, changed) => choices(form.options, id, "checkbox", changed),

  text(form, id, changed) {
    const field = make("input", { type: "text", id: id + "-text", autocomplete: "off", "aria-describedby": id + "-example", oninput: changed,
      onkeydown: (event) => { if (event.key === "Enter") changed.enter(); } });
    const example = make("span", { id: id + "-example", class: "quiet" }, form.example || "");
    return {
      nodes: [make("label", { for: id + "-text" }, form.label), field, example],
      read: () => field.value.trim() || null,
      write: (answer) => { field.value = answer ?? ""; },
      draft: () => field.value,
    };
  },

  area(form, id, changed) {
    const field = make("textarea", { id: id + "-text", rows: form.lines, oninput: changed });
    return {
      nodes: [make("label", { for: id + "-text" }, form.label), field],
      read: () => field.value.trim() || null,
      write: (answer) => { field.value = answer ?? ""; },
      draft: () => field.value,
    };
  },

  order(form, id, changed) {
    const list = make("ol", { class: "order", "aria-label": "The lines, in your order" });
    const position = make("p", { class: "quiet", role: "status" });
    const rows = () => [...list.children];
    let moved = false; // the order in which the lines are at first is not an answer
    const announce = (row) => { position.textContent = `“${row.words}” is now ${rows().indexOf(row) + 1} of ${rows().length}.`; };
    const ends = () => rows().forEach((row) => row.querySelectorAll("button").forEach(
      (button) => button.setAttribute("aria-disabled", String(!row[button.value < 0 ? "previousSibling" : "nextSibling"]))));
    // The other line moves, so the one that is held keeps the focus and the pointer.
    const step = (row, by) => {
      const other = by < 0 ? row.previousSibling : row.nextSibling;
      if (!other) return false;
      if (by < 0) row.after(other); else row.before(other);
      moved = true;
      ends();
      return true;
    };
    const move = (row, by) => {
      if (step(row, by)) changed();
      announce(row);
    };
    const button = (row, by, words) => make("button", { type: "button", class: "second move", value: by, "aria-label": `${words}: ${row.words}`,
      onclick: () => move(row, by) });
    form.options.forEach((words, number) => {
      const row = make("li");
      Object.assign(row, { number, words });
      row.append(make("span", { class: "grip" }), make("span", { class: "line" }, words),
        button(row, -1, "Move up"), button(row, 1, "Move down"));
      row.addEventListener("keydown", (event) => {
        const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (!by) return;
        event.preventDefault();
        move(row, by);
      });
      drag(row, (up, y) => { // a line is passed once the pointer is beyond its middle
        const other = up ? row.previousSibling : row.nextSibling, box = other?.getBoundingClientRect();
        return Boolean(box) && (up ? y < box.top + box.height / 2 : y > box.top + box.height / 2) && step(row, up ? -1 : 1);
      }, () => { changed(); announce(row); });
      list.append(row);
    });
    ends();
    return {
      nodes: [make("p", { class: "how" }, "Drag the lines into order, or move each one with its arrows. Keyboard: Tab to an arrow, then Enter or the up and down keys."),
        make("p", { class: "quiet" }, form.start), list, make("p", { class: "quiet" }, form.end), position],
      read: () => moved ? rows().map((row) => row.number) : null,
      write: (answer) => {
        moved = answer != null;
        (answer ?? form.options.map((_, number) => number)).forEach((number) => list.append(rows().find((row) => row.number === number)));
        ends();
      },
      missing: "Move at least one line first.",
    };
  },

  match(form, id, changed) {
    const menus = form.options.map((words, number) => make("select", { id: `${id}-${number}`, onchange: changed },
      make("option", { value: "" }, "choose …"), ...form.choices.map((choice, value) => make("option", { value }, choice))));
    return {
      nodes: menus.map((menu, number) => make("div", { class: "pair" }, make("label", { for: menu.id }, form.options[number]), menu)),
      read: () => menus.every((menu) => menu.value !== "") ? menus.map((menu) => Number(menu.value)) : null,
      held: () => menus.some((menu) => menu.value !== "") ? menus.map((menu) => menu.value && Number(menu.value)) : null,
      write: (answer) => menus.forEach((menu, number) => { menu.value = answer ? answer[number] : ""; }),
      missing: "Choose an answer for every line first.",
    };
  },

  mark(form, id, changed) {
    const words = form.options.map((word, number) => make("button", {
      type: "button", class: "word", "aria-pressed": "false", tabindex: number ? "-1" : "0",
      onclick: (event) => { toggle(event.currentTarget); changed(); },
    }, word));
    const toggle = (word, on = word.getAttribute("aria-pressed") !== "true") => word.setAttribute("aria-pressed", String(on));
    const group = make("div", { class: "words", role: "group", "aria-label": "The words of the sentence",
      onkeydown: (event) => {
        const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
        const place = words.indexOf(event.target);
        if (!(event.key in steps) || place < 0) return;
        event.preventDefault(); event.stopPropagation();
        const next = words[Math.min(Math.max(place + steps[event.key], 0), words.length - 1)];
        words[place].tabIndex = -1; next.tabIndex = 0; next.focus();
      } }, ...words.flatMap((word) => [word, " "]));
    const read = () => words.flatMap((word, number) => word.getAttribute("aria-pressed") === "true" ? [number] : []);
    return {
      // A screen reader hears the sentence as a whole before its words one by one.
      nodes: [make("p", { class: "visually-hidden" }, form.options.join(" ")), make("p", { class: "how" }, "Click each word that you mean. Keyboard: arrow keys move, Space marks."), group],
      read: () => read().length ? read() : null,
      write: (answer) => words.forEach((word, number) => toggle(word, (answer ?? []).includes(number))),
      missing: "Mark at least one word first.",
    };
  },

  none: () => ({ nodes: [], read: () => null, write: () => {} }),
};

function choices(options, id, type, changed) {
  const boxes = options.map((words, number) => make("input", { type, name: `${id}-choice`, value: number, onchange: changed }));
  return {
    nodes: boxes.map((box, number) => make("label", { class: "option" }, box, make("span", {}, options[number]))),
    read() {
      const chosen = boxes.filter((box) => box.checked).map((box) => Number(box.value));
      return chosen.length ? (type === "radio" ? chosen[0] : chosen) : null;
    },
    write: (answer) => boxes.forEach((box, number) => { box.checked = answer != null && [answer].flat().includes(number); }),
    missing: "Choose an answer first.",
  };
}

// A line follows the pointer: a mouse may take it anywhere, a finger by its grip, so that the page still scrolls.
function drag(row, pass, done) {
  let dragged = false;
  row.addEventListener("pointerdown", (event) => {
    if (event.button || event.target.closest("button") || (event.pointerType !== "mouse" && !event.target.closest(".grip"))) return;
    event.preventDefault();
    row.setPointerCapture(event.pointerId);
    row.classList.add("dragged");
  });
  row.addEventListener("pointermove", (event) => {
    if (!row.hasPointerCapture(event.pointerId)) return;
    while (pass(true, event.clientY) || pass(false, event.clientY)) dragged = true;
  });
  row.addEventListener("lostpointercapture", () => {
    row.classList.remove("dragged");
    if (dragged) done();
    dragged = false;
  });
}

function lineOf(label, id, changed) {
  const field = make("input", { type: "text", id, autocomplete: "off", maxlength: 500, oninput: changed });
  return {
    nodes: [make("label", { for: id }, label), field],
    read: () => field.value.trim().replace(/\s+/g, " ") || null,
    write: (value) => { field.value = value ?? ""; },
  };
}

// What a verdict asks besides: how sure, how the student knows, and one line each. Nothing of it changes the result.
function questionsOf(form, id, changed) {
  const asked = {};
  const nodes = [];
  const choice = (name, legend, type, missing) => {
    if (!form[name]) return;
    asked[name] = { ...choices(form[name], `${id}-${name}`, type, changed), missing };
    nodes.push(make("fieldset", { class: "more " + name }, make("legend", {}, legend), ...asked[name].nodes));
  };
  const line = (name) => {
    if (!form[name]) return;
    asked[name] = lineOf(form[name], `${id}-${name}`, changed);
    nodes.push(make("div", { class: "more" }, ...asked[name].nodes));
  };
  choice("confidence", "How sure are you?", "radio", "Say how sure you are, too.");
  choice("basis", "How do you know? Choose one or more.", "checkbox", "Say how you know, too.");
  line("evidence");
  line("change_mind");
  const names = ["confidence", "basis", "evidence", "change_mind"];
  return {
    nodes,
    read: () => names.map((name) => asked[name]?.read() ?? null),
    write: (values) => names.forEach((name, place) => asked[name]?.write(values[place])),
    of: (state) => names.map((name) => state[name] ?? null),
    message: (values) => Object.fromEntries(names.map((name, place) => [name, values[place]])),
    missing: () => Object.values(asked).find((one) => one.missing && one.read() == null)?.missing,
  };
}

// The text with a button for each claim: the one that is open is named as such, those with a verdict have another sign.
function claimsOf(form, go) {
  const buttons = [];
  const open = (place) => { if (place !== form.place) go(place); };
  const paragraphs = form.text.map((pieces) => make("p", {}, ...pieces.map(([words, place]) => {
    if (place == null) return words;
    const current = place === form.place;
    // A real button is a box, which would not run on from one line of the text to the next.
    return buttons[place] = make("span", { role: "button", class: "claim", "aria-current": current && "true", tabindex: current ? "0" : "-1",
      onclick: () => open(place), onkeydown: (event) => {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(place); }
      } }, words, make("span", { class: "visually-hidden" }));
  })));
  const inOrder = paragraphs.flatMap((paragraph) => [...paragraph.querySelectorAll(".claim")]);
  const count = make("p", { class: "quiet" });
  const text = make("div", { class: "claims source-text", role: "group", "aria-label": "The text with its claims", onkeydown: (event) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key], at = inOrder.indexOf(event.target);
    if (!by || at < 0) return;
    event.preventDefault(); event.stopPropagation();
    const next = inOrder[Math.min(Math.max(at + by, 0), inOrder.length - 1)];
    inOrder[at].tabIndex = -1; next.tabIndex = 0; next.focus();
  } }, ...paragraphs);
  return {
    nodes: [make("p", { class: "how" }, "Choose a claim in the text. Keyboard: arrow keys move, Enter opens."), text, count],
    mark: (done) => {
      buttons.forEach((button, place) => {
        button.lastChild.textContent = done[place] ? " (done)" : " (not done)";
        button.classList.toggle("done", done[place]);
      });
      count.textContent = `✓ done: ${done.filter(Boolean).length}. ○ not done: ${done.filter((one) => !one).length}.`;
    },
  };
}

// Feedback, part by part. Where a sentence begins with a sign, the stylesheet draws it in its colour, and a screen reader hears a word.
const SIGNS = { "✓": ["right", "right: "], "◐": ["partly", "partly right: "], "✗": ["wrong", "not right: "] };

function sentence(words) {
  const [kind, spoken] = SIGNS[words[0]] ?? [];
  if (!kind) return make("p", {}, words);
  return make("p", { class: kind }, make("span", { class: "visually-hidden" }, spoken), words.slice(1).trimStart());
}

const SOURCES_IN_LINE = 2;

function sourcesOf(notes) {
  const note = ({ text, address }) => /^https?:\/\//.test(address) ? make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text) : make("span", {}, text);
  const few = notes.slice(0, SOURCES_IN_LINE), rest = notes.slice(SOURCES_IN_LINE);
  const line = make("p", { class: "quiet" }, few.length > 1 ? "Sources: " : "Source: ", ...few.flatMap((one, place) => place ? ["; ", note(one)] : [note(one)]), few.at(-1).text.endsWith(".”") ? "" : ".");
  return rest.length
    ? [line, make("details", {}, make("summary", {}, rest.length > 1 ? `${rest.length} more sources` : "1 more source"), make("ul", {}, ...rest.map((one) => make("li", {}, note(one)))))]
    : [line];
}

function checklistOf(state, tick) {
  const boxes = state.checklist.map((words, value) => make("input", { type: "checkbox", value, checked: state.ticked.includes(value),
    onchange: () => tick(boxes.filter((box) => box.checked).map((box) => Number(box.value))) }));
  return make("fieldset", { class: "checklist" }, make("legend", {}, "Checklist"),
    ...boxes.map((box, place) => make("label", { class: "option" }, box, make("span", {}, state.checklist[place]))));
}

const sideBySide = (pairs) => make("dl", { class: "pairs" }, ...pairs.map(([label, words]) => make("div", {}, make("dt", {}, label), make("dd", {}, words))));

function feedbackOf(state, tick) {
  const nodes = [make("p", { class: "head " + state.result }, state.head), ...state.reasons.map(sentence)];
  if (state.side_by_side.length) nodes.push(sideBySide(state.side_by_side));
  if (state.checklist.length) nodes.push(checklistOf(state, tick));
  nodes.push(...state.afterwards.map(sentence));
  if (state.sources.length) nodes.push(...sourcesOf(state.sources));
  return nodes;
}

// What was entered and not yet checked outlives a kernel that dies: the tab remembers it, the journal takes over.
function memory(form) {
  const key = `lesson-exercise-${form.id}`, question = JSON.stringify([form.question, form.options]);
  const call = (work) => { try { return work(); } catch { return null; } }; // a browser may forbid it
  return {
    keep: (entered) => call(() => sessionStorage.setItem(key, JSON.stringify({ question, ...entered }))),
    recall: () => call(() => { const found = JSON.parse(sessionStorage.getItem(key)); return found?.question === question ? found : null; }),
    forget: () => call(() => sessionStorage.removeItem(key)),
  };
}

// A form that changes is another exercise: it is drawn again. What chose it keeps the focus, but a claim that was chosen in the text
// opens below, so the focus goes there.
function render({ model, el }) {
  let stop = card({ model, el });
  const redraw = () => {
    const focused = document.activeElement, inside = el.contains(focused);
    const target = [".next", ".menu"].find((selector) => focused?.matches(selector)) ?? ".question";
    stop();
    stop = card({ model, el });
    if (inside) (el.querySelector(target) ?? el.querySelector(".menu"))?.focus();
  };
  model.on("change:form", redraw);
  return () => { model.off("change:form", redraw); stop(); };
}

const NOTHING = JSON.stringify(Array(5).fill(null));

const SILENCE = "The notebook does not answer. If a cell is still running, wait for it. Otherwise choose Kernel, Restart Kernel in the menu, " +
  "then Run, Run All Above Selected Cell. Then run this cell and press Check again. What you entered stays here.";

function card({ model, el }) {
  const form = model.get("form");
  const id = `exercise-${nextNumber()}`;
  const kept = memory(form);
  let checked = null; // the answer that was checked last: the same one is not checked twice
  const sent = new Set(); // what this view shows or has checked; another view of the same exercise may check, too
  let began = Date.now();
  let drafting = 0, waiting = 0;

  const send = (message) => {
    clearTimeout(waiting);
    if (!["draft", "checklist"].includes(message.action)) waiting = setTimeout(() => { checked = null; free(true); say(SILENCE); }, 5000);
    try { model.send(message); } catch { /* no kernel: the sentence above comes */ }
  };
  const draft = () => {
    clearTimeout(drafting);
    drafting = 0;
    send({ action: "draft", text: input.draft() });
  };
  const remember = () => {
    free(true);
    kept.keep({ entry: entry(input.held) });
  };
  // Another choice is not what the feedback is about, so the feedback goes. A text can be improved with it in view.
  const changed = () => {
    remember();
    if (!form.keeps_result) status.replaceChildren();
    if (input.draft && !drafting) drafting = setTimeout(draft, 800);
  };
  const input = inputs[form.input](form, id, changed);
  const more = questionsOf(form, id, remember);
  const status = make("div", { class: "feedback", role: "status" });
  const hints = make("ol", { class: "hints", "aria-label": "Hints" });

  const entry = (read = input.read) => [read(), ...more.read()]; // what is half filled in is held, but no answer yet
  const write = ([answer, ...values]) => { input.write(answer); more.write(values); };
  changed.enter = () => press();
  const press = () => {
    const [answer, ...values] = entry();
    const missing = answer == null ? input.missing || "Write your answer first." : more.missing();
    if (missing) return say(missing);
    const given = JSON.stringify([answer, ...values]);
    if (given === checked) return;
    checked = given;
    sent.delete(NOTHING); // a vote that is hidden again comes back as nothing
    sent.add(given);
    free(false);
    clearTimeout(drafting);
    drafting = 0;
    send({ action: "check", answer, ...more.message(values), seconds: Math.round((Date.now() - began) / 100) / 10 });
    began = Date.now();
  };
  const say = (words) => status.replaceChildren(make("p", {}, words));
  const free = (yes) => check.setAttribute("aria-disabled", String(!yes));
  const check = make("button", { type: "button", class: "first", onclick: press }, form.check ?? "Check");
  const tick = (ticked) => send({ action: "checklist", ticked });
  // The second click of a double click does nothing: another button may have come under the pointer.
  const button = (action, words) =>
    make("button", { type: "button", class: "second", onclick: (event) => { if (event.detail < 2) send({ action }); } }, words);
  const hint = button("hint", "Hint"), solution = button("solution", "Show the solution"), restart = button("restart", "Start over");

  const show = (first) => {
    const state = model.get("state");
    const focused = document.activeElement;
    clearTimeout(waiting);
    const last = [state.answer ?? null, ...more.of(state)], reset = !first && state.reset !== show.reset;
    if (reset) kept.forget();
    if (first || reset || (state.head && !sent.has(JSON.stringify(last)))) {
      write(last);
      sent.clear();
      sent.add(JSON.stringify(last));
      checked = null;
      free(true);
      began = Date.now();
    }
    if (state.head) checked = JSON.stringify(last);
    show.reset = state.reset;
    const unsent = first && kept.recall()?.entry;
    const again = unsent && unsent.some((one) => one != null) && JSON.stringify(unsent) !== checked;
    if (again) write(unsent);
    else if (JSON.stringify(entry()) === checked) kept.forget();
    const news = [];
    const same = form.keeps_result || form.input === "none" || JSON.stringify(input.read()) === JSON.stringify(last[0]);
    if (state.head && !again && same) news.push(...feedbackOf(state, tick));
    if (state.solution) news.push(make("p", {}, make("b", {}, "Solution: "), state.solution));
    const note = again ? "What you had entered is here again. Press Check when you are ready." : state.note;
    if (note) news.push(make("p", { class: "quiet" }, note));
    // A screen reader reads what is new: after a hint the hint, and not the feedback once more.
    const given = state.hints || [], before = hints.children.length;
    if (first || given.length <= before || state.note) status.replaceChildren(...news);
    if (given.length < before) hints.replaceChildren();
    hints.append(...given.slice(hints.children.length).map((words) => make("li", {}, words)));
    hints.hidden = !given.length;
    hint.hidden = !state.hints_left;
    hint.textContent = `Hint (${state.hints_left} left)`;
    solution.hidden = !state.may_see_solution || Boolean(state.solution);
    restart.hidden = !state.started;
    (state.done || []).forEach((done, place) => { menu.options[place].textContent = form.menu[place] + (done ? " (done)" : ""); });
    if (claims) claims.mark(state.done);
    // A button that disappears must not take the focus with it.
    if (focused && focused.hidden && el.contains(focused)) [check, restart, whole].find((one) => one.isConnected && !one.hidden).focus();
  };

  const legend = make("legend", {}, form.question);
  const parts = [legend];
  if (form.quote) parts.push(make("blockquote", {}, `“${form.quote}”`));
  if (form.how) parts.push(make("p", {}, form.how));
  const group = make("fieldset", { class: "question", tabindex: "-1" }, ...parts, ...input.nodes);
  const row = make("div", { class: "row" });
  if (form.input !== "none") row.append(check);
  row.append(hint, solution, restart);
  const whole = make("div", { class: "lesson exercise", tabindex: "-1" });
  const go = (place) => send({ action: "go", place });
  const claims = form.text && claimsOf(form, go);
  const menu = form.menu && make("select", { class: "menu", id: id + "-menu", onchange: () => go(Number(menu.value)) },
    ...form.menu.map((words, value) => make("option", { value, selected: value === form.place }, words)));
  if (menu) {
    if (claims) whole.append(...claims.nodes);
    whole.append(make("label", { for: menu.id }, "Claim"), menu);
    if (form.place + 1 < form.menu.length) row.append(make("button", { type: "button", class: "second next", onclick: () => go(form.place + 1) }, "Next claim"));
  }
  whole.append(make("p", { class: "quiet" }, form.label_line), group);
  whole.append(...more.nodes, row, make("div", { "aria-live": "polite" }, hints), status);
  keepKeys(whole);
  whole.addEventListener("keydown", (event) => {
    if (event.key === "Escape") backToCell(el);
    // A key that is held down presses a button once; only the arrows of a line go on.
    if (event.repeat && event.key === "Enter" && event.target.matches("button:not(.move)")) event.preventDefault();
  });
  el.replaceChildren(whole);
  show(true);
  const update = () => { show(false); document.dispatchEvent(new Event("lesson-saved")); };
  model.on("change:state", update);
  return () => {
    model.off("change:state", update);
    clearTimeout(waiting);
    if (drafting) draft();
  };
}

export default { render };
