// <photo-choice> shows the chosen picture before it is sent.

class PhotoChoice extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input[type=file]");
    if (input) input.addEventListener("change", () => this.preview(input.files[0]));
  }

  preview(file) {
    if (!file || !file.type.startsWith("image/")) return;
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      const picture = document.createElement("img");
      picture.className = "av l";
      picture.alt = "";
      picture.src = reader.result;
      this.querySelector(".now").replaceChildren(picture);
    });
    reader.readAsDataURL(file);
  }
}

if (!customElements.get("photo-choice")) customElements.define("photo-choice", PhotoChoice);
