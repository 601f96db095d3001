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
    const list = make("div", { class: "order", role: "radiogroup", "aria-label": "Choose an event to move" });
    const position = make("p", { class: "quiet", role: "status" });
    form.options.forEach((words, number) => list.append(
      make("label", { class: "option" }, make("input", { type: "radio", name: id + "-item", value: number }), make("span", {}, words))));
    const rows = () => [...list.children];
    let moved = false; // the order in which the events stand at first is no answer
    const move = (step) => {
      const row = rows().find((one) => one.firstChild.checked);
      if (!row) { position.textContent = "Choose an event first, then move it."; return; }
      const place = rows().indexOf(row) + step;
      if (place >= 0 && place < rows().length) {
        if (step < 0) row.previousSibling.before(row); else row.nextSibling.after(row);
        moved = true;
        changed();
      }
      position.textContent = `“${row.textContent}” is now ${rows().indexOf(row) + 1} of ${rows().length}.`;
    };
    const button = (words, step) => make("button", { type: "button", class: "second move", onclick: () => move(step) }, words);
    return {
      nodes: [make("p", {}, "Choose an event, then press Move up or Move down."), make("p", { class: "quiet" }, form.start), list, make("p", { class: "quiet" }, form.end),
        make("div", { class: "row" }, button("Move up", -1), button("Move down", 1)), position],
      read: () => moved ? rows().map((row) => Number(row.firstChild.value)) : null,
      write: (answer) => {
        moved = answer != null;
        (answer ?? form.options.map((_, number) => number)).forEach(
          (number) => list.append(rows().find((row) => Number(row.firstChild.value) === number)));
      },
      missing: "Move at least one event first: choose it, then press Move up or Move down.",
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

// A form that changes is another exercise: it is drawn again, and what chose it keeps the focus.
function render({ model, el }) {
  let stop = card({ model, el });
  const redraw = () => {
    const next = document.activeElement?.matches(".next");
    stop();
    stop = card({ model, el });
    (next && el.querySelector(".next") || el.querySelector(".menu"))?.focus();
  };
  model.on("change:form", redraw);
  return () => { model.off("change:form", redraw); stop(); };
}

const SILENCE = "The notebook does not answer. If a cell is still running, wait for it. Otherwise choose Kernel, Restart Kernel in the menu, " +
  "then Run, Run All Above Selected Cell. Then run this cell and press Check again. What you entered stays here.";

function card({ model, el }) {
  const form = model.get("form");
  const id = `exercise-${nextNumber()}`;
  const kept = memory(form);
  let checked = null; // the answer that was checked last: the same one is not checked twice
  const sent = new Set(); // what this view has checked; another view of the same exercise may check, too
  let began = Date.now();
  let drafting = 0, waiting = 0;

  const send = (message) => {
    clearTimeout(waiting);
    if (message.action !== "draft") waiting = setTimeout(() => { checked = null; free(true); say(SILENCE); }, 5000);
    try { model.send(message); } catch { /* no kernel: the sentence above comes */ }
  };
  const draft = () => {
    clearTimeout(drafting);
    drafting = 0;
    send({ action: "draft", text: input.draft() });
  };
  const changed = () => {
    free(true);
    kept.keep({ entry: entry(input.held) });
    if (input.draft && !drafting) drafting = setTimeout(draft, 800);
  };
  const input = inputs[form.input](form, id, changed);
  const sure = form.confidence ? choices(form.confidence, id + "-sure", "radio", changed) : null;
  const status = make("div", { class: "feedback", role: "status" });
  const hints = make("ol", { class: "hints", "aria-label": "Hints" });

  const entry = (read = input.read) => [read(), sure ? sure.read() : null]; // what is half filled in is held, but no answer yet
  const write = ([answer, confidence]) => { input.write(answer); if (sure) sure.write(confidence); };
  changed.enter = () => press();
  const press = () => {
    const [answer, confidence] = entry();
    if (answer == null) return say(input.missing || "Write your answer first.");
    if (sure && confidence == null) return say("Say how sure you are, too.");
    const given = JSON.stringify([answer, confidence]);
    if (given === checked) return;
    checked = given;
    sent.add(given);
    free(false);
    clearTimeout(drafting);
    drafting = 0;
    send({ action: "check", answer, confidence, seconds: Math.round((Date.now() - began) / 100) / 10 });
    began = Date.now();
  };
  const say = (words) => status.replaceChildren(make("p", {}, words));
  const free = (yes) => check.setAttribute("aria-disabled", String(!yes));
  const check = make("button", { type: "button", class: "first", onclick: press }, "Check");
  // The second click of a double click does nothing: another button may have come under the pointer.
  const button = (action, words) =>
    make("button", { type: "button", class: "second", onclick: (event) => { if (event.detail < 2) send({ action }); } }, words);
  const hint = button("hint", "Hint"), solution = button("solution", "Show the solution"), restart = button("restart", "Start over");

  const show = (first) => {
    const state = model.get("state");
    const focused = document.activeElement;
    clearTimeout(waiting);
    const last = [state.answer ?? null, state.confidence ?? null], reset = !first && state.reset !== show.reset;
    if (reset) kept.forget();
    if (first || reset || (state.head && !sent.has(JSON.stringify(last)))) {
      write(last);
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
    if (state.head && !again) news.push(make("p", { class: "head " + state.result }, state.head), ...state.reasons.map((reason) => make("p", { class: /^(Sources|In the text): /.test(reason) && "quiet" }, reason)));
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
    (state.done || []).forEach((done, place) => { menu.options[place].textContent = form.menu[place] + (done ? " (answered)" : ""); });
    // A button that disappears must not take the focus with it.
    if (focused && focused.hidden && el.contains(focused)) [check, restart, whole].find((one) => one.isConnected && !one.hidden).focus();
  };

  const legend = make("legend", {}, form.question);
  const parts = [legend];
  if (form.quote) parts.push(make("blockquote", {}, `“${form.quote}”`));
  if (form.how) parts.push(make("p", {}, form.how));
  const group = make("fieldset", {}, ...parts, ...input.nodes);
  const row = make("div", { class: "row" });
  if (form.input !== "none") row.append(check);
  row.append(hint, solution, restart);
  const whole = make("div", { class: "lesson exercise", tabindex: "-1" });
  const go = (place) => send({ action: "go", place });
  const menu = form.menu && make("select", { class: "menu", id: id + "-menu", onchange: () => go(Number(menu.value)) },
    ...form.menu.map((words, value) => make("option", { value, selected: value === form.place }, words)));
  if (menu) {
    whole.append(make("label", { for: menu.id }, "Claim"), menu);
    if (form.place + 1 < form.menu.length) row.append(make("button", { type: "button", class: "second next", onclick: () => go(form.place + 1) }, "Next claim"));
  }
  whole.append(make("p", { class: "quiet" }, form.label_line), group);
  if (sure) whole.append(make("fieldset", { class: "sure" }, make("legend", {}, "How sure are you?"), ...sure.nodes));
  whole.append(row, make("div", { "aria-live": "polite" }, hints), status);
  keepKeys(whole);
  whole.addEventListener("keydown", (event) => {
    // A key that is held down presses a button once; only Move up and Move down go on.
    if (event.repeat && event.key === "Enter" && event.target.matches("button:not(.move)")) event.preventDefault();
  });
  el.replaceChildren(whole);
  show(true);
  const update = () => show(false);
  model.on("change:state", update);
  return () => {
    model.off("change:state", update);
    clearTimeout(waiting);
    if (drafting) draft();
  };
}

export default { render };
