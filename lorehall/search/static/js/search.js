// The search box offers titles, tags and people while one types: a combobox with a list, the keyboard first.
// Enter without a choice searches. Without this script it is a plain form.
const WAIT = 90;
const SHORTEST = 2;

class Box {
  constructor(input) {
    this.input = input;
    this.at = -1;
    this.list = document.createElement("ul");
    Object.assign(this.list, { id: "suggestions", className: "suggestions", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.labels[0]?.textContent || "");
    input.after(this.list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "suggestions" })) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    // The box keeps the focus while an option is pressed.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
  }

  get options() {
    return [...this.list.children];
  }

  later() {
    clearTimeout(this.timer);
    this.asking?.abort();
    if (this.input.value.trim().length < SHORTEST) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const asking = (this.asking = new AbortController());
    const scope = this.input.form.elements.in;
    const query = new URLSearchParams({ q: this.input.value });
    if (scope?.checked) query.set("in", scope.value);
    try {
      const answer = await fetch(`${this.input.dataset.suggest}?${query}`, { signal: asking.signal });
      if (answer.ok && asking === this.asking) this.show(await answer.text());
    } catch {
      // Aborted by the next letter, or off line: the plain form is still there.
    }
  }

  show(html) {
    this.list.innerHTML = html.trim();
    this.at = -1;
    this.input.removeAttribute("aria-activedescendant");
    const open = this.options.length > 0 && document.activeElement === this.input;
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.show("");
  }

  move(to) {
    const all = this.options;
    all[this.at]?.setAttribute("aria-selected", "false");
    // One step past either end is the box itself.
    this.at = to < -1 ? all.length - 1 : to >= all.length ? -1 : to;
    const chosen = all[this.at];
    if (!chosen) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    chosen.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  take(option) {
    if (!option) return;
    if (option.dataset.url) {
      location.assign(option.dataset.url);
      return;
    }
    this.input.value = option.dataset.fill;
    this.close();
  }

  key(event) {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (this.list.hidden) {
      if (event.key === "ArrowDown" && this.input.value) this.later();
      return;
    }
    const act = {
      ArrowDown: () => this.move(this.at + 1),
      ArrowUp: () => this.move(this.at - 1),
      Escape: () => this.close(),
      Enter: this.at >= 0 && (() => this.take(this.options[this.at])),
    }[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  }
}

for (const input of document.querySelectorAll("[data-suggest]")) new Box(input);
