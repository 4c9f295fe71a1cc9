// The toolbar's poll: the beginning of one in the text, its question chosen, to be typed over.
document.addEventListener("click", (event) => {
  const button = event.target.closest("text-composer [data-poll]");
  if (!button) return;
  const composer = button.closest("text-composer");
  const [question, ...choices] = button.dataset.poll.split("|");
  const lines = ["```poll", question, "one choice", ...choices.map((choice) => `- ${choice}`), "```"];
  const start = composer.block(lines.join("\n"));
  const from = start + lines[0].length + 1;
  composer.area.setSelectionRange(from, from + question.length);
  composer.area.focus();
});
