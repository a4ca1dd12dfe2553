/* Keys of every page: "/" goes to the search box, Escape closes an open menu, arrows walk a unit tree. */
"use strict";

(() => {
  const writes = (element) => element.matches("input, select, textarea, [contenteditable]");

  const toSearch = (event) => {
    const box = document.getElementById("search");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writes(event.target) || !box) return;
    event.preventDefault();
    box.focus();
    box.select();
  };

  const closeMenu = (event) => {
    const menu = event.key === "Escape" && event.target.closest("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  };

  /* The twigs that can be seen, in order: the summaries of a tree that no closed twig hides. */
  const seen = (tree) => [...tree.querySelectorAll("summary")].filter((twig) => twig.checkVisibility());

  const walkTree = (event) => {
    const twig = event.target.closest(".tree summary");
    if (!twig) return;
    const branch = twig.parentElement;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const twigs = seen(twig.closest(".tree"));
      twigs[twigs.indexOf(twig) + step]?.focus();
    } else if (event.key === "ArrowRight") branch.open = true;
    else if (event.key === "ArrowLeft" && branch.open) branch.open = false;
    else if (event.key === "ArrowLeft") branch.parentElement.closest("details")?.querySelector("summary").focus();
    else return;
    event.preventDefault();
  };

  /* Enter in the search box of a tree searches; it must not send the form that the tree stands in. */
  const searchTree = (event) => {
    if (event.key === "Enter" && event.target.matches(".tree input[type=search]")) event.preventDefault();
  };

  for (const act of [toSearch, closeMenu, walkTree, searchTree]) document.addEventListener("keydown", act);
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
})();
