// The slider of a long conversation says the date of the place that it points at. Letting go of it, or Enter, goes there:
// that is the form's own doing.
class TimeSlider extends HTMLElement {
  connectedCallback() {
    const slider = this.querySelector("input");
    const says = this.querySelector("output");
    const stops = [...document.querySelectorAll(".scrubber [data-at]")];
    if (!slider || !says) return;
    const draw = () => {
      const stop = stops.findLast((one) => Number(one.dataset.at) <= Number(slider.value));
      const words = `#${slider.value}${stop ? ` · ${stop.title}` : ""}`;
      says.textContent = words;
      slider.setAttribute("aria-valuetext", words);
    };
    slider.addEventListener("input", draw);
    slider.addEventListener("pointerup", () => {
      if (slider.value !== slider.defaultValue) slider.form.requestSubmit();
    });
    draw();
  }
}

customElements.define("time-slider", TimeSlider);
