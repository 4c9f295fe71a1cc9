// Foreign HTML as Markdown: what was copied from a page, an office program or a post that is quoted. Only the words and
// the few things that Markdown can say are taken, and nothing is put into the page, so nothing here can run.
const SKIP = /^(SCRIPT|STYLE|TEMPLATE|HEAD|TITLE|META|LINK|BUTTON|SELECT|IFRAME|OBJECT|SVG|NOSCRIPT)$/i;
const BLOCK =
  /^(P|DIV|SECTION|ARTICLE|HEADER|FOOTER|MAIN|ASIDE|NAV|FIGURE|FIGCAPTION|UL|OL|LI|DL|DT|DD|TABLE|BLOCKQUOTE|PRE|H[1-6]|HR|ADDRESS|DETAILS|SUMMARY)$/;
const LOUD = /([\\`*_[\]<>~$])/g;

function escaped(text) {
  return text
    .replace(LOUD, "\\$1")
    .replace(/^(\s*)([-+]|#{1,6})(?=\s)/gm, "$1\\$2")
    .replace(/^(\s*\d+)([.)])(?=\s)/gm, "$1\\$2");
}

// Word processors say by a style what others say by an element. write/paste.js calls the attribute data-style: the
// page's policy would complain of the other.
function styled(node) {
  const style = node.dataset?.style || "";
  const heavy = /font-weight:\s*(?:bold|[6-9]\d\d)/i.test(style);
  const light = /font-weight:\s*(?:normal|[1-5]\d\d)/i.test(style);
  return {
    bold: heavy || (/^(B|STRONG)$/.test(node.tagName) && !light),
    italic: /font-style:\s*italic/i.test(style) || (/^(I|EM|CITE)$/.test(node.tagName) && !/font-style:\s*normal/i.test(style)),
    gone: /^(S|DEL|STRIKE)$/.test(node.tagName) || /text-decoration(?:-line)?:[^;]*line-through/i.test(style),
  };
}

function wrapped(text, mark) {
  const [, before, core, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text);
  return core && !core.includes("\n\n") ? before + mark + core + mark + after : text;
}

function coded(text) {
  const ticks = "`".repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length)) + 1);
  const pad = /^`|`$/.test(text) ? " " : "";
  return text.trim() ? ticks + pad + text + pad + ticks : text;
}

function inline(node, within = {}) {
  if (node.nodeType === 3) return escaped(node.data.replace(/[ \t\r\n\f\u00a0]+/g, " "));
  if (node.nodeType !== 1 && node.nodeType !== 11) return "";
  if (SKIP.test(node.tagName)) return "";
  if (node.tagName === "BR") return "\n";
  if (node.localName === "math") return formula(node);
  if (/^(CODE|KBD|SAMP|TT)$/.test(node.tagName)) return coded(node.textContent.replace(/\s+/g, " "));
  if (node.tagName === "IMG") return picture(node);
  if (node.tagName === "INPUT") return "";
  const look = node.nodeType === 1 ? styled(node) : {};
  const now = { bold: within.bold || look.bold, italic: within.italic || look.italic, gone: within.gone || look.gone };
  let text = [...node.childNodes].map((child) => inline(child, now)).join("");
  if (look.gone && !within.gone) text = wrapped(text, "~~");
  if (look.italic && !within.italic) text = wrapped(text, "_");
  if (look.bold && !within.bold) text = wrapped(text, "**");
  return node.tagName === "A" ? linked(node, text) : text;
}

function formula(node) {
  const mark = node.getAttribute("display") === "block" ? "$$" : "$";
  const source = node.getAttribute("alttext") || node.querySelector("annotation")?.textContent;
  return source ? mark + source + mark : escaped(node.textContent);
}

function address(raw) {
  try {
    const found = new URL(raw, document.baseURI);
    const safe = /^(https?|mailto):$/.test(found.protocol);
    return safe ? found.href.replace(/\(/g, "%28").replace(/\)/g, "%29") : "";
  } catch {
    return "";
  }
}

function linked(node, text) {
  const raw = node.getAttribute("href") || "";
  const to = raw.startsWith("#") || node.matches(".footnote-backref, .footnote-ref a") ? "" : address(raw);
  const own = to.startsWith(`${location.origin}/`) ? to.slice(location.origin.length) : to;
  const words = text.trim();
  if (!own || !words) return text;
  // A mention, an item and a bare address are typed as they are.
  if (/^(@[\w-]+|#\d+)$/.test(words) && own.startsWith("/")) return words;
  if (node.textContent.trim() === raw || node.textContent.trim() === to) return to;
  return text.replace(words, () => `[${words.replace(/\n/g, " ")}](${own})`);
}

function picture(node) {
  const from = address(node.getAttribute("src") || "");
  const words = (node.getAttribute("alt") || "").replace(/\s+/g, " ").trim();
  return /^https?:/.test(from) ? `![${escaped(words)}](${from.replace(`${location.origin}/`, "/")})` : escaped(words);
}

Object.assign(customElements.get("text-composer").prototype, {
  inline,
  styled,
  isBlock: (node) => BLOCK.test(node.tagName),
  isSilent: (node) => SKIP.test(node.tagName),
});
