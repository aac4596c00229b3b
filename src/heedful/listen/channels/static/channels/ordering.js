// Putting options in order: buttons and keys move them; dragging works too. The places in the selects are what
// is sent, so that it is the same with and without this.

function renumber(list) {
  const items = [...list.querySelectorAll(".order-item")];
  items.forEach((item, place) => {
    item.querySelector("select").value = String(place + 1);
    const [up, down] = item.querySelectorAll("[data-move]");
    up.disabled = place === 0;
    down.disabled = place === items.length - 1;
  });
  return items;
}

function announce(list, item) {
  const items = [...list.querySelectorAll(".order-item")];
  const words = list.dataset.moved
    .replace("%label%", item.querySelector(".order-label").textContent.trim())
    .replace("%place%", items.indexOf(item) + 1)
    .replace("%count%", items.length);
  list.parentElement.querySelector("[data-order-said]").textContent = words;
  list.dispatchEvent(new CustomEvent("heedful:changed", { bubbles: true }));
}

function move(list, item, by) {
  const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  if (by < 0) other.before(item); else other.after(item);
  renumber(list);
  announce(list, item);
}

function drag(list) {
  let held = null;
  list.addEventListener("pointerdown", (event) => {
    const item = event.target.closest(".order-item");
    if (!item || event.target.closest("button, select")) return;
    held = item;
    item.setPointerCapture(event.pointerId);
    item.dataset.dragged = "";
  });
  list.addEventListener("pointermove", (event) => {
    if (!held) return;
    const others = [...list.querySelectorAll(".order-item")].filter((item) => item !== held);
    const next = others.find((item) => event.clientY < item.getBoundingClientRect().top + item.offsetHeight / 2);
    if (next) { if (held.nextElementSibling !== next) next.before(held); } else if (list.lastElementChild !== held) list.append(held);
  });
  const drop = () => {
    if (!held) return;
    delete held.dataset.dragged;
    renumber(list);
    announce(list, held);
    held = null;
  };
  list.addEventListener("pointerup", drop);
  list.addEventListener("pointercancel", drop);
}

export function enhanceOrders(root) {
  for (const list of root.querySelectorAll("[data-order]:not([data-live])")) {
    list.dataset.live = "";
    const wasRanked = [...list.querySelectorAll("select")].some((select) => select.value);
    for (const moves of list.querySelectorAll(".order-moves")) moves.hidden = false;
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (!button) return;
      move(list, button.closest(".order-item"), Number(button.dataset.move));
      const again = button.disabled ? button.parentElement.querySelector("[data-move]:not(:disabled)") : button;
      again?.focus();
    });
    drag(list);
    const places = [...list.querySelectorAll("select")].map((select) => select.value);
    renumber(list);
    // An order nobody has touched is not an answer.
    if (!wasRanked) list.querySelectorAll("select").forEach((select, place) => { select.value = places[place]; });
  }
}
