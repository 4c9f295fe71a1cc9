// Pasting: rich text becomes Markdown, cells of a spreadsheet a table, an address over words a link. Pictures and files
// are not taken here. Ctrl+Shift+V pastes plainly, and so does everything inside code.
const ADDRESS = /^https?:\/\/\S+$/i;
const CELL = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/g;
let plainly = false;

// Tab-separated cells, as spreadsheets hand them over; a cell in quotation marks may hold line ends.
function cells(text) {
  const rows = [[]];
  for (const [, quoted, bare, end] of text.replace(/\r\n?/g, "\n").replace(/\n$/, "").matchAll(CELL)) {
    const words = (quoted?.replace(/""/g, '"') ?? bare).trim().replace(/([\\|`*_[\]<>])/g, "\\$1");
    rows.at(-1).push(words.replace(/\n+/g, "<br>"));
    if (end === "\n") rows.push([]);
    else if (!end) break;
  }
  return rows;
}

function sheet(text) {
  if (!text.includes("\t")) return "";
  const rows = cells(text);
  const even = rows.every((row) => row.length === rows[0].length);
  return even && rows[0].length > 1 && rows.length > 1 ? rows : "";
}

// Styles are read under another name, and handlers not at all: nothing here would run, but under their own names the
// page's policy would complain of each.
const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^"'>])*>?/gi;
const ATTRIBUTE = /([\s/"'])(style|on[a-z]+)(\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))|"[^"]*"|'[^']*'/gi;
const renamed = (all, gap, name, value) => (name ? `${gap}data-${name.toLowerCase()}${value}` : all);
const HEAD = /<style[\s\S]*?(?:<\/style>|$)|<(?:base|link|meta)\b[^>]*>?/gi;
const unstyled = (html) => html.replace(HEAD, "").replace(TAG, (tag) => tag.replace(ATTRIBUTE, renamed));

function rich(composer, html) {
  const page = new DOMParser().parseFromString(unstyled(html), "text/html");
  // Editors of code hand over colours in a fixed-width face: that is no rich text.
  const mono = /font-family:[^;"]*(?:mono|consolas|courier|menlo)/i.test(page.body.firstElementChild?.dataset.style || "");
  return !mono && composer.says(page.body) ? composer.markdown(page.body).trim() : "";
}

function pasted(composer, clipboard) {
  const text = clipboard.getData("text/plain");
  const { selectionStart: from, selectionEnd: to, value } = composer.area;
  const chosen = value.slice(from, to);
  if (plainly || composer.inCode()) return null;
  if (chosen.trim() && !chosen.includes("\n") && ADDRESS.test(text.trim()) && !ADDRESS.test(chosen.trim())) {
    return { text: `[${chosen}](${text.trim()})` };
  }
  const html = clipboard.getData("text/html");
  const markdown = html ? rich(composer, html) : "";
  if (markdown && markdown !== text.trim()) return { text: markdown, block: /\n|^(?:#|\||>|- |1\. )/.test(markdown) };
  const rows = sheet(text);
  return rows ? { text: composer.table(rows), block: true } : null;
}

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "v") plainly = event.shiftKey && (event.ctrlKey || event.metaKey);
});

document.addEventListener("paste", (event) => {
  const composer = event.target.closest?.("text-composer");
  if (!composer || event.target !== composer.area || event.defaultPrevented || !event.clipboardData) return;
  const found = pasted(composer, event.clipboardData);
  plainly = false;
  if (!found) return;
  event.preventDefault();
  const { selectionStart: from, selectionEnd: to } = composer.area;
  if (found.block) composer.block(found.text);
  else composer.put(from, to, found.text);
});
