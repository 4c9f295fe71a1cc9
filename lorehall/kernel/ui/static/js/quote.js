// Quotes a post into the reply: what is selected in it, or all of its own words, with a link back.
function words(post) {
  const chosen = window.getSelection();
  const prose = post.querySelector(".prose");
  if (!prose) return "";
  if (chosen && !chosen.isCollapsed && prose.contains(chosen.anchorNode) && prose.contains(chosen.focusNode)) {
    return chosen.toString();
  }
  const copy = prose.cloneNode(true);
  for (const nested of copy.querySelectorAll("blockquote")) nested.remove();
  return [...copy.children].map((block) => block.textContent.trim()).join("\n\n");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-quote]");
  if (!link) return;
  const post = document.getElementById(link.dataset.quote);
  const area = document.querySelector("main text-composer textarea");
  if (!post || !area) return;
  event.preventDefault();
  const lines = words(post).trim().split("\n").map((line) => `> ${line}`.trimEnd());
  const name = link.dataset.quoteName.replace(/[[\]\\]/g, "\\$&");
  const before = area.value && !area.value.endsWith("\n\n") ? `${area.value.trimEnd()}\n\n` : area.value;
  area.value = `${before}> [${name}](${link.dataset.quoteUrl}):\n>\n${lines.join("\n")}\n\n`;
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
  area.scrollIntoView({ block: "center" });
});
