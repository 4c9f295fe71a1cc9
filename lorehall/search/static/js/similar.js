// <similar-items>: what is like the title that is being typed appears below it, and is announced. Nothing that has the
// focus moves: what comes in above it is scrolled away by as much.
const PAUSE = 350;

class SimilarItems extends HTMLElement {
  connectedCallback() {
    this.field = this.closest("form")?.elements.title;
    this.near = this.querySelector("[data-near]");
    this.voice = this.querySelector("[data-say]");
    if (!this.field || !this.near) return;
    this.asked = this.near.childElementCount ? this.words : "";
    this.field.addEventListener("input", () => this.later());
    if (!this.asked) this.later();
  }

  get words() {
    return this.field.value.trim().replace(/\s+/g, " ");
  }

  later() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const words = this.words;
    if (words === this.asked) return;
    this.asked = words;
    if (words.length < Number(this.dataset.from)) {
      this.put("");
      return;
    }
    const asking = (this.asking = new AbortController());
    try {
      const answer = await fetch(`${this.dataset.url}?${new URLSearchParams({ title: words })}`, { signal: asking.signal });
      if (answer.ok) this.put((await answer.text()).trim());
    } catch {
      // The next letter came, or the line is down: the button below still looks.
    }
  }

  put(html) {
    if (this.near.querySelector("details[open]")) return; // somebody reads it
    const held = document.activeElement;
    const before = held?.getBoundingClientRect().top ?? 0;
    this.near.innerHTML = html;
    if (held && held !== this.field && held !== document.body) window.scrollBy(0, held.getBoundingClientRect().top - before);
    this.voice.textContent = this.near.querySelector(".how-many")?.textContent ?? "";
  }
}
customElements.define("similar-items", SimilarItems);
