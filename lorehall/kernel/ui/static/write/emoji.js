// Emoji by name (`:smile`) and from a picker. They are written as themselves, so the Markdown stays plain. The list is
// fetched when the first one is asked for.
const NEWEST = 15; // of Unicode's versions: what the fonts of most machines draw
const MOST = 8;
let list = null;

function load(composer) {
  const { emoji } = composer.querySelector("[data-emoji]").dataset;
  list ||= fetch(emoji)
    .then((answer) => answer.json())
    .then((all) => all.filter((each) => each.version <= NEWEST));
  return list;
}

// How well a name answers; 0 where it does not.
function fits(each, words) {
  if (each.shortcodes.some((name) => name === words)) return 4;
  if (each.shortcodes.some((name) => name.startsWith(words))) return 3;
  if (each.shortcodes.some((name) => name.includes(words)) || each.annotation.includes(words)) return 2;
  return each.tags.some((tag) => tag.startsWith(words)) ? 1 : 0;
}

async function find(composer, query, most) {
  const words = query.trim().toLowerCase();
  const all = await load(composer);
  if (!words) return all;
  const found = all.map((each) => [fits(each, words.replace(/ /g, "_")) || fits(each, words), each]).filter(([fit]) => fit);
  return found.sort(([one], [other]) => other - one).slice(0, most).map(([, each]) => each);
}

customElements.get("text-composer").prototype.emoji = async function emoji(query) {
  return (await find(this, query, MOST)).map((each) => ({ emoji: each.emoji, name: each.shortcodes[0] }));
};

function made(tag, more, ...inside) {
  const element = Object.assign(document.createElement(tag), more);
  element.append(...inside);
  return element;
}

function grid(all, words) {
  const parts = Map.groupBy ? Map.groupBy(all, (each) => each.group) : new Map([[0, all]]);
  return [...parts].flatMap(([group, some]) => [
    made("h3", { textContent: words[group + 2] }),
    made("div", { className: "grid" }, ...some.map((each) => made("button", { type: "button", textContent: each.emoji, title: each.annotation, tabIndex: -1 }))),
  ]);
}

function steps(event, picker) {
  const all = [...picker.querySelectorAll(".grid button")];
  const at = all.indexOf(document.activeElement);
  const wide = Math.max(1, Math.floor(picker.querySelector(".grid")?.clientWidth / 36) || 1);
  const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: wide, ArrowUp: -wide }[event.key];
  if (!all.length || by === undefined || (at < 0 && event.key !== "ArrowDown")) return;
  event.preventDefault();
  if (at >= 0 && at + by < 0) picker.querySelector("input").focus();
  else all[at < 0 ? 0 : Math.min(at + by, all.length - 1)].focus();
}

async function pick(composer, button) {
  const words = button.dataset.words.split("|");
  const all = await load(composer);
  const search = made("input", { type: "search", placeholder: words[0], ariaLabel: words[0], autocomplete: "off" });
  const sheet = made("div", { className: "sheet-of-emoji" }, ...grid(all, words));
  const picker = made("div", { className: "emoji-picker", popover: "auto", role: "dialog", ariaLabel: words[0] }, search, sheet);
  const { selectionStart: from, selectionEnd: to } = composer.area;
  search.addEventListener("input", async () => {
    const found = await find(composer, search.value, 100);
    const shown = search.value.trim() ? [made("div", { className: "grid" }, ...grid(found.map((each) => ({ ...each, group: 0 })), words).flatMap((part) => [...part.children]))] : grid(found, words);
    sheet.replaceChildren(...(found.length ? shown : [made("p", { className: "meta", textContent: words[1] })]));
  });
  picker.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === search) {
      event.preventDefault();
      sheet.querySelector("button")?.click();
    } else steps(event, picker);
  });
  sheet.addEventListener("click", (event) => {
    const chosen = event.target.closest("button");
    if (!chosen) return;
    picker.hidePopover();
    composer.put(from, to, chosen.textContent);
  });
  picker.addEventListener("toggle", (event) => event.newState === "closed" && picker.remove());
  composer.append(picker);
  picker.showPopover();
  const { left, bottom } = button.getBoundingClientRect();
  picker.style.left = `${Math.max(8, Math.min(left, innerWidth - picker.offsetWidth - 8))}px`;
  picker.style.top = `${Math.max(8, Math.min(bottom + 6, innerHeight - picker.offsetHeight - 8))}px`;
  search.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("text-composer [data-emoji]");
  if (!button) return;
  const failed = () => {
    list = null;
    document.dispatchEvent(new CustomEvent("say", { detail: document.getElementById("announce")?.dataset.failed }));
  };
  pick(button.closest("text-composer"), button).catch(failed);
});
