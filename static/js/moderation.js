/* Moderating by keyboard: a letter acts or leads to a field, Ctrl+Enter saves what is being written. */
(() => {
  const root = document.querySelector("[data-moderation]");
  if (!root) {
    return;
  }
  const toggle = root.querySelector("[data-moderation-keys]");
  toggle.checked = window.localStorage.getItem("moderation-keys") !== "off";
  toggle.addEventListener("change", () => {
    window.localStorage.setItem("moderation-keys", toggle.checked ? "on" : "off");
  });

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    const isWriting = target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== "checkbox");
    if (isWriting) {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && target.dataset.submit) {
        event.preventDefault();
        target.form.querySelector(`button[value="${target.dataset.submit}"]`).click();
      } else if (event.key === "Escape") {
        target.blur();
      }
      return;
    }
    if (!toggle.checked || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const chosen = root.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!chosen) {
      return;
    }
    event.preventDefault();
    if (chosen instanceof HTMLTextAreaElement) {
      chosen.focus();
    } else {
      chosen.click();
    }
  });
})();
