// The front end of the claims and their sources: a table with fields to filter it, and headers that sort it.
// Every text is set as text.

function render({ model, el }) {
  const id = `claims-${nextNumber()}`;
  const columns = model.get("columns");
  const rows = model.get("rows").map((row, place) => ({ ...row, place }));
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // The fields above the table: words, a menu for some columns, and one for the distance in time.
  const words = make("input", { type: "text", autocomplete: "off" });
  const menus = columns.map(({ menu }, number) => {
    const values = [...new Set(rows.map((row) => row.texts[number]))].sort();
    return menu ? menuOf([["any", ""], ...values.map((value) => [value, value])]) : null;
  });
  const spans = menuOf([["any", ""], ...model.get("spans"), ["later", "later"], ["not known", "not known"]]);
  const longest = Math.max(...model.get("spans").map(([, days]) => days));
  const near = ({ days }) => {
    if (spans.value === "") return true;
    if (days === null || spans.value === "not known") return days === null && spans.value === "not known";
    return spans.value === "later" ? Math.abs(days) > longest : Math.abs(days) <= Number(spans.value);
  };
  const fields = make("div", { class: "fields", role: "search", "aria-label": "Filter the claims and their sources" },
    labelled(`${id}-words`, "Words", words),
    ...menus.flatMap((menu, number) => (menu ? [labelled(`${id}-${columns[number].name}`, columns[number].header, menu)] : [])),
    labelled(`${id}-span`, "When made", spans));

  // The table: each header is a button that sorts by its column, and turns the order when pressed again.
  const status = make("p", { role: "status" });
  const body = make("tbody");
  let sorted = { number: 0, down: false };
  const marks = columns.map(() => make("span", { "aria-hidden": "true" }));
  const heads = columns.map(({ header }, number) => make("th", { scope: "col" }, make("button", { type: "button", onclick: () => {
    sorted = { number, down: sorted.number === number && !sorted.down };
    show();
  } }, `${header} `, marks[number])));
  const caption = model.get("caption");
  const table = make("table", {}, make("caption", {}, caption), make("thead", {}, make("tr", {}, ...heads)), body);
  for (const row of rows) row.node = make("tr", {}, ...row.texts.map((text) => make("td", {}, text)));
  const all = make("button", { type: "button", onclick: () => {
    for (const node of fields.querySelectorAll("input, select")) node.value = "";
    show();
  } }, "Show all rows");
  const whole = make("div", { class: "lesson search mathjax_ignore" }, fields, all, status,
    make("div", { class: "rows" }, make("div", { class: "scroll", role: "group", tabindex: "0", "aria-label": caption }, table)));
  keepKeys(whole);
  el.replaceChildren(whole);

  const order = (one, other) => {
    const { number, down } = sorted;
    const name = columns[number].name;
    let by = 0;
    if (name === "distance") by = (one.days ?? Infinity) - (other.days ?? Infinity) || 0;
    else if (name !== "quote") by = one.texts[number].localeCompare(other.texts[number]); // claims keep the order of the text
    return (by || one.place - other.place) * (down ? -1 : 1);
  };
  const fits = (row, wanted) => wanted.every((word) => plain(row.texts.join(" ")).includes(word)) && near(row)
    && menus.every((menu, number) => !menu || menu.value === "" || menu.value === row.texts[number]);
  const show = () => {
    const wanted = plain(words.value).split(/\s+/).filter(Boolean);
    const found = rows.filter((row) => fits(row, wanted)).sort(order);
    body.replaceChildren(...found.map((row) => row.node));
    heads.forEach((head, number) => {
      const chosen = number === sorted.number;
      head.setAttribute("aria-sort", chosen ? (sorted.down ? "descending" : "ascending") : "none");
      marks[number].textContent = chosen ? (sorted.down ? "▼" : "▲") : "↕";
    });
    status.textContent = `${found.length} of ${rows.length} rows.${found.length ? "" : " Take something out, or show all."}`;
  };
  words.addEventListener("input", show);
  for (const menu of [...menus.filter(Boolean), spans]) menu.addEventListener("change", show);
  show();
}

export default { render };
