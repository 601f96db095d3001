// What all front ends share; it stands before each of them.

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

// Each widget loads its front end anew, so the number that tells its fields apart is kept by the page.
const nextNumber = () => (globalThis.lessonNumber = (globalThis.lessonNumber ?? 0) + 1);

const menuOf = (options) => make("select", {}, ...options.map(([words, value]) => make("option", { value }, words)));

function labelled(id, label, node) {
  node.id = id;
  return make("div", { class: "field" }, make("label", { for: id }, label), node);
}

// Keys typed in a node are for it, not for the notebook's own shortcuts.
const keepKeys = (node) => node.addEventListener("keydown", (event) => { if (event.key !== "Escape") event.stopPropagation(); });
