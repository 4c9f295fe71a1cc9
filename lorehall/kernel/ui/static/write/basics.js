// Where the caret stands in a composer's Markdown, and the writing that several tools do.
const LIST = /^([\s>]*)(?:([-*+])|(\d{1,9})([.)]))(\s+)(\[[ xX]\]\s+)?/;
const FENCE = /^[\s>]*(?:[-*+] +|\d+[.)] +)?(`{3,}|~{3,})(.*)$/;

Object.assign(customElements.get("text-composer").prototype, {
  // The whole lines that the selection touches.
  lines() {
    const { selectionStart, selectionEnd, value } = this.area;
    const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
    const last = selectionEnd > selectionStart && value[selectionEnd - 1] === "\n" ? selectionEnd - 1 : selectionEnd;
    const end = value.indexOf("\n", last);
    const to = end < 0 ? value.length : end;
    return { from, to, text: value.slice(from, to) };
  },

  // The marker of a list's line: lead, bullet or number, the sign behind a number, space, box.
  item(line) {
    const found = LIST.exec(line);
    if (!found) return null;
    const [all, lead, bullet, number, sign, space, box] = found;
    return { all, lead, bullet, number, sign, space, box };
  },

  // Whether `at` stands in a fenced block, or between backticks on its line.
  inFence(at = this.area.selectionStart) {
    let open = "";
    const lines = this.area.value.slice(0, at).split("\n");
    lines.pop();
    for (const line of lines) {
      const found = FENCE.exec(line);
      if (!found) continue;
      if (!open) open = found[1][0] === "`" && found[2].includes("`") ? "" : found[1];
      else if (found[1].startsWith(open) && !found[2].trim()) open = "";
    }
    return Boolean(open);
  },

  inCode(at = this.area.selectionStart) {
    const { value } = this.area;
    const before = value.slice(value.lastIndexOf("\n", at - 1) + 1, at);
    return this.inFence(at) || before.split("`").length % 2 === 0;
  },

  // Puts a block between blank lines, in place of the selection.
  block(text) {
    const { selectionStart: from, selectionEnd: to, value } = this.area;
    const before = value.slice(0, from);
    const after = value.slice(to);
    const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    const tail = !after ? "\n" : after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
    const start = from + gap.length;
    this.put(from, to, gap + text + tail, start + text.length);
    return start;
  },

  // Rows of Markdown cells as a table; the first row is its head.
  table(rows) {
    const width = Math.max(...rows.map((row) => row.length));
    const line = (row) => `| ${Array.from({ length: width }, (_none, at) => row[at] ?? "").join(" | ")} |`;
    const rule = `| ${Array(width).fill("---").join(" | ")} |`;
    return [line(rows[0]), rule, ...rows.slice(1).map(line)].join("\n");
  },
});
