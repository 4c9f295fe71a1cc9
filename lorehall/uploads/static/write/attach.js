// <file-drop>: pictures and files that are pasted, dropped or chosen. Each has its place in the text at once; they go up
// one after the other, and the place becomes the picture. What a picture shows is asked below the text, never in the way.
class FileDrop extends HTMLElement {
  connectedCallback() {
    this.composer = this.closest("text-composer");
    this.area = this.composer.area;
    this.list = this.querySelector("ul");
    this.queue = [];
    const input = this.querySelector("input[type=file]");
    input.addEventListener("change", () => {
      this.take([...input.files]);
      input.value = "";
    });
    this.composer.addEventListener("click", (event) => event.target.closest("[data-choose]") && input.click());
    this.composer.addEventListener("paste", (event) => this.pasted(event), true);
    for (const kind of ["dragover", "dragleave", "drop"]) this.composer.addEventListener(kind, (event) => this.dragged(event));
    this.area.form?.addEventListener("submit", (event) => this.hold(event), true);
  }

  pasted(event) {
    const files = event.target === this.area ? [...(event.clipboardData?.files || [])] : [];
    // Spreadsheets hand over a picture of the cells beside the cells.
    if (!files.length || event.clipboardData.getData("text/plain").trim()) return;
    event.preventDefault();
    this.take(files);
  }

  dragged(event) {
    const files = event.dataTransfer.types.includes("Files");
    this.composer.classList.toggle("over", files && event.type === "dragover");
    if (!files) return;
    event.preventDefault();
    if (event.type === "drop") this.take([...event.dataTransfer.files]);
  }

  take(files) {
    const rows = files.map((file) => this.row(file));
    this.composer.block(rows.map((row) => row.text).join("\n\n"));
    (rows.find((row) => row.picture)?.shows || this.area).focus();
    this.queue.push(...rows);
    if (!this.going) this.next();
  }

  row(file) {
    const element = this.querySelector("template").content.firstElementChild.cloneNode(true);
    const row = { file, element, picture: file.type.startsWith("image/"), shows: element.querySelector("input") };
    const label = this.dataset.going.replace("{name}", file.name.replace(/[[\]\\\n]/g, " "));
    this.count = (this.count || 0) + 1; // two of the same name keep their places apart
    row.text = `![${label}${this.count > 1 ? ` (${this.count})` : ""}]()`;
    element.querySelector(".name").textContent = file.name;
    element.querySelector(".shows").hidden = element.querySelector("[data-done]").hidden = !row.picture;
    element.querySelector("[data-cancel]").addEventListener("click", () => this.end(row, ""));
    element.querySelector("[data-done]").addEventListener("click", () => this.said(row));
    row.shows.addEventListener("change", () => this.describe(row));
    row.shows.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === "Escape") event.preventDefault(), this.said(row);
    });
    this.list.append(element);
    return row;
  }

  next() {
    const row = (this.going = this.queue[0]);
    if (!row) {
      this.querySelector(".waiting").textContent = "";
      return this.held && this.area.form.requestSubmit(this.held);
    }
    const request = (row.request = new XMLHttpRequest());
    const body = new FormData();
    body.append("csrfmiddlewaretoken", this.area.form.elements.csrfmiddlewaretoken.value);
    body.append("file", row.file, row.file.name);
    request.open("POST", this.dataset.to);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    const bar = row.element.querySelector("progress");
    request.upload.addEventListener("progress", (event) => (bar.value = event.loaded / event.total));
    request.addEventListener("load", () => this.arrived(row, request.status === 201 ? request.response : null, request.response?.error));
    request.addEventListener("error", () => this.arrived(row, null));
    request.send(body);
  }

  arrived(row, made, error) {
    if (!made) return this.end(row, error || this.dataset.failed);
    row.made = made;
    row.picture = made.picture;
    row.element.querySelectorAll("progress, [data-cancel]").forEach((part) => part.remove());
    this.describe(row);
    if (!row.picture || row.closed) row.element.remove();
    this.leave(row);
  }

  // Cancelled, or failed for a reason that is said until it is put away.
  end(row, error) {
    row.request?.abort();
    if (!row.failed) this.swap(row, "");
    if (error) {
      row.failed = true;
      row.element.querySelectorAll("progress, .shows, [data-done]").forEach((part) => part.remove());
      row.element.querySelector(".error").textContent = error;
      this.held = null;
    } else {
      row.element.remove();
      this.area.focus();
    }
    this.leave(row);
  }

  leave(row) {
    this.queue = this.queue.filter((one) => one !== row);
    if (this.going === row) this.next();
  }

  // What it shows is said: on to the next that waits for it, or back to the text.
  said(row) {
    this.describe(row);
    row.closed = true;
    row.element.querySelectorAll(".shows, [data-done]").forEach((part) => (part.hidden = true));
    (this.list.querySelector(".shows:not([hidden]) input") || this.area).focus();
    if (row.made) row.element.remove();
  }

  describe(row) {
    if (!row.made) return;
    const words = row.shows.value.trim().replace(/[[\]\\]/g, "\\$&");
    this.swap(row, row.picture ? `![${words}](${row.made.url})` : row.made.markdown);
  }

  // Puts `text` where the row's text stands, and leaves the caret alone. What the writer took out stays out.
  swap(row, text) {
    const at = this.area.value.indexOf(row.text);
    const end = at + row.text.length;
    row.text = text;
    if (at < 0 || !this.area.isConnected) return;
    const { selectionStart: from, selectionEnd: to } = this.area;
    const moved = (caret) => (caret >= end ? caret + text.length - (end - at) : Math.min(caret, at + text.length));
    if (document.activeElement === this.area) return this.composer.put(at, end, text, moved(from), moved(to));
    this.area.setRangeText(text, at, end, "preserve");
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  hold(event) {
    if (!this.going) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.held = event.submitter;
    this.querySelector(".waiting").textContent = this.dataset.waiting;
  }
}

customElements.define("file-drop", FileDrop);
