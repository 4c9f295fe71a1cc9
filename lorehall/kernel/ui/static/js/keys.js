// The keyboard: `?` lists the keys. Single keys can be switched off there, for those who dictate.
const STORE = "lorehall.keys";
const GO = { h: ["home"], q: ["questions"], c: ["conversations"], p: ["practice", "people"] };
let current = null;
let going = 0;

const enabled = () => localStorage.getItem(STORE) !== "off";
const rows = () => [...document.querySelectorAll("main [data-row]")];

function typing(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function step(by) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(current);
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
  current?.classList.remove("at");
  current = all[next];
  current.classList.add("at");
  current.tabIndex = -1;
  current.focus({ preventScroll: true });
  current.scrollIntoView({ block: "nearest" });
}

function open() {
  current?.querySelector("h2 a, h3 a, a")?.click();
}

function reply() {
  const link = current?.querySelector("[data-reply]");
  if (link) link.click();
  else document.querySelector("main text-composer textarea")?.focus();
}

function go(key) {
  for (const name of GO[key] || []) {
    const link = document.querySelector(`[data-go="${name}"]`);
    if (link) {
      link.click();
      return;
    }
  }
}

function list() {
  const dialog = document.getElementById("keys");
  const box = dialog.querySelector("[data-keys-on]");
  box.checked = enabled();
  dialog.showModal();
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-keys-on]")) localStorage.setItem(STORE, event.target.checked ? "on" : "off");
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "?") {
    event.preventDefault();
    list();
    return;
  }
  if (!enabled()) return;
  if (going && Date.now() - going < 1200 && GO[event.key]) {
    event.preventDefault();
    going = 0;
    go(event.key);
    return;
  }
  going = event.key === "g" ? Date.now() : 0;
  const act = { j: () => step(1), k: () => step(-1), o: open, r: reply, "/": () => document.getElementById("search")?.focus() };
  if (act[event.key]) {
    event.preventDefault();
    act[event.key]();
  }
});
