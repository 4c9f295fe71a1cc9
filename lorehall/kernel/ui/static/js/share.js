// Copies the address of a share link; without a clipboard the link just opens.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-share]");
  if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(link.href);
    document.dispatchEvent(new CustomEvent("say", { detail: document.getElementById("announce")?.dataset.copied }));
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
