// Asks once before what is hard to undo: <button data-sure="Delete this answer?">. Menus close when left.
let agreed = null;

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-sure]");
  const dialog = document.getElementById("sure");
  if (!button || !dialog || agreed === button) {
    agreed = null;
    return;
  }
  event.preventDefault();
  dialog.querySelector("#sure-words").textContent = button.dataset.sure;
  dialog.returnValue = "no";
  dialog.addEventListener(
    "close",
    () => {
      if (dialog.returnValue !== "yes") return;
      agreed = button;
      button.click();
    },
    { once: true },
  );
  dialog.showModal();
});

function close(menu) {
  menu.open = false;
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) close(menu);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  close(menu);
  menu.querySelector("summary").focus();
});

document.addEventListener("focusout", (event) => {
  const menu = event.target.closest?.("details.menu[open]");
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) close(menu);
});
