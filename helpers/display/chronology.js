// The front end of the chronology: labelled fields and menus, rows that open, and the number of events found.
// Python decides which rows fit. The rows are markup that Python has escaped; everything else is set as text.

function render({ model, el }) {
  const id = `search-${nextNumber()}`;
  const query = {};
  let timer = 0;
  const ask = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(() => model.send({ ...query }), wait);
  };
  const field = (name, label, node) => {
    const changed = (wait) => () => { if (query[name] !== node.value) { query[name] = node.value; ask(wait); } };
    if (name === "words") node.addEventListener("input", changed(200)); // while typing
    node.addEventListener("change", changed(0)); // Enter, or on leaving the field
    return labelled(`${id}-${name}`, label, node);
  };
  const text = (example) => make("input", { type: "text", autocomplete: "off", placeholder: example });
  const fields = make("div", { class: "fields", role: "search", "aria-label": "Search the chronology" },
    field("words", "Words", text(model.get("examples").words)),
    field("span", "Dates", text(model.get("examples").span)),
    ...model.get("menus").map(({ column, name, options }) => field(column, name, menuOf(options))));
  const all = make("button", { type: "button" }, "Show all events");
  all.addEventListener("click", () => {
    for (const node of fields.querySelectorAll("input, select")) node.value = "";
    for (const name of Object.keys(query)) query[name] = "";
    ask(0);
  });
  const status = make("p", { role: "status" });
  const rows = make("div", { class: "found", tabindex: "-1" }); // Firefox stops at a list that scrolls, which has no name
  rows.innerHTML = model.get("rows").join("");
  const whole = make("div", { class: "lesson search" }, fields, all, status, rows);
  keepKeys(whole);
  el.replaceChildren(whole);

  const show = () => {
    const found = model.get("found");
    const wanted = new Set(found.places);
    [...rows.children].forEach((row, place) => { row.hidden = !wanted.has(place); });
    status.textContent = found.status;
  };
  show();
  model.on("change:found", show);
  return () => { clearTimeout(timer); model.off("change:found", show); };
}

export default { render };
