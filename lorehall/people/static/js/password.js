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
    input.after(button);
  }

  disconnectedCallback() {
    for (const button of this.querySelectorAll(".reveal")) button.remove();
  }
}

if (!customElements.get("show-password")) customElements.define("show-password", ShowPassword);
