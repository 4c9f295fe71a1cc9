// @people, #items and :emoji: while one types. The list is a listbox that the text field points at: arrows choose,
// Enter or Tab takes, Escape closes. What may be offered is decided by the server.
const BEGIN = /(?:^|[\s([{"'“‘>*_~-])(?:(@)([\p{L}\p{N}_-]{0,32})|(#)(\p{N}{1,9}|\p{L}[\p{L}\p{N}'’ -]{0,40})?|(:)([a-z0-9_+-]{2,24}))$/u;
const KINDS = { "@": "people", "#": "items" };
const kept = new Map();
let open = null; // what is offered: { composer, box, from, options, at }
let asked = 0;

function typed(composer) {
  const { area } = composer;
  const at = area.selectionStart;
  if (at !== area.selectionEnd || composer.inCode(at)) return null;
  const value = area.value;
  const found = BEGIN.exec(value.slice(Math.max(value.lastIndexOf("\n", at - 1) + 1, at - 60), at));
  if (!found) return null;
  const sign = found[1] || found[3] || found[5];
  const query = found[2] ?? found[4] ?? found[6] ?? "";
  return { sign, query, from: at - query.length - 1, at };
}

async function options(composer, { sign, query }) {
  if (sign === ":") return (await composer.emoji(query)).map(({ emoji, name }) => ({ text: emoji, label: emoji, note: `:${name}:` }));
  const { complete, room, item } = composer.dataset;
  if (!complete) return [];
  const where = room || composer.area.form?.elements.room?.value || "";
  const address = `${complete}/complete/${KINDS[sign]}?${new URLSearchParams({ q: query.trim(), room: where, item: item || "" })}`;
  if (!kept.has(address)) {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    kept.set(address, answer.ok ? (await answer.json()).options : []);
  }
  return kept.get(address);
}

function close() {
  if (!open) return;
  const { area } = open.composer;
  for (const name of ["aria-controls", "aria-activedescendant", "aria-autocomplete", "aria-haspopup"]) area.removeAttribute(name);
  open.box.remove();
  open = null;
}

function choose(at) {
  open.at = at;
  for (const [number, option] of [...open.box.children].entries()) option.setAttribute("aria-selected", String(number === at));
  open.composer.area.setAttribute("aria-activedescendant", `option-${at}`);
  open.box.children[at].scrollIntoView({ block: "nearest" });
}

function take(at) {
  const { composer, from, options: all } = open;
  const end = composer.area.selectionStart;
  close();
  composer.put(from, end, `${all[at].text} `);
}

function row({ label, note }, number) {
  const option = document.createElement("li");
  Object.assign(option, { id: `option-${number}`, role: "option" });
  const name = document.createElement("span");
  name.textContent = label;
  const more = document.createElement("small");
  more.textContent = note;
  option.append(name, " ", more);
  return option;
}

function show(composer, { from }, all) {
  close();
  if (!all.length) return;
  const box = document.createElement("ul");
  Object.assign(box, { id: "options", role: "listbox", className: "options", ariaLabel: composer.area.labels[0]?.textContent ?? "" });
  box.append(...all.map(row));
  composer.append(box);
  open = { composer, box, from, options: all, at: 0 };
  const place = composer.place(from);
  box.style.top = `${place.bottom + 4}px`;
  box.style.left = `${Math.max(8, Math.min(place.left, composer.clientWidth - box.offsetWidth - 8))}px`;
  const { area } = composer;
  area.setAttribute("aria-controls", "options");
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-haspopup", "listbox");
  choose(0);
}

async function offer(composer) {
  const turn = (asked += 1);
  const begun = typed(composer);
  if (!begun || (begun.sign === "#" && !begun.query)) {
    close();
    return;
  }
  await new Promise((done) => setTimeout(done, 80));
  if (turn !== asked) return;
  const all = await options(composer, begun).catch(() => []);
  if (turn === asked && document.activeElement === composer.area) show(composer, begun, all);
}

document.addEventListener("input", (event) => {
  const composer = event.target.closest?.("text-composer");
  if (composer && event.target === composer.area && !event.isComposing) offer(composer);
});

document.addEventListener(
  "keydown",
  (event) => {
    if (!open || event.target !== open.composer.area || event.isComposing || event.ctrlKey || event.metaKey) return;
    const last = open.options.length - 1;
    const act = {
      ArrowDown: () => choose(open.at === last ? 0 : open.at + 1),
      ArrowUp: () => choose(open.at === 0 ? last : open.at - 1),
      Enter: () => take(open.at),
      Tab: () => take(open.at),
      Escape: close,
    }[event.key];
    if (!act || event.shiftKey) {
      if (/^(Arrow(Left|Right)|Home|End|Page)/.test(event.key)) close();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    act();
  },
  true,
);

document.addEventListener("pointerdown", (event) => {
  const option = open && event.target.closest(".options [role=option]");
  if (!option) return close();
  event.preventDefault();
  return take([...open.box.children].indexOf(option));
});
document.addEventListener("focusout", (event) => event.target === open?.composer.area && close());
