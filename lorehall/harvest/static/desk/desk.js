// <harvest-desk>: takes posts and passages to where one writes, saves as one goes, and shows what others wrote.
const EVERY = 3000;
const LOOK = 5; // every so many turns one looks what others wrote

class HarvestDesk extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("#draft");
    if (!this.form) return;
    this.area = this.form.querySelector("textarea");
    this.composer = this.form.querySelector("text-composer");
    this.kept = this.typed();
    this.turns = 0;
    this.area.addEventListener("focus", () => { this.wrote = true; });
    this.form.addEventListener("change", (event) => { if (event.target.name === "section") this.wrote = false; });
    this.addEventListener("click", (event) => this.click(event));
    this.addEventListener("passage", (event) => this.take(event.target, event.detail));
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.save(); });
    addEventListener("pagehide", () => { if (!this.sending && this.typed() !== this.kept) navigator.sendBeacon(this.form.action, new FormData(this.form)); });
    this.form.addEventListener("submit", () => { this.sending = true; });
    setInterval(() => this.turn(), EVERY);
  }

  get fields() {
    return ["title", "text", "tags", "shape"].map((name) => this.form.elements[name]);
  }

  typed() {
    return JSON.stringify(this.fields.map((field) => field.value));
  }

  turn() {
    this.turns += 1;
    if (this.typed() !== this.kept || (!document.hidden && this.turns % LOOK === 0)) this.save();
  }

  async post(more) {
    const body = new FormData(this.form);
    for (const [name, value] of Object.entries(more)) body.set(name, value);
    const answer = await fetch(this.form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    const got = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(got.error || this.dataset.failed);
    return got;
  }

  // One at a time: the next begins from what the last one answered.
  save(more = {}) {
    this.busy = (this.busy || Promise.resolve()).then(() => this.send(more));
    return this.busy;
  }

  async send(more) {
    if (this.sending) return false;
    const sent = this.fields.map((field) => field.value);
    try {
      const got = await this.post(more);
      this.kept = JSON.stringify(sent);
      const [title, area, tags] = this.fields;
      const waited = area.value === sent[1];
      // Who wrote on while it was sent goes on from what was sent; the next save puts both together.
      this.form.elements.version.value = waited ? got.version : got.sent;
      if (waited) this.replace(got.text);
      if (title.value === sent[0]) title.value = got.title;
      if (tags.value === sent[2]) tags.value = got.tags;
      if (waited) this.kept = this.typed();
      this.querySelector("[data-sources]").innerHTML = got.sources;
      this.querySelector("[data-marked]").hidden = !got.marked;
      this.say(got.said, got.others);
      return true;
    } catch (error) {
      this.say(error.message || this.dataset.failed);
      return false;
    }
  }

  say(said, others = "") {
    this.querySelector("[data-said]").textContent = said;
    this.querySelector("[data-others]").textContent = others;
  }

  // Puts in what differs, so that the caret stays with its words.
  replace(text) {
    const old = this.area.value;
    let from = 0;
    while (from < Math.min(old.length, text.length) && old[from] === text[from]) from += 1;
    let tail = 0;
    while (tail < Math.min(old.length, text.length) - from && old.at(-1 - tail) === text.at(-1 - tail)) tail += 1;
    if (old !== text) this.area.setRangeText(text.slice(from, text.length - tail), from, old.length - tail, "preserve");
  }

  click(event) {
    const button = event.target.closest("[data-take], [name=up], [name=down]");
    if (!button) return;
    event.preventDefault();
    if ("take" in button.dataset) this.take(button.closest("[data-post]"));
    else this.save({ [button.name]: button.value });
  }

  // To where one last wrote; to the chosen section where one did not write yet.
  async take(post, passage = "") {
    const asked = { take: post.dataset.post, passage };
    try {
      if (this.wrote) this.put((await this.post({ ...asked, at_caret: "1" })).insert);
      if (await this.save(this.wrote ? {} : asked)) {
        post.querySelector("[data-taken]").hidden = false;
        document.dispatchEvent(new CustomEvent("say", { detail: this.dataset.took }));
      }
    } catch (error) {
      this.say(error.message);
    }
    if (post.classList.contains("at")) post.focus({ preventScroll: true });
  }

  put(text) {
    this.area.selectionStart = this.area.selectionEnd;
    const seen = this.area.getClientRects().length && this.composer.block;
    if (seen) this.composer.block(text);
    else this.area.setRangeText(`\n\n${text}\n\n`, this.area.selectionEnd, this.area.selectionEnd, "end");
  }

  key(event) {
    const free = !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key !== "t" || !free || localStorage.getItem("lorehall.keys") === "off") return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || document.querySelector("dialog[open]")) return;
    (this.querySelector(".quote-this") || this.querySelector("[data-post].at [data-take]"))?.click();
  }
}

customElements.define("harvest-desk", HarvestDesk);
