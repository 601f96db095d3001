// Buttons that save all answers in one form each. Python saves; every string is set as text.

const SILENCE = "Nothing was saved: the notebook does not answer. If a cell is still running, wait for it. Otherwise choose Kernel, Restart Kernel " +
  "in the menu, run this cell again and press the button once more.";

function render({ model, el }) {
  const id = `hand-in-${nextNumber()}`;
  let waiting = 0;
  const message = make("div", { class: "feedback", role: "status" });
  const line = make("textarea", { rows: 5, readonly: true, onfocus: () => line.select() });
  const copied = make("span", { class: "quiet", role: "status" });
  const copy = async () => {
    line.select();
    try { await navigator.clipboard.writeText(line.value); } catch { document.execCommand("copy"); }
    copied.textContent = "Copied.";
  };
  const lineParts = make("div", { hidden: true }, labelled(`${id}-line`, "The line", line),
    make("div", { class: "row" }, make("button", { type: "button", class: "second", onclick: copy }, "Copy the line"), copied));
  const save = (form) => {
    clearTimeout(waiting);
    message.replaceChildren(make("p", {}, "Saving …"));
    waiting = setTimeout(() => message.replaceChildren(make("p", {}, SILENCE)), 10000);
    try { model.send({ action: "save", form }); } catch { /* no kernel: the sentence above comes */ }
  };
  const buttons = model.get("forms").map(([form, label], place) =>
    make("button", { type: "button", class: place ? "second" : "first", onclick: () => save(form) }, label));
  const show = () => {
    const state = model.get("state");
    clearTimeout(waiting);
    message.replaceChildren(...(state.message ?? []).map((words) => make("p", {}, words)));
    lineParts.hidden = !state.line;
    line.value = state.line ?? "";
    copied.textContent = "";
  };
  const whole = make("div", { class: "lesson exercise" }, make("p", { style: "margin-top: 0" }, make("b", {}, model.get("task"))),
    make("div", { class: "row" }, ...buttons), message, lineParts);
  whole.addEventListener("keydown", (event) => { if (event.key === "Escape") backToCell(el); });
  keepKeys(whole);
  el.replaceChildren(whole);
  show();
  model.on("change:state", show);
  return () => { model.off("change:state", show); clearTimeout(waiting); };
}

export default { render };
