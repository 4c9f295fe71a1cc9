// Keeps what is written in a form with a field "draft": in this browser at once, on the server within seconds, so that
// it outlives a crash, an expired session and a change of device. The server says what stands; see drafts/README.md.
const [FIRST, EVERY, AGAIN] = [1000, 3000, 15000];
const MOST_AT_LEAVING = 60000;
const LEFT_OUT = new Set(["csrfmiddlewaretoken", "form_token", "draft", "was"]);
const cookie = (name) => document.cookie.match(`(?:^|; )${name}=([^;]+)`)?.[1];

class Keeper {
  constructor(field) {
    this.field = field;
    this.form = field.form;
    this.line = this.form.querySelector(".kept-line");
    this.saved = field.hasAttribute("data-unsaved") ? "" : this.read();
    this.last = 0;
    this.recover();
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("change", () => this.changed());
    this.form.addEventListener("submit", (event) => this.sending(event));
    if (!this.saved) this.changed();
  }

  // "answer:12.0/7/3/seal": what, number, person, version
  get parts() {
    return this.field.value.split("/");
  }
  get place() {
    return `draft/${this.parts[1]}/${this.parts[0]}`;
  }

  read() {
    const fields = {};
    for (const [name, value] of new FormData(this.form)) {
      if (!LEFT_OUT.has(name) && typeof value === "string") (fields[name] ??= []).push(value.replace(/\r\n/g, "\n"));
    }
    return JSON.stringify(fields);
  }

  fill(text) {
    const fields = JSON.parse(text);
    for (const one of this.form.elements) {
      const values = fields[one.name];
      if (one.type === "checkbox" || one.type === "radio") one.checked = Boolean(values?.includes(one.value));
      else if (values && !["file", "submit", "button"].includes(one.type)) one.value = values.shift() ?? "";
      one.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  // What this browser still has of it: from a crash, from a time without a connection, from an expired session.
  recover() {
    const kept = JSON.parse(localStorage.getItem(this.place) || "null");
    const stands = this.read();
    if (!kept) return;
    // A save of that form may still be under way: it is this one's own.
    this.field.after(Object.assign(document.createElement("input"), { type: "hidden", name: "was", value: kept.token }));
    if (kept.text === stands) return localStorage.removeItem(this.place);
    const theirs = { draft: this.field.value, fields: JSON.parse(stands), device: "" };
    this.fill(kept.text);
    if (kept.version !== this.parts[2] && this.parts[2] !== "0") this.clash(theirs);
    else this.changed();
  }

  changed() {
    const text = this.read();
    if (text === this.saved) return;
    const copy = { text, token: this.form.elements.form_token?.value, version: this.parts[2], at: Date.now() };
    try {
      localStorage.setItem(this.place, JSON.stringify(copy));
    } catch {} // it is full or forbidden: the server has to do
    if (!this.timer && !this.clashing) this.timer = setTimeout(() => this.save(), Math.max(FIRST, this.last + EVERY - Date.now()));
  }

  async save(leaving = false) {
    clearTimeout(this.timer);
    this.timer = 0;
    const text = this.read();
    if (this.closed || this.clashing || text === this.saved || text === this.underway || (this.busy && !leaving)) return;
    const body = new URLSearchParams([...new FormData(this.form)].filter(([, value]) => typeof value === "string"));
    const keepalive = leaving && body.toString().length < MOST_AT_LEAVING;
    this.busy = true;
    this.last = Date.now();
    this.underway = keepalive && text;
    const headers = { Accept: "application/json", "X-CSRFToken": cookie("lorehall_csrf") ?? "" };
    try {
      await this.heard(await fetch("/drafts/keep", { method: "POST", body, headers, keepalive }), text);
    } catch {
      this.say("offline");
    }
    this.busy = this.underway = false;
    if (text !== this.saved) this.last = Date.now() + AGAIN;
    this.changed();
  }

  async heard(answer, text) {
    if (answer.status === 409) return this.clash(await answer.json());
    if (!answer.ok) return this.say(answer.status === 401 ? "out" : "failed");
    const said = await answer.json();
    localStorage.removeItem(this.place);
    this.field.value = said.draft;
    this.saved = text;
    if (!said.sent) this.say("saved", new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
  }

  say(what, more = "") {
    this.line.textContent = `${this.line.dataset[what]} ${more}`;
  }

  // Another device wrote meanwhile: its text beside this one, until it is said which one stays.
  clash(theirs) {
    const copy = this.form.querySelector("template[data-clash]").content.cloneNode(true);
    this.panel = copy.querySelector("draft-clash");
    this.panel.theirs = this.clashing = theirs;
    this.panel.addEventListener("choice", (event) => this.settle(event.detail));
    this.field.before(copy);
    this.say("both");
  }

  settle(choice, leaving = false) {
    const { draft, fields } = this.clashing;
    this.panel.remove();
    localStorage.removeItem(this.place);
    this.clashing = this.saved = "";
    this.field.value = choice === "both" ? draft.replace(/\.\d+(\/\d+)\/\d+/, ".new$1/0") : draft;
    if (choice === "theirs") {
      this.fill(JSON.stringify(fields));
      this.saved = this.read();
    }
    return this.save(leaving);
  }

  sending(event) {
    const token = cookie("lorehall_csrf");
    if (token) this.form.elements.csrfmiddlewaretoken.value = token; // that of this session, should it be another
    this.closed = true;
    setTimeout(() => (this.closed = !event.defaultPrevented)); // somebody may still hold it back
  }

  again() {
    this.closed = false;
    this.save();
  }
  leave() {
    if (this.clashing) this.settle("both", true);
    else this.save(true);
  }
}

const keepers = [...document.querySelectorAll("input[name=draft]:not([data-plain])")].map((field) => new Keeper(field));
document.addEventListener("visibilitychange", () => document.hidden && keepers.forEach((keeper) => keeper.leave()));
window.addEventListener("pagehide", () => keepers.forEach((keeper) => keeper.leave()));
for (const again of ["pageshow", "online"]) window.addEventListener(again, () => keepers.forEach((keeper) => keeper.again()));
