// The front end of the interactive timeline: menus with labels, the figure, and one event at a time.
// Python decides what is drawn. The figure and the event are markup that Python has escaped; everything else is set
// as text.

function render({ model, el }) {
  const id = `timeline-${nextNumber()}`;
  const form = model.get("form");
  const send = (name, value) => model.send({ [name]: value });
  const fields = make("div", { class: "fields", role: "group", "aria-label": "What is drawn" }, ...form.fields.map((field) => {
    const node = field.options ? menuOf(field.options) : make("input", { type: "text", autocomplete: "off", placeholder: field.example });
    node.value = field.value;
    node.addEventListener("change", () => send(field.name, node.value));
    return labelled(`${id}-${field.name}`, field.label, node);
  }));
  const boxes = form.categories.map((value) => make("input", { type: "checkbox", value, checked: "" }));
  for (const box of boxes) box.addEventListener("change", () => send("categories", boxes.filter((one) => one.checked).map((one) => one.value)));
  const kinds = make("fieldset", { class: "kinds" }, make("legend", {}, "Categories"),
    ...boxes.map((box) => make("label", {}, box, ` ${box.value}`)));

  const status = make("p", { role: "status" });
  const picture = make("div");
  const events = make("select");
  events.addEventListener("change", () => send("show", events.selectedIndex));
  const button = (label, step) => {
    const node = make("button", { type: "button" }, label);
    node.addEventListener("click", () => send("step", step));
    return node;
  };
  const steps = make("div", { class: "steps" }, button("Previous event", -1), button("Next event", 1), labelled(`${id}-event`, "Event", events));
  const position = make("p", { role: "status" });
  const event = make("div");
  const whole = make("div", { class: "lesson search" }, fields, kinds, status, picture, steps, position, event);
  openLinksApart(whole);
  keepKeys(whole);
  el.replaceChildren(whole);

  const draw = () => {
    const { html, titles } = model.get("drawn");
    const opened = [...picture.querySelectorAll("details")].map((one) => one.open);
    picture.innerHTML = html;
    picture.querySelectorAll("details").forEach((one, number) => { one.open = opened[number] ?? false; });
    events.replaceChildren(...titles.map((title) => make("option", {}, title)));
    showEvent();
  };
  const showEvent = () => {
    const { index, html, spots } = model.get("event");
    picture.querySelectorAll(".here").forEach((one) => one.remove());
    picture.querySelector(".frame").append(...spots.map(([x, y]) => make("span", { class: "here", style: `left:${x * 100}%;top:${y * 100}%` })));
    if (events.selectedIndex !== index) events.selectedIndex = index;
    event.innerHTML = html;
  };
  const report = () => {
    status.textContent = model.get("status");
    position.textContent = model.get("position");
  };
  const listeners = { drawn: draw, event: showEvent, status: report, position: report };
  draw();
  report();
  for (const [name, listener] of Object.entries(listeners)) model.on(`change:${name}`, listener);

  // The figure takes the colours of the page, also when these change.
  let dark = null;
  const colours = () => {
    const now = document.body.dataset.jpThemeLight === "false";
    if (now !== dark) send("dark", (dark = now));
  };
  const watcher = new MutationObserver(colours);
  watcher.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  colours();
  return () => {
    watcher.disconnect();
    for (const [name, listener] of Object.entries(listeners)) model.off(`change:${name}`, listener);
  };
}

export default { render };
