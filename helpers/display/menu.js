// The front end of a menu above one page, with buttons to go to the page before and the next one.
// The pages are markup that Python has escaped; everything else is set as text.

function render({ model, el }) {
  const entries = model.get("entries");
  const menu = menuOf(entries.map(([label], place) => [label, place]));
  const status = make("p", { role: "status", class: "visually-hidden" });
  const page = make("div");
  const show = (place) => {
    menu.selectedIndex = Math.min(Math.max(place, 0), entries.length - 1);
    page.innerHTML = entries[menu.selectedIndex]?.[1] ?? "";
  };
  const go = (place) => {
    show(place);
    status.textContent = `${menu.selectedIndex + 1} of ${entries.length}: ${entries[menu.selectedIndex][0]}`;
  };
  menu.addEventListener("change", () => go(menu.selectedIndex));
  const button = (label, step) => make("button", { type: "button", onclick: () => go(menu.selectedIndex + step) }, label);
  const steps = make("div", { class: "steps" }, labelled(`menu-${nextNumber()}`, model.get("label"), menu),
    button("Previous", -1), button("Next", 1));
  const whole = make("div", { class: "lesson search mathjax_ignore" }, steps, status, page);
  keepKeys(whole);
  openLinksApart(whole);
  el.replaceChildren(whole);
  show(0);
}

export default { render };
