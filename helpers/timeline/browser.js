// The front end of the interactive timeline: menus with labels, the figure, and one event at a time.
// What is drawn is decided in Python. The figure and the event are markup that Python has escaped; all else is set as text.

function render({ model, el }) {
  const id = `timeline-${nextNumber()}`;
  const form = model.get("form");
  const ask = (name, value) => model.send({ [name]: value });
  const fields = make("div", { class: "fields", role: "group", "aria-label": "What is drawn" }, ...form.fields.map((field) => {
    const node = field.options ? menuOf(field.options) : make("input", { type: "text", autocomplete: "off", placeholder: field.example });
    node.value = field.value;
    node.addEventListener("change", () => ask(field.name, node.value));
    return labelled(`${id}-${field.name}`, field.label, node);
  }));
  const boxes = form.categories.map((value) => make("input", { type: "checkbox", value, checked: "" }));
  for (const box of boxes) box.addEventListener("change", () => ask("categories", boxes.filter((one) => one.checked).map((one) => one.value)));
  const kinds = make("fieldset", { class: "kinds" }, make("legend", {}, "Categories"),
    ...boxes.map((box) => make("label", {}, box, ` ${box.value}`)));

  const status = make("p", { role: "status" });
  const picture = make("div");
  const events = make("select");
  events.addEventListener("change", () => ask("look", events.selectedIndex));
  const button = (words, step) => {
    const node = make("button", { type: "button" }, words);
    node.addEventListener("click", () => ask("step", step));
    return node;
  };
  const steps = make("div", { class: "steps" }, button("Previous event", -1), button("Next event", 1), labelled(`${id}-event`, "Event", events));
  const at = make("p", { role: "status" });
  const event = make("div");
  const whole = make("div", { class: "lesson search" }, fields, kinds, status, picture, steps, at, event);
  keepKeys(whole);
  el.replaceChildren(whole);

  const draw = () => {
    const { html, titles } = model.get("drawn");
    const opened = [...picture.querySelectorAll("details")].map((one) => one.open);
    picture.innerHTML = html;
    picture.querySelectorAll("details").forEach((one, place) => { one.open = opened[place] ?? false; });
    events.replaceChildren(...titles.map((words) => make("option", {}, words)));
    look();
  };
  const look = () => {
    const { place, html, spots } = model.get("event");
    picture.querySelectorAll(".here").forEach((one) => one.remove());
    picture.querySelector(".frame").append(...spots.map(([x, y]) => make("span", { class: "here", style: `left:${x * 100}%;top:${y * 100}%` })));
    if (events.selectedIndex !== place) events.selectedIndex = place;
    event.innerHTML = html;
  };
  const say = () => { status.textContent = model.get("said"); at.textContent = model.get("at"); };
  const heard = { drawn: draw, event: look, said: say, at: say };
  draw();
  say();
  for (const [name, act] of Object.entries(heard)) model.on(`change:${name}`, act);

  // The figure takes the colours of the page, also when these change.
  let dark = null;
  const colours = () => {
    const now = document.body.dataset.jpThemeLight === "false";
    if (now !== dark) ask("dark", (dark = now));
  };
  const watcher = new MutationObserver(colours);
  watcher.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  colours();
  return () => {
    watcher.disconnect();
    for (const [name, act] of Object.entries(heard)) model.off(`change:${name}`, act);
  };
}

export default { render };
