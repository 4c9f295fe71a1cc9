// "Preview" in a composer shows what readers will see, in the place of the text; pressed again it gives the text back.
function look(composer, button, on) {
  composer.querySelector("textarea").hidden = on;
  composer.querySelector(".shown").hidden = !on;
  button.setAttribute("aria-pressed", String(on));
  for (const other of composer.querySelectorAll("[data-md]")) other.disabled = on;
}

async function preview(composer, button) {
  const area = composer.querySelector("textarea");
  const shown = composer.querySelector(".shown");
  if (!shown.hidden) {
    look(composer, button, false);
    area.focus();
    return;
  }
  try {
    const answer = await fetch(button.dataset.preview, {
      method: "POST",
      headers: { "X-CSRFToken": area.form.elements.csrfmiddlewaretoken.value, "X-Requested-With": "fetch" },
      body: new URLSearchParams({ text: area.value }),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    shown.innerHTML = await answer.text();
    look(composer, button, true);
  } catch {
    document.dispatchEvent(new CustomEvent("say", { detail: document.getElementById("announce")?.dataset.failed }));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-preview]");
  const composer = button?.closest("text-composer");
  if (composer) preview(composer, button);
});

// A browser can't point at a field that is hidden: the text is back before the form is checked.
document.addEventListener("click", (event) => {
  const sending = event.target.closest("button:not([type=button])");
  const composer = sending?.form?.querySelector("text-composer:has(.shown:not([hidden]))");
  if (composer) look(composer, composer.querySelector("[data-preview]"), false);
}, true);
