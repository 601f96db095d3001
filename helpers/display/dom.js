// Shared by all front ends: this code is put before each of them.

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

// Each widget loads its front end again, so the page keeps the number that tells the fields of widgets apart.
const nextNumber = () => (globalThis.lessonNumber = (globalThis.lessonNumber ?? 0) + 1);

const menuOf = (options) => make("select", {}, ...options.map(([label, value]) => make("option", { value }, label)));

function labelled(id, label, node) {
  node.id = id;
  return make("div", { class: "field" }, make("label", { for: id }, label), node);
}

// JupyterLab opens links of stored pages in a new tab; those of a widget would replace the notebook.
const openLinksApart = (node) => node.addEventListener("click", (event) => {
  const anchor = event.target.closest("a[href]");
  if (anchor) Object.assign(anchor, { target: "_blank", rel: "noopener" });
});

// Keys typed in a node must not reach the notebook's own shortcuts.
const keepKeys = (node) => node.addEventListener("keydown", (event) => { if (event.key !== "Escape") event.stopPropagation(); });

// Escape goes back from a card to the cell of the notebook that it is in.
const backToCell = (el) => (el.closest(".jp-Cell") ?? { focus: () => document.activeElement?.blur() }).focus();
