// Order the entries of an issue by dragging; without it the numbers and the buttons do the same.
(() => {
  const list = document.querySelector("[data-compose-list]");
  if (!list) return;
  let dragged = null;
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("tr");
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const row = event.target.closest("tr");
    if (!dragged || !row || row === dragged) return;
    event.preventDefault();
    const box = row.getBoundingClientRect();
    row[event.clientY > box.top + box.height / 2 ? "after" : "before"](dragged);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", () => {
    dragged = null;
    list.querySelectorAll("[data-compose-position]").forEach((field, index) => {
      field.value = index + 1;
    });
  });
})();
