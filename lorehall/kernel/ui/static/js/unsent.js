// What is typed and not sent outlives a reload or a step back, in this tab.
const SENT = ":sent";

function slot(area) {
  const name = area.closest?.("text-composer[data-draft]")?.dataset.draft;
  return name ? `draft:${name}` : "";
}

// A page that says "this was not sent" gives the draft back its standing.
if (document.querySelector("[data-unsent]")) {
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith("draft:") && name.endsWith(SENT)) sessionStorage.removeItem(name);
  }
}

for (const area of document.querySelectorAll("text-composer[data-draft] textarea")) {
  const name = slot(area);
  const draft = sessionStorage.getItem(name);
  const sent = sessionStorage.getItem(name + SENT);
  sessionStorage.removeItem(name + SENT);
  if (draft && draft === sent) sessionStorage.removeItem(name);
  else if (draft && !area.value.trim()) area.value = draft;
}

let timer = 0;
document.addEventListener("input", (event) => {
  const name = slot(event.target);
  if (!name) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (event.target.value.trim()) sessionStorage.setItem(name, event.target.value);
    else sessionStorage.removeItem(name);
  }, 300);
});

document.addEventListener("submit", (event) => {
  clearTimeout(timer);
  for (const area of event.target.querySelectorAll("text-composer[data-draft] textarea")) {
    if (!area.value.trim()) continue;
    sessionStorage.setItem(slot(area), area.value);
    sessionStorage.setItem(slot(area) + SENT, area.value);
  }
});
