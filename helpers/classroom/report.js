"use strict";
// Which attempt counts: every cell carries all three values.
const chooser = document.querySelector(".chooser");
chooser.hidden = false;
chooser.addEventListener("change", (event) => {
  for (const cell of document.querySelectorAll("td.choice"))
    cell.textContent = cell.dataset[event.target.value];
});
// A heading becomes a button that sorts its column: numbers as numbers, words by the alphabet.
const words = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.ariaSort === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const body = table.tBodies[0];
      const text = (row) => row.cells[place].textContent.trim();
      const rows = [...body.rows].sort((one, other) => words.compare(text(one), text(other)));
      body.append(...(down ? rows.reverse() : rows));
    });
  });
}
