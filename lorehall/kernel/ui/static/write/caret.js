// Where a place in the text stands on the screen, within its composer: the text is laid out once more, unseen.
const COPIED = [
  "boxSizing", "width", "paddingTop", "paddingRight", "paddingBottom", "paddingLeft", "borderTopWidth", "borderLeftWidth",
  "fontFamily", "fontSize", "fontStyle", "fontWeight", "lineHeight", "letterSpacing", "tabSize", "direction", "textAlign",
]; // prettier-ignore

customElements.get("text-composer").prototype.place = function place(at) {
  const { area } = this;
  const copy = document.createElement("div");
  copy.className = "mirror";
  const style = getComputedStyle(area);
  for (const name of COPIED) copy.style[name] = style[name];
  const mark = document.createElement("span");
  mark.textContent = "\u200b";
  copy.append(area.value.slice(0, at), mark, area.value.slice(at));
  this.append(copy);
  const found = {
    left: area.offsetLeft + mark.offsetLeft,
    bottom: area.offsetTop + mark.offsetTop + mark.offsetHeight - area.scrollTop,
  };
  copy.remove();
  return found;
};
