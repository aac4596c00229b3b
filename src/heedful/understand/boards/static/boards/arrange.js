// Dragging a tile reorders the form; the arrows do the same on the server. Saving is a plain form post.
let dragged;

function item(event) { return event.target.closest?.(".arrangement > li[draggable]"); }

document.addEventListener("dragstart", (event) => {
  dragged = item(event);
  dragged?.classList.add("dragged");
});
document.addEventListener("dragover", (event) => {
  const over = item(event);
  if (!dragged || !over || over === dragged) return;
  event.preventDefault();
  const box = over.getBoundingClientRect();
  over[event.clientY > box.top + box.height / 2 ? "after" : "before"](dragged);
});
document.addEventListener("dragend", () => { dragged?.classList.remove("dragged"); dragged = undefined; });
