/* Print and copy: buttons that only make sense with a script appear with it. */
(() => {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => window.print());
    button.hidden = false;
  }

  if (!navigator.clipboard) {
    return;
  }
  for (const button of document.querySelectorAll("[data-copy]")) {
    const status = button.querySelector("[data-copy-status]");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      if (status) {
        status.textContent = button.dataset.copied;
      }
    });
    button.hidden = false;
  }
})();
