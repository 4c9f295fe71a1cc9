// A mark (useful, follow, "I have this too") shows at once, and is taken back if the server refuses it.
// Without this script the same button posts the form `act`.
function draw(button, on) {
  button.setAttribute("aria-pressed", String(on));
  button.value = on ? "0" : "1";
  const number = button.querySelector(".n");
  if (number && /^\d+$/.test(number.textContent)) {
    const count = Number(number.textContent) + (on ? 1 : -1);
    number.textContent = String(Math.max(count, 0));
    if (button.querySelector(".symbol")) number.hidden = count <= 0;
  }
  const words = button.querySelector(".words");
  if (words && button.dataset.on) words.textContent = on ? button.dataset.on : button.dataset.off;
}

// The server's own count, where it says one: others press too.
function settle(button, said) {
  const number = button.querySelector(".n");
  if (number && typeof said.count === "number" && said.count < 1000) {
    number.textContent = String(said.count);
    if (button.querySelector(".symbol")) number.hidden = said.count === 0;
  }
}

async function post(button) {
  const body = new FormData(button.form);
  body.set(button.name, button.value);
  const on = button.value === "1";
  button.dataset.busy = "1";
  draw(button, on);
  try {
    const answer = await fetch(button.formAction, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-Requested-With": "fetch" },
      redirect: "manual",
    });
    if (answer.type === "opaqueredirect") {
      // Signed out meanwhile, or a view that only answers with pages: let the browser go there.
      draw(button, !on);
      button.form.requestSubmit(button);
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    settle(button, answer.status === 200 ? await answer.json() : {});
  } catch {
    draw(button, !on);
    document.dispatchEvent(new CustomEvent("say", { detail: document.getElementById("announce")?.dataset.failed }));
  } finally {
    delete button.dataset.busy;
  }
}

let leaving = false;
window.addEventListener("pageshow", () => {
  leaving = false;
});
document.addEventListener("submit", () => {
  leaving = true;
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-mark]");
  if (!button || leaving || !button.form) return;
  event.preventDefault();
  if (!button.dataset.busy) post(button);
});
