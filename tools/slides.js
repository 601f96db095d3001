// Step through the slides of a deck. Without this script all slides are on one page, one below the other.
const slides = [...document.querySelectorAll(".slide")];
let now = 0;

const hidden = () => slides[now].querySelector(".later");

/** Show a slide; its later parts are hidden unless one comes back to it. */
function go(number, complete = false) {
  slides[now].classList.remove("now");
  now = Math.max(0, Math.min(number, slides.length - 1));
  slides[now].classList.add("now");
  for (const part of slides[now].querySelectorAll(".part")) part.classList.toggle("later", !complete);
  history.replaceState(null, "", `#${slides[now].id}`);
  slides[now].querySelector("h1, h2").focus({ preventScroll: true });
}

function next() {
  if (hidden()) hidden().classList.remove("later");
  else if (now < slides.length - 1) go(now + 1);
}

const back = () => now > 0 && go(now - 1, true);

const KEYS = {
  ArrowRight: next, ArrowDown: next, PageDown: next, " ": next,
  ArrowLeft: back, ArrowUp: back, PageUp: back,
  Home: () => go(0), End: () => go(slides.length - 1, true),
};

function fit() {
  const scale = Math.min(innerWidth / 1280, innerHeight / 720);
  const left = (innerWidth - 1280 * scale) / 2;
  document.body.style.setProperty("--fit", `translateX(${left}px) scale(${scale})`);
}

document.addEventListener("keydown", (event) => {
  const own = event.target.closest("button, summary, a") && event.key === " ";
  if (own || event.ctrlKey || event.altKey || event.metaKey || innerWidth < 800) return;
  const action = event.shiftKey && event.key === " " ? back : KEYS[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});
document.getElementById("next").addEventListener("click", next);
document.getElementById("back").addEventListener("click", back);
addEventListener("resize", fit);
document.body.classList.add("shows");
fit();
go(Math.max(0, slides.findIndex((slide) => `#${slide.id}` === location.hash)));
