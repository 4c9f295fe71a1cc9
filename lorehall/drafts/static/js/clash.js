// <draft-clash>: the other text beside one's own, until it is said which of the two stays. Says so by the event "choice".
class DraftClash extends HTMLElement {
  connectedCallback() {
    const { fields, device } = this.theirs;
    const written = Object.entries(fields).filter(([name]) => name !== "version" && name !== "room");
    const texts = written.flatMap(([, values]) => values).filter((value) => value.trim());
    this.querySelector("textarea").value = texts.join("\n\n");
    this.querySelector("[data-device]").textContent = device;
    this.addEventListener("click", (event) => {
      const choice = event.target.closest("button")?.value;
      if (choice) this.dispatchEvent(new CustomEvent("choice", { detail: choice }));
    });
  }
}
customElements.define("draft-clash", DraftClash);
