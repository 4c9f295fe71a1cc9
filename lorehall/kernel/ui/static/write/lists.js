// Enter continues lists, quotations and the indentation of code; Tab moves list items and code to the right, Shift+Tab
// back. Everywhere else Tab leaves the field, and after Escape it always does, so that nobody is caught.
const QUOTE = /^[\s>]*>\s?/;
const QUOTED = /^(?:>\s?)*/;
let leaving = false;

function next(item) {
  const marker = item.number ? `${Number(item.number) + 1}${item.sign}` : item.bullet;
  return item.lead + marker + item.space + (item.box ? "[ ] " : "");
}

// What the line after this one begins with; null where Enter is only Enter, "" where it ends the list.
function continued(composer, line, before) {
  if (composer.inFence()) return /^[\s>]+/.exec(line)?.[0] ?? null;
  const item = composer.item(line);
  const led = item?.all ?? QUOTE.exec(line)?.[0];
  if (!led || before.length < led.length) return null;
  if (!line.slice(led.length).trim()) return "";
  return item ? next(item) : led;
}

function enter(event, composer) {
  const { selectionStart: at, selectionEnd: end, value } = composer.area;
  if (event.shiftKey || at !== end) return;
  const { from, to, text } = composer.lines();
  const lead = continued(composer, text, value.slice(from, at));
  if (lead === null) return;
  event.preventDefault();
  if (lead) composer.put(at, at, `\n${lead}`);
  else composer.put(from, to, composer.item(text) ? QUOTED.exec(text)[0] : "");
}

function tab(event, composer) {
  const { from, to, text } = composer.lines();
  const { selectionStart: start, selectionEnd: end } = composer.area;
  const fence = composer.inFence(from);
  const lines = text.split("\n");
  const item = composer.item(lines[0]);
  if (leaving || (!fence && !item)) return;
  const width = fence ? 4 : item.all.length - item.lead.length - (item.box?.length ?? 0);
  if (fence && !event.shiftKey && start === end) {
    event.preventDefault();
    composer.put(start, end, " ".repeat(width - ((start - from) % width)));
    return;
  }
  const moved = lines.map((line) => {
    const lead = QUOTED.exec(line)[0];
    const rest = line.slice(lead.length);
    if (!event.shiftKey) return rest ? lead + " ".repeat(width) + rest : line;
    return lead + rest.replace(new RegExp(`^(?:\t| {1,${width}})`), "");
  });
  const changed = moved.join("\n");
  if (changed === text) return; // nothing to move back: Shift+Tab leaves
  event.preventDefault();
  const first = moved[0].length - lines[0].length;
  composer.put(from, to, changed, Math.max(from, start + first), end + changed.length - text.length);
}

document.addEventListener("keydown", (event) => {
  const composer = event.target.closest("text-composer");
  if (!composer || event.target !== composer.area || event.defaultPrevented || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter") enter(event, composer);
  else if (event.key === "Tab") tab(event, composer);
  if (event.key !== "Shift") leaving = event.key === "Escape";
});
