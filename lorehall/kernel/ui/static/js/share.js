// A share link hands its address on, or copies it; a copy link copies the text behind it. Otherwise both just open.
async function handOn(link) {
  if (navigator.share && matchMedia("(pointer: coarse)").matches) {
    await navigator.share({ title: document.title, url: link.href }).catch(() => {}); // one may think better of it
    return "";
  }
  await navigator.clipboard.writeText(link.href);
  return "copied";
}

async function copy(link) {
  const answer = await fetch(link.href);
  if (!answer.ok) throw new Error(String(answer.status));
  await navigator.clipboard.writeText(await answer.text());
  return "textCopied";
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-share], a[data-copy]");
  if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    const said = await ("share" in link.dataset ? handOn : copy)(link);
    document.dispatchEvent(new CustomEvent("say", { detail: document.getElementById("announce")?.dataset[said] }));
    link.closest("details.menu")?.removeAttribute("open");
  } catch {
    location.assign(link.href);
  }
});

// A theme is seen as soon as it is chosen.
document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.name === "theme" && ["auto", "light", "dark"].includes(field.value)) {
    document.documentElement.dataset.theme = field.value;
  }
});
