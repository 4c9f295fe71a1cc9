// Emoji by name (`:smile`) and from a picker. They are written as themselves, so the Markdown stays plain. The list is
// fetched when the first one is asked for.
const NEWEST = 15; // of Unicode's versions: what the fonts of most machines draw
const PIECES = 2; // skin colours and hair by themselves
const MOST = 8;
let list = null;

// Some have a description only.
const named = (each) => ({ ...each, shortcodes: each.shortcodes ?? [each.annotation.toLowerCase().replace(/\W+/g, "_")] });

function load(composer) {
  const { emoji } = composer.querySelector("[data-emoji]").dataset;
  list ||= fetch(emoji)
    .then((answer) => answer.json())
    .then((all) => all.filter((each) => each.version <= NEWEST && each.group !== PIECES).map(named));
  return list;
}

// How well a name answers, a short one better than a long; 0 where it does not.
function fits(each, words) {
  if (each.shortcodes.some((name) => name === words)) return 4;
  const begun = each.shortcodes.filter((name) => name.startsWith(words)).map((name) => name.length);
  if (begun.length) return 3 + 1 / Math.min(...begun);
  if (each.shortcodes.some((name) => name.includes(words)) || each.annotation.includes(words)) return 2;
  return each.tags.some((tag) => tag.startsWith(words)) ? 1 : 0;
}

async function find(composer, query, most) {
  const words = query.trim().toLowerCase();
  const all = await load(composer);
  if (!words) return all;
  const fit = (each) => fits(each, words.replace(/ /g, "_")) || fits(each, words);
  const found = all.map((each) => [fit(each), each]).filter(([how]) => how);
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

const button = ({ emoji, annotation }) => made("button", { type: "button", textContent: emoji, title: annotation, tabIndex: -1 });
const grid = (some, label = "") => made("div", { className: "grid", role: "group", ariaLabel: label }, ...some.map(button));

// All of them under the names of their groups.
function groups(all, words) {
  const numbers = [...new Set(all.map((each) => each.group))];
  const part = (number) => [
    made("p", { className: "group", textContent: words[number + 2], ariaHidden: "true" }),
    grid(all.filter((each) => each.group === number), words[number + 2]),
  ];
  return numbers.flatMap(part);
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

async function pick(composer, opener) {
  const words = opener.dataset.words.split("|");
  const all = await load(composer);
  const search = made("input", { type: "search", placeholder: words[0], ariaLabel: words[0], autocomplete: "off" });
  const sheet = made("div", { className: "sheet-of-emoji" });
  const fill = (...parts) => {
    sheet.replaceChildren(...parts);
    const first = sheet.querySelector("button");
    if (first) first.tabIndex = 0; // Tab comes here once; arrows go on
  };
  fill(...groups(all, words));
  const picker = made("div", { className: "emoji-picker", popover: "auto", role: "dialog", ariaLabel: words[0] }, search, sheet);
  const { selectionStart: from, selectionEnd: to } = composer.area;
  search.addEventListener("input", async () => {
    const found = await find(composer, search.value, 100);
    const none = made("p", { className: "meta", textContent: words[1] });
    fill(...(!found.length ? [none] : search.value.trim() ? [grid(found, words[0])] : groups(found, words)));
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
  const { left, bottom } = opener.getBoundingClientRect();
  picker.style.left = `${Math.max(8, Math.min(left, innerWidth - picker.offsetWidth - 8))}px`;
  picker.style.top = `${Math.max(8, Math.min(bottom + 6, innerHeight - picker.offsetHeight - 8))}px`;
  search.focus();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("text-composer [data-emoji]");
  if (!opener) return;
  const failed = () => {
    list = null;
    document.dispatchEvent(new CustomEvent("say", { detail: document.getElementById("announce")?.dataset.failed }));
  };
  pick(opener.closest("text-composer"), opener).catch(failed);
});
