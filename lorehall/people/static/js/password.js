// <show-password data-show="…" data-hide="…"> gives each password field inside it a button that shows what is typed.

class ShowPassword extends HTMLElement {
  connectedCallback() {
    for (const input of this.querySelectorAll("input[type=password]")) this.equip(input);
  }

  equip(input) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn quiet reveal";
    button.textContent = this.dataset.show;
    button.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-controls", input.id);
    button.addEventListener("click", () => {
      const hidden = input.type === "password";
      input.type = hidden ? "text" : "password";
      button.textContent = hidden ? this.dataset.hide : this.dataset.show;
      button.setAttribute("aria-pressed", String(hidden));
      input.focus();
    });
    const box = document.createElement("span");
    box.className = "with-reveal";
    input.replaceWith(box);
    box.append(input, button);
  }

  disconnectedCallback() {
    for (const box of this.querySelectorAll(".with-reveal")) box.replaceWith(box.querySelector("input"));
  }
}

if (!customElements.get("show-password")) customElements.define("show-password", ShowPassword);
