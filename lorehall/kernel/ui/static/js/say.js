// Says something to everyone: in the live region for screen readers, and for a moment on the screen.
// Any script: document.dispatchEvent(new CustomEvent("say", { detail: "Link copied" }))
const region = () => document.getElementById("announce");
let timer = 0;

document.addEventListener("say", (event) => {
  const box = region();
  if (!box || !event.detail) return;
  box.textContent = event.detail;
  box.classList.remove("unseen");
  box.classList.add("said-now");
  clearTimeout(timer);
  timer = setTimeout(() => {
    box.classList.add("unseen");
    box.classList.remove("said-now");
    box.textContent = "";
  }, 4000);
});

document.addEventListener("htmx:responseError", () => {
  document.dispatchEvent(new CustomEvent("say", { detail: region()?.dataset.failed }));
});

// A refused form begins at its summary of what to put right.
document.querySelector("[data-focus]")?.focus();
