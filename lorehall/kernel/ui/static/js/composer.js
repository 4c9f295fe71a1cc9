// <text-composer>: a textarea whose tools (static/write/*.js) are fetched when it is first touched. What they share
// stands here and in write/basics.js: `area`, `put`. Ctrl+Enter sends.
let fetched = null;

async function fetchAll() {
  const { tools } = document.querySelector("text-composer [data-tools]").dataset;
  // In their order: write/basics.js holds what the others need.
  for (const address of tools.split(" ").filter(Boolean)) await import(address);
  TextComposer.ready = true;
}

function fetchTools() {
  fetched ||= fetchAll().catch(() => {
    fetched = null;
    document.dispatchEvent(new CustomEvent("say", { detail: document.getElementById("announce")?.dataset.failed }));
  });
  return fetched;
}

class TextComposer extends HTMLElement {
  static ready = false;

  connectedCallback() {
    this.area = this.querySelector("textarea");
    this.addEventListener("focusin", fetchTools, { once: true });
    this.addEventListener("pointerenter", fetchTools, { once: true });
    this.addEventListener("dragenter", fetchTools, { once: true });
    this.area?.addEventListener("keydown", (event) => this.send(event));
  }

  send(event) {
    if (event.key !== "Enter" || event.isComposing || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const form = this.area.form;
    form?.requestSubmit(this.querySelector(".btn.primary") || form.querySelector(".btn.primary"));
  }

  // Writes `text` in place of what stands between `from` and `to`, then selects.
  put(from, to, text, selectFrom = from + text.length, selectTo = selectFrom) {
    this.area.focus();
    this.area.setSelectionRange(from, to);
    // The old command is the one way that keeps Ctrl+Z working.
    if ((text || from !== to) && !document.execCommand(text ? "insertText" : "delete", false, text)) {
      this.area.setRangeText(text, from, to, "end");
      this.area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.area.setSelectionRange(selectFrom, selectTo);
  }
}

// A tool that is clicked before it is there is clicked again when it is.
document.addEventListener(
  "click",
  (event) => {
    const tool = event.target.closest("text-composer .bar button, [data-quote]");
    if (TextComposer.ready || !tool || !document.querySelector("text-composer")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    fetchTools().then(() => TextComposer.ready && tool.click());
  },
  true,
);

// What is selected in a post can be quoted: write/quote.js offers it.
document.addEventListener("selectionchange", () => {
  const chosen = getSelection();
  if (TextComposer.ready || chosen.isCollapsed || !document.querySelector("main text-composer")) return;
  if (!chosen.anchorNode?.parentElement?.closest(".prose")) return;
  fetchTools().then(() => TextComposer.ready && document.dispatchEvent(new Event("selectionchange")));
});
customElements.define("text-composer", TextComposer);
