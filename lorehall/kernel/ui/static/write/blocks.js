// The blocks of foreign HTML as Markdown: paragraphs, headings, lists, tables, code, quotations.
const composers = customElements.get("text-composer").prototype;
const indent = (text, by) => text.replace(/\n(?=.)/g, `\n${" ".repeat(by)}`);
const BOX = [":scope", ":scope > label", ":scope > p"].map((within) => `${within} > input[type=checkbox]`).join();
const HEAVY = "h1,h2,h3,h4,h5,h6,ul,ol,table,pre,blockquote,a[href],b,strong,i,em,code,img[src],hr,s,del,math";

function* blocks(parent) {
  let run = [];
  const paragraph = () => {
    const text = run.map((node) => composers.inline(node)).join("").replace(/ *\n */g, "\n").trim();
    run = [];
    return text;
  };
  for (const node of parent.childNodes) {
    if (composers.isSilent(node)) continue;
    // An inline element around blocks, as word processors write it, is passed through.
    const own = composers.isBlock(node);
    const through = !own && node.nodeType === 1 && [...node.querySelectorAll("*")].some(composers.isBlock);
    if (!through && !own) {
      run.push(node);
      continue;
    }
    const before = paragraph();
    if (before) yield before;
    yield* own ? block(node) : blocks(node);
  }
  const last = paragraph();
  if (last) yield last;
}

function* block(node) {
  const tag = node.tagName;
  if (/^H[1-6]$/.test(tag)) {
    const text = composers.inline(node).replace(/\*\*|\n/g, " ").trim();
    if (text) yield `${"#".repeat(Math.max(2, Number(tag[1])))} ${text.replace(/ {2,}/g, " ")}`;
  } else if (tag === "HR") yield "---";
  else if (tag === "PRE") yield fenced(node);
  else if (tag === "UL" || tag === "OL") yield list(node);
  else if (tag === "TABLE") yield table(node);
  else if (tag === "BLOCKQUOTE") {
    const text = [...blocks(node)].join("\n\n");
    if (text) yield text.replace(/^/gm, node.classList.contains("spoiler") ? ">! " : "> ").replace(/ +$/gm, "");
  } else if (/mso-list/.test(node.dataset.style || "")) {
    yield `- ${composers.inline(node).trim().replace(/^\\?[·•§o\-*\d.)\\]+\s+/, "")}`;
  } else yield* blocks(node);
}

function fenced(node) {
  const text = node.textContent.replace(/\n$/, "");
  const classes = `${node.className} ${node.querySelector("code")?.className ?? ""}`;
  const named = /(?:language|lang|highlight-source)-([\w+#-]+)/.exec(classes);
  const ticks = "`".repeat(Math.max(2, ...[...text.matchAll(/`{3,}/g)].map((run) => run[0].length)) + 1);
  return `${ticks}${named?.[1] ?? ""}\n${text}\n${ticks}`;
}

function list(node) {
  const lines = [];
  let number = Number(node.getAttribute("start")) || 1;
  for (const child of node.children) {
    if (child.tagName === "UL" || child.tagName === "OL") {
      // A list straight inside a list belongs to the entry before it.
      lines.push(`  ${indent(list(child), 2)}`);
    } else if (child.tagName === "LI") {
      const box = child.querySelector(BOX);
      const done = box?.checked || box?.hasAttribute("checked");
      const marker = node.tagName === "OL" ? `${number}. ` : "- ";
      const parts = [...blocks(child)];
      const tight = parts.every((part, at) => !at || /^(?:[-*+]|\d+[.)]) /.test(part));
      const text = parts.join(tight ? "\n" : "\n\n");
      lines.push(marker + (box ? (done ? "[x] " : "[ ] ") : "") + indent(text, marker.length));
      number += 1;
    }
  }
  return lines.join("\n");
}

function table(node) {
  const rows = [...node.rows].map((row) => [...row.cells].map(cell)).filter((row) => row.some(Boolean));
  if (!rows.length) return "";
  // One cell is no table: mail and old pages lay themselves out so.
  if (rows.some((row) => row.length > 1)) return composers.table(rows);
  return [...node.querySelectorAll("td, th")].flatMap((each) => [...blocks(each)]).join("\n\n");
}

function cell(node) {
  return [...blocks(node)].join("<br>").replace(/\n+/g, "<br>").replace(/(?<!\\)\|/g, "\\|").trim();
}

Object.assign(composers, {
  // Markdown for a piece of a page.
  markdown: (node) => [...blocks(node)].join("\n\n").replace(/\n{3,}/g, "\n\n"),
  // Whether HTML says more than its words: otherwise it is pasted plain.
  says: (node) =>
    Boolean(node.querySelector(HEAVY)) ||
    [...node.querySelectorAll("[data-style]")].some((each) => Object.values(composers.styled(each)).some(Boolean)),
});
