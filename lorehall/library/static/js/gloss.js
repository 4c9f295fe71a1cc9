// A definition that is shown beside its term closes with Escape, until pointer and focus have left it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const term of document.querySelectorAll(".term:is(:hover, :focus-within)")) {
    term.classList.add("shut");
    const open = () => term.classList.remove("shut");
    term.addEventListener("pointerleave", open, { once: true });
    term.addEventListener("focusout", open, { once: true });
  }
});
