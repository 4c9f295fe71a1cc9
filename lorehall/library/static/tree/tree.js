// <topic-tree>: topics are dragged by their dots to before, behind or below another one; Alt and an arrow press the
// buttons of the topic that has the focus. Each move is a form that is posted, as the buttons are without script.
const ARROWS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in" };
const MARKS = ["drop-before", "drop-after", "drop-below"];

class TopicTree extends HTMLElement {
  connectedCallback() {
    this.addEventListener("pointerdown", (event) => this.take(event));
    this.addEventListener("pointermove", (event) => this.drag(event));
    this.addEventListener("pointerup", () => this.drop());
    this.addEventListener("pointercancel", () => this.leave());
    this.addEventListener("keydown", (event) => this.press(event));
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.leave());
  }

  take(event) {
    if (event.button !== 0 || !event.target.closest(".grip")) return;
    event.preventDefault();
    this.held = event.target.closest("[data-topic]");
    this.held.classList.add("held");
    this.setPointerCapture(event.pointerId);
  }

  drag(event) {
    if (!this.held) return;
    this.unmark();
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const twig = under?.closest("topic-tree .twig");
    if (!twig || this.held.contains(twig)) return;
    const box = twig.getBoundingClientRect();
    const part = (event.clientY - box.top) / box.height;
    this.mark = part < 0.3 ? MARKS[0] : part > 0.7 ? MARKS[1] : MARKS[2];
    this.over = twig;
    twig.classList.add(this.mark);
  }

  drop() {
    const { held, over, mark } = this;
    this.leave();
    if (!held || !over) return;
    const target = over.closest("[data-topic]");
    const parent = mark === "drop-below" ? target.dataset.topic : target.parentElement.dataset.below;
    const after = target.nextElementSibling === held ? held.nextElementSibling : target.nextElementSibling;
    const before = mark === "drop-before" ? target : mark === "drop-after" ? after : null;
    this.post(held.dataset.move, { parent, before: before?.dataset.topic || "" });
  }

  post(address, fields) {
    const form = document.getElementById("act");
    if (!form) return;
    form.action = address;
    for (const [name, value] of Object.entries(fields)) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      form.append(field);
    }
    form.submit();
  }

  press(event) {
    const way = event.altKey && ARROWS[event.key];
    const topic = way && event.target.closest("[data-topic]");
    if (!topic) return;
    event.preventDefault();
    topic.querySelector(`:scope > .twig button[value="${way}"]:not(:disabled)`)?.click();
  }

  unmark() {
    this.over?.classList.remove(...MARKS);
    this.over = null;
  }

  leave() {
    this.unmark();
    this.held?.classList.remove("held");
    this.held = null;
  }
}
customElements.define("topic-tree", TopicTree);
