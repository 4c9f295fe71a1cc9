// What is selected in a post of the thread is offered to be taken, by a button beside the selection.
const offered = Object.assign(document.createElement("button"), { type: "button", className: "btn quote-this" });

// As far as it stands in the post where it begins.
function chosen() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.toString().trim()) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const prose = range.startContainer.parentElement?.closest("#thread .prose");
  if (!prose?.parentElement.querySelector("[data-take]")) return null;
  if (!prose.contains(range.endContainer)) range.setEndAfter(prose.lastChild);
  return { prose, range };
}

function offer() {
  if (document.activeElement === offered) return;
  const found = chosen();
  if (!found) {
    offered.remove();
    return;
  }
  offered.textContent = found.prose.closest("harvest-desk").dataset.passage;
  if (found.prose.nextElementSibling !== offered) found.prose.after(offered);
  const box = found.range.getBoundingClientRect();
  const frame = offered.offsetParent.getBoundingClientRect();
  offered.style.top = `${box.bottom - frame.top + 6}px`;
  offered.style.left = `${Math.max(0, Math.min(box.left, frame.right - offered.offsetWidth) - frame.left)}px`;
}

let timer = 0;
document.addEventListener("selectionchange", () => {
  clearTimeout(timer);
  timer = setTimeout(offer, 120);
});

// A press would take the selection away before it is a click.
offered.addEventListener("pointerdown", (event) => event.preventDefault());
offered.addEventListener("click", () => {
  const found = chosen();
  offered.remove();
  if (!found) return;
  const piece = document.createElement("div");
  piece.append(found.range.cloneContents());
  getSelection().removeAllRanges();
  found.prose.closest("[data-post]").dispatchEvent(new CustomEvent("passage", { bubbles: true, detail: piece.innerHTML }));
});
