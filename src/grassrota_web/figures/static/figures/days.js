// The list of days becomes a slider over the same days, which can be moved with the arrow keys; without this it is a list.
"use strict";
for (const list of document.querySelectorAll("form.as-of select[name='on']")) {
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = 0;
  slider.max = list.options.length - 1;
  slider.value = list.options.length - 1 - list.selectedIndex;
  slider.setAttribute("aria-label", list.labels[0].textContent);
  const at = () => list.options[list.options.length - 1 - slider.value];
  slider.addEventListener("input", () => {
    at().selected = true;
    slider.setAttribute("aria-valuetext", at().textContent);
  });
  slider.addEventListener("change", () => list.form.submit());
  if (list.options.length > 1) list.after(slider);
}
