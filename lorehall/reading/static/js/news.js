// Says quietly that something came while the page is open. It lies above the page, so nothing moves; it asks while the
// page is looked at, more rarely when nothing comes, and stops where the server refuses.
const FIRST = 20000;
const MOST = 120000;

class NewsBar extends HTMLElement {
  connectedCallback() {
    this.pause = Number(this.dataset.every) || FIRST;
    this.seen = () => (document.hidden ? this.rest() : this.ask());
    document.addEventListener("visibilitychange", this.seen);
    this.wait();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.seen);
    this.rest();
  }

  rest() {
    clearTimeout(this.timer);
  }

  wait() {
    this.rest();
    this.timer = setTimeout(() => this.ask(), this.pause);
  }

  async ask() {
    this.rest();
    if (document.hidden || this.asking) return;
    this.asking = true;
    try {
      const answer = await fetch(`${this.dataset.url}?after=${this.dataset.after}`, {
        headers: { Accept: "application/json" },
      });
      if (answer.status === 200) this.show(await answer.json());
      else if (answer.status >= 400 && answer.status < 500) return;
      this.pause = Math.min(this.pause * (answer.status === 204 ? 1.2 : 1), MOST);
      this.wait();
    } catch {
      this.pause = Math.min(this.pause * 2, MOST);
      this.wait();
    } finally {
      this.asking = false;
    }
  }

  show({ words, url }) {
    let link = this.querySelector("a");
    if (!link) {
      link = document.createElement("a");
      link.className = "btn";
      this.append(link);
    }
    link.href = url;
    if (link.textContent !== words) link.textContent = words;
  }
}

customElements.define("news-bar", NewsBar);
