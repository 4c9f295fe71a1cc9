// The toolbar and its keys. Pressed on what is formatted already, a button takes the format away.
const AROUND = { bold: "**", italic: "_" };
const LEAD = { quote: () => "> ", list: () => "- ", tasks: () => "- [ ] ", numbers: (at) => `${at + 1}. ` };
const LED = { quote: /^> ?/, list: /^[-*+] (?!\[[ xX]\] )/, tasks: /^[-*+] \[[ xX]\] /, numbers: /^\d+[.)] / };
const ANY_LIST = /^(?:[-*+] (?:\[[ xX]\] )?|\d+[.)] )/;
const KEYS = { b: "bold", i: "italic", k: "link", e: "code" };
const SHIFTED = { Digit7: "numbers", Digit8: "list", Digit9: "tasks", Period: "quote" };
const ADDRESS = /^(?:https?:\/\/|mailto:)\S+$/i;

function around(composer, mark, close = mark) {
  const { selectionStart: start, selectionEnd: end, value } = composer.area;
  const chosen = value.slice(start, end);
  const [first, last] = [mark.length, close.length];
  const single = mark.length === 1;
  const outside = value.slice(start - first, start) === mark && value.slice(end, end + last) === close;
  if (outside && !(single && value[start - 2] === mark)) {
    composer.put(start - first, end + last, chosen, start - first, end - first);
  } else if (chosen.length >= first + last && chosen.startsWith(mark) && chosen.endsWith(close)) {
    composer.put(start, end, chosen.slice(first, -last), start, end - first - last);
  } else {
    // What is blank at the ends stays outside, where the marks would not count.
    const [, before, core, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(chosen);
    const from = start + before.length + first;
    composer.put(start, end, before + mark + core + close + after, from, from + core.length);
  }
}

function lead(composer, kind) {
  const { from, to, text } = composer.lines();
  const lines = text.split("\n");
  const off = lines.every((line) => LED[kind].test(line));
  const changed = lines.map((line, at) => {
    if (off) return line.replace(LED[kind], "");
    return LEAD[kind](at) + (kind === "quote" ? line : line.replace(ANY_LIST, ""));
  });
  const led = changed.join("\n");
  composer.put(from, to, led, lines.length > 1 ? from : from + led.length, from + led.length);
}

function heading(composer) {
  const { from, to, text } = composer.lines();
  const [, marks, words] = /^(#{0,6}) ?([\s\S]*)$/.exec(text);
  const next = { 0: "## ", 2: "### " }[marks.length] ?? "";
  composer.put(from, to, next + words);
}

function link(composer) {
  const { selectionStart: start, selectionEnd: end, value } = composer.area;
  const chosen = value.slice(start, end);
  if (ADDRESS.test(chosen)) {
    composer.put(start, end, `[](${chosen})`, start + 1);
    return;
  }
  const text = `[${chosen}](https://)`;
  // The address is what is typed next, or the words where there are none yet.
  if (chosen) composer.put(start, end, text, start + chosen.length + 3, start + text.length - 1);
  else composer.put(start, end, text, start + 1);
}

function code(composer) {
  const { selectionStart: start, selectionEnd: end, value } = composer.area;
  const chosen = value.slice(start, end);
  if (!chosen.includes("\n")) around(composer, "`");
  else composer.put(start, end, `\`\`\`\n${chosen}\n\`\`\``, start + 4, start + 4 + chosen.length);
}

function table(composer) {
  const text = composer.table([["A", "B"], [], []]);
  const start = composer.block(text);
  composer.area.setSelectionRange(start + 2, start + 3);
}

function write(composer, kind) {
  const own = { heading, link, code, table };
  if (AROUND[kind]) around(composer, AROUND[kind]);
  else if (LEAD[kind]) lead(composer, kind);
  else own[kind]?.(composer);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("text-composer [data-md]");
  if (button) write(button.closest("text-composer"), button.dataset.md);
});

document.addEventListener("keydown", (event) => {
  const composer = event.target.closest("text-composer");
  if (!composer || event.defaultPrevented || event.isComposing) return;
  if (event.altKey && event.code === "KeyP" && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    composer.querySelector("[data-preview]").click();
  } else if (event.target.closest(".bar")) {
    walk(event, composer);
  } else if (event.target === composer.area && (event.ctrlKey || event.metaKey) && !event.altKey) {
    const kind = event.shiftKey ? SHIFTED[event.code] : KEYS[event.key.toLowerCase()];
    if (!kind) return;
    event.preventDefault();
    write(composer, kind);
  }
});

// One stop for Tab; arrows, Home and End go through the buttons.
function walk(event, composer) {
  const all = [...composer.querySelectorAll(".bar button:not(:disabled)")];
  const at = all.indexOf(event.target.closest("button"));
  const step = getComputedStyle(composer).direction === "rtl" ? -1 : 1;
  const to = { ArrowRight: at + step, ArrowLeft: at - step, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  all[(to + all.length) % all.length].focus();
}

// Wherever the focus went in the bar, Tab comes back to it; a button that is off never holds that place.
document.addEventListener("focusin", (event) => {
  const button = event.target.closest("text-composer .bar button");
  if (!button) return;
  for (const other of button.closest(".bar").querySelectorAll("button")) other.tabIndex = other === button ? 0 : -1;
});

if (/Mac|iP/.test(navigator.platform)) {
  for (const button of document.querySelectorAll("text-composer .bar [title]")) {
    button.title = button.title.replace("Ctrl+", "⌘").replace("Shift+", "⇧").replace("Alt+", "⌥");
  }
}
