// Voting without leaving the page. Without this script the same button posts the form `act`, and one comes back.
async function send(button) {
  const poll = button.closest(".poll");
  const body = new FormData(button.form);
  poll.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(button.formAction, {
      method: "POST",
      body,
      headers: { "X-Requested-With": "fetch" },
      redirect: "manual",
    });
    // Refused, or signed out meanwhile: the browser goes there, and shows in words what stands in the way.
    if (answer.status !== 200) throw new Error(String(answer.status));
    const room = document.createElement("template");
    room.innerHTML = await answer.text();
    const next = room.content.firstElementChild;
    poll.replaceWith(next);
    next.focus({ preventScroll: true });
  } catch {
    poll.removeAttribute("aria-busy");
    button.dataset.plainly = "1";
    button.form.requestSubmit(button);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".poll button[formaction]");
  if (!button || !button.form || button.dataset.plainly || button.dataset.sure) return;
  event.preventDefault();
  if (!button.closest("[aria-busy]")) send(button);
});
