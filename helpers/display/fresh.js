// Asks Python for the page again when it comes into view, and when something is saved while it is in view.

function render({ model, el }) {
  let seen = false;
  const look = () => {
    if (!seen) return;
    try { model.send({ action: "look" }); } catch { /* no kernel: the page stays as it is */ }
  };
  const observer = new IntersectionObserver((entries) => { seen = entries.some((entry) => entry.isIntersecting); look(); });
  observer.observe(el.closest(".jp-Cell") ?? el);
  document.addEventListener("lesson-saved", look);
  return () => {
    observer.disconnect();
    document.removeEventListener("lesson-saved", look);
  };
}

export default { render };
