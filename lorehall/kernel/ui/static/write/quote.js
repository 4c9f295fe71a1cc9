// Quotes a post into the reply, with a link back: what is selected in it, by a button that comes beside the selection
// or by the key q, or all of its own words, by the post's own link.
const offered = Object.assign(document.createElement("button"), { type: "button", className: "btn quote-this" });
const target = () => document.querySelector("main text-composer");

// The post around a node, and who wrote it.
function source(node) {
  const prose = (node?.nodeType === 1 ? node : node?.parentElement)?.closest("main .prose");
  const post = prose?.closest("[id^=p]");
  if (!post || !/^p\d+$/.test(post.id)) return null;
  const link = post.querySelector(":scope > .acts [data-quote]");
  const name = link?.dataset.quoteName ?? post.dataset.by ?? post.querySelector(":scope > .by strong, :scope > .name, :scope > b")?.textContent;
  return { prose, post, name: name?.trim() || "", url: link?.dataset.quoteUrl ?? `/p/${post.id.slice(1)}` };
}

function selected(post = null) {
  const chosen = getSelection();
  if (chosen.isCollapsed || !chosen.toString().trim()) return null;
  const found = source(chosen.anchorNode);
  const other = source(chosen.focusNode);
  if (!found || found.prose !== other?.prose || (post && found.post !== post)) return null;
  return { ...found, range: chosen.getRangeAt(0) };
}

function own(prose) {
  const copy = prose.cloneNode(true);
  for (const nested of copy.querySelectorAll("blockquote")) nested.remove();
  return copy;
}

function quote({ name, url }, piece) {
  const composer = target();
  const { area } = composer;
  const words = composer.markdown(piece).trim() || piece.textContent.trim();
  const who = name.replace(/[[\]\\]/g, "\\$&") || url;
  const lines = words.split("\n").map((line) => `> ${line}`.trimEnd());
  const text = `> [${who}](${url}):\n>\n${lines.join("\n")}\n\n`;
  if (!composer.querySelector(".shown").hidden) composer.querySelector("[data-preview]").click();
  const end = area.value.length;
  const blank = area.value.length - area.value.trimEnd().length;
  composer.put(end - blank, end, (end - blank ? "\n\n" : "") + text);
  area.scrollIntoView({ block: "center" });
}

// A selection inside one line of code or one link is still code or a link.
function piece({ range, prose }) {
  const copy = document.createElement("div");
  copy.append(range.cloneContents());
  let around = range.commonAncestorContainer;
  if (around.nodeType !== 1) around = around.parentElement;
  for (; around !== prose; around = around.parentElement) {
    if (!/^(CODE|PRE|STRONG|EM|A|LI|UL|OL|S)$/.test(around.tagName)) continue;
    const shell = around.cloneNode(false);
    shell.append(...copy.childNodes);
    copy.append(shell);
  }
  return copy;
}

function offer() {
  if (document.activeElement === offered) return;
  const found = target() ? selected() : null;
  if (!found) {
    offered.remove();
    return;
  }
  offered.textContent = document.getElementById("announce")?.dataset.quoting || "Quote";
  found.prose.after(offered);
  const box = found.range.getBoundingClientRect();
  const frame = offered.offsetParent.getBoundingClientRect();
  offered.style.top = `${box.bottom - frame.top + 6}px`;
  offered.style.left = `${Math.max(0, Math.min(box.left - frame.left, frame.width - offered.offsetWidth))}px`;
}

let timer = 0;
document.addEventListener("selectionchange", () => {
  clearTimeout(timer);
  timer = setTimeout(offer, 120);
});

// A press would take the selection away before it is a click.
offered.addEventListener("pointerdown", (event) => event.preventDefault());
function take() {
  const found = selected();
  offered.remove();
  if (found) quote(found, piece(found));
}

offered.addEventListener("click", take);
document.addEventListener("keydown", (event) => {
  if (event.key !== "q" || !offered.isConnected || event.defaultPrevented) return;
  if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("lorehall.keys") === "off") return;
  event.preventDefault();
  take();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-quote]");
  const post = link && document.getElementById(link.dataset.quote);
  const prose = post?.querySelector(".prose");
  if (!prose || !target()) return;
  event.preventDefault();
  const found = selected(post);
  quote({ name: link.dataset.quoteName, url: link.dataset.quoteUrl }, found ? piece(found) : own(prose));
});
