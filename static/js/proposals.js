/* Deciding proposals by keyboard: J and K move, X chooses, C confirms and R rejects the row one stands on. */
(function () {
  "use strict";

  const form = document.querySelector("[data-proposals]");
  if (!form) return;
  const rows = Array.from(form.querySelectorAll("[data-row]"));
  const box = (row) => row.querySelector("input[type=checkbox]");
  let at = -1;

  function stand(index) {
    at = Math.max(0, Math.min(rows.length - 1, index));
    rows[at].focus();
    rows[at].scrollIntoView({ block: "nearest" });
  }

  function decide(action) {
    const button = form.querySelector(`button[value="${action}"]`);
    if (!button) return;
    if (!rows.some((row) => box(row).checked)) {
      if (at < 0) return;
      box(rows[at]).checked = true;
    }
    button.click();
  }

  form.querySelector("[data-all]").addEventListener("change", (event) => {
    rows.forEach((row) => { box(row).checked = event.target.checked; });
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]")) return;
    const key = event.key.toLowerCase();
    if (key === "j") stand(at + 1);
    else if (key === "k") stand(at - 1);
    else if (key === "x" && at >= 0) box(rows[at]).checked = !box(rows[at]).checked;
    else if (key === "c") decide("confirm");
    else if (key === "r") decide("reject");
    else return;
    event.preventDefault();
  });
})();
