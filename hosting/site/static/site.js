// The table of events: show the rows that contain all words and have the chosen values.

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function startFilter(form) {
  const rows = [...form.nextElementSibling.querySelectorAll("tbody tr")];
  const texts = rows.map((row) => plain(row.textContent));
  const status = form.querySelector("[role=status]");
  const show = () => {
    const { words, ...chosen } = Object.fromEntries(new FormData(form));
    const wanted = plain(words).split(/[\s,;]+/);
    const fits = (row, place) => wanted.every((word) => texts[place].includes(word))
      && Object.entries(chosen).every(([name, value]) => !value || row.dataset[name].split("; ").includes(value));
    rows.forEach((row, place) => { row.hidden = !fits(row, place); });
    const count = rows.filter((row) => !row.hidden).length;
    status.textContent = `${count} of ${rows.length} events.${count ? "" : " Take a word out, or choose “any”."}`;
  };
  // An address such as record.html#bay-of-pigs leads to its row, whatever is filtered.
  const reveal = () => {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!row?.hidden) return;
    form.reset();
    show();
    row.scrollIntoView();
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show));
  window.addEventListener("hashchange", reveal);
  form.hidden = false;
  show();
}

document.querySelectorAll("form.filter").forEach(startFilter);

// On paper everything is light, and what is folded is open.
window.addEventListener("beforeprint", () => {
  document.documentElement.dataset.themeBefore = document.documentElement.dataset.theme;
  document.documentElement.dataset.theme = "light";
});
window.addEventListener("afterprint", () => {
  document.documentElement.dataset.theme = document.documentElement.dataset.themeBefore;
});
