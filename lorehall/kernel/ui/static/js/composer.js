// <text-composer>: toolbar, Ctrl+B/I/K, Ctrl+Enter to send, and a draft that outlives a reload or a step back.
const WRAP = { bold: ["**", "**"], italic: ["_", "_"], link: ["[", "](https://)"] };
const LEAD = { list: "- ", quote: "> " };
const KEYS = { b: "bold", i: "italic", k: "link" };
const SENT = ":sent";

class TextComposer extends HTMLElement {
  connectedCallback() {
    this.area = this.querySelector("textarea");
    if (!this.area) return;
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-md]");
      if (button) this.write(button.dataset.md);
    });
    this.area.addEventListener("keydown", (event) => this.key(event));
    this.restore();
    this.area.addEventListener("input", () => this.keep());
    this.area.form?.addEventListener("submit", () => this.sent());
  }

  get slot_() {
    return this.dataset.draft ? `draft:${this.dataset.draft}` : "";
  }

  key(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      this.area.form?.requestSubmit(this.area.form.querySelector(".btn.primary"));
    } else if (KEYS[event.key] && !event.shiftKey) {
      event.preventDefault();
      this.write(KEYS[event.key]);
    }
  }

  write(kind) {
    const { selectionStart: start, selectionEnd: end, value } = this.area;
    const chosen = value.slice(start, end);
    if (LEAD[kind]) {
      const from = value.lastIndexOf("\n", start - 1) + 1;
      const lines = value.slice(from, end).split("\n");
      const led = lines.map((line) => LEAD[kind] + line).join("\n");
      this.put(from, end, led, from + led.length, from + led.length);
      return;
    }
    const block = kind === "code" && chosen.includes("\n");
    const pair = kind === "code" ? (block ? ["```\n", "\n```"] : ["`", "`"]) : WRAP[kind];
    const text = pair[0] + chosen + pair[1];
    if (kind === "link" && chosen) {
      // The address is what is typed next.
      this.put(start, end, text, start + chosen.length + 3, start + text.length - 1);
    } else {
      this.put(start, end, text, start + pair[0].length, start + pair[0].length + chosen.length);
    }
  }

  put(from, to, text, selectFrom, selectTo) {
    this.area.focus();
    this.area.setSelectionRange(from, to);
    // The old command is the one way that keeps Ctrl+Z working.
    if (!document.execCommand("insertText", false, text)) {
      this.area.setRangeText(text, from, to, "end");
      this.area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.area.setSelectionRange(selectFrom, selectTo);
  }

  keep() {
    clearTimeout(this.timer);
    if (!this.slot_) return;
    this.timer = setTimeout(() => {
      if (this.area.value.trim()) sessionStorage.setItem(this.slot_, this.area.value);
      else sessionStorage.removeItem(this.slot_);
    }, 300);
  }

  restore() {
    if (!this.slot_) return;
    const draft = sessionStorage.getItem(this.slot_);
    const sent = sessionStorage.getItem(this.slot_ + SENT);
    sessionStorage.removeItem(this.slot_ + SENT);
    if (draft && draft === sent) {
      sessionStorage.removeItem(this.slot_);
    } else if (draft && !this.area.value.trim()) {
      this.area.value = draft;
    }
  }

  sent() {
    clearTimeout(this.timer);
    if (!this.slot_ || !this.area.value.trim()) return;
    sessionStorage.setItem(this.slot_, this.area.value);
    sessionStorage.setItem(this.slot_ + SENT, this.area.value);
  }
}

// A page that says "this was not sent" gives the draft back its standing.
if (document.querySelector("[data-unsent]")) {
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith("draft:") && name.endsWith(SENT)) sessionStorage.removeItem(name);
  }
}
customElements.define("text-composer", TextComposer);
