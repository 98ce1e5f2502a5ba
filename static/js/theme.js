/* Light or dark by the reader's own choice; without a choice, or without this file, the system decides. */
(() => {
  const root = document.documentElement;
  const systemIsDark = window.matchMedia("(prefers-color-scheme: dark)");

  const remembered = () => {
    try {
      return window.localStorage.getItem("theme");
    } catch {
      return null; // the reader forbids storage: the choice lasts for this page only
    }
  };

  const remember = (theme) => {
    try {
      window.localStorage.setItem("theme", theme);
    } catch {
      // see above
    }
  };

  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : systemIsDark.matches);

  const choice = remembered();
  if (choice === "dark" || choice === "light") {
    root.dataset.theme = choice;
  }

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-theme-toggle]");
    if (!button) {
      return;
    }
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      remember(root.dataset.theme);
      show();
    });
    systemIsDark.addEventListener("change", show);
    show();
    button.hidden = false;
  });
})();
