// "Preview" shows what readers will see, in the place of the text and as high; pressed again it gives the text back,
// where it was scrolled to.
function look(composer, on) {
  const shown = composer.querySelector(".shown");
  const button = composer.querySelector("[data-preview]");
  const scrolled = composer.area.scrollTop;
  if (on) shown.style.minHeight = `${composer.area.offsetHeight}px`;
  composer.area.hidden = on;
  shown.hidden = !on;
  button.setAttribute("aria-pressed", String(on));
  for (const other of composer.querySelectorAll(".bar button")) if (other !== button) other.disabled = on;
  if (!on) composer.area.scrollTop = composer.scrolled ?? 0;
  else composer.scrolled = scrolled;
}

async function ask(composer, address) {
  const { area } = composer;
  const room = composer.dataset.room || area.form.elements.room?.value || "";
  const answer = await fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": area.form.elements.csrfmiddlewaretoken.value, "X-Requested-With": "fetch" },
    body: new URLSearchParams({ text: area.value, room }),
  });
  // What can't be kept as it stands says why, in the place of the preview.
  if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
  return answer.text();
}

async function preview(composer, button) {
  const shown = composer.querySelector(".shown");
  if (!shown.hidden) {
    look(composer, false);
    composer.area.focus();
    return;
  }
  button.setAttribute("aria-busy", "true");
  try {
    shown.innerHTML = await ask(composer, button.dataset.preview);
    look(composer, true);
    button.focus();
  } catch {
    document.dispatchEvent(new CustomEvent("say", { detail: document.getElementById("announce")?.dataset.failed }));
  }
  button.removeAttribute("aria-busy");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-preview]");
  const composer = button?.closest("text-composer");
  if (composer) preview(composer, button);
});

// A browser can't point at a field that is hidden: the text is back before the form is checked.
document.addEventListener(
  "click",
  (event) => {
    const form = event.target.closest("button:not([type=button])")?.form;
    for (const composer of form?.querySelectorAll("text-composer:has(.shown:not([hidden]))") ?? []) look(composer, false);
  },
  true,
);
