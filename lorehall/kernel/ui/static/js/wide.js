// What scrolls sideways can be reached and scrolled by keyboard.
function reach() {
  for (const wide of document.querySelectorAll(".prose pre, .prose table")) {
    if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
    else wide.removeAttribute("tabindex");
  }
}

reach();
window.addEventListener("resize", reach);
document.addEventListener("htmx:afterSwap", reach);
