// The front end of “Who could know what?”: a menu and a field for the day above three lists.
// The lists are markup that Python has escaped; everything else is set as text.

function render({ model, el }) {
  const id = `known-${nextNumber()}`;
  const who = menuOf(model.get("options"));
  const day = make("input", { type: "text", autocomplete: "off" });
  const first = model.get("query");
  who.value = first.who;
  day.value = first.day;
  const ask = () => model.send({ who: who.value, day: day.value });
  for (const field of [who, day]) field.addEventListener("change", ask); // Enter, or on leaving the field
  const fields = make("div", { class: "fields", role: "group", "aria-label": "Who, and on which day" },
    labelled(`${id}-who`, "Who", who), labelled(`${id}-day`, "Day", day));
  const status = make("p", { role: "status" });
  const lists = make("div");
  const whole = make("div", { class: "lesson search mathjax_ignore" }, fields, status, lists);
  keepKeys(whole);
  openLinksApart(whole);
  el.replaceChildren(whole);

  const show = () => {
    const found = model.get("found");
    status.textContent = found.status;
    lists.innerHTML = found.html;
  };
  show();
  model.on("change:found", show);
  return () => model.off("change:found", show);
}

export default { render };
