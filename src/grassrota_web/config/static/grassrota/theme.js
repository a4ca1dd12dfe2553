/* Chooses auto, light or dark before the first paint, and remembers the choice in this browser alone. */
"use strict";

(() => {
  const key = "grassrota-theme";
  const root = document.documentElement;

  const remembered = () => {
    try {
      return localStorage.getItem(key) || "auto";
    } catch {
      return "auto"; // storage is refused in some private windows
    }
  };

  const wear = (theme) => {
    if (theme === "auto") root.removeAttribute("data-theme");
    else root.dataset.theme = theme;
  };

  const choose = (theme) => {
    wear(theme);
    try {
      localStorage.setItem(key, theme);
    } catch {
      // then it lasts for this page only
    }
  };

  const press = (buttons, theme) => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === theme));
  };

  wear(remembered());
  document.addEventListener("DOMContentLoaded", () => {
    const group = document.getElementById("theme");
    if (!group) return;
    const buttons = group.querySelectorAll("button");
    group.hidden = false;
    press(buttons, remembered());
    group.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      choose(button.value);
      press(buttons, button.value);
    });
  });
})();
