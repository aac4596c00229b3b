// Keeps an open board up to date and its menus handy.
let waiting = false;

// One small question a second; the board is asked for again only when there is news and nobody is in the middle of something.
async function look() {
  const content = document.getElementById("board-content");
  if (!content || waiting || document.hidden) return;
  if (content.querySelector("details.menu[open]") || content.contains(document.activeElement) && document.activeElement.matches("input, select")) return;
  waiting = true;
  try {
    const response = await fetch(`${content.dataset.live}?mark=${content.dataset.mark}`, { headers: { Accept: "application/json" } });
    if (response.status === 200) await htmx.ajax("GET", location.href, { target: "#board-content", swap: "outerHTML" });
  } catch {
    // Offline for a moment: the next second asks again.
  } finally {
    waiting = false;
  }
}
setInterval(look, 1000);

// Long lists in menus: typing narrows them.
document.addEventListener("input", (event) => {
  const id = event.target.dataset?.narrows;
  if (!id) return;
  const wanted = event.target.value.trim().toLocaleLowerCase();
  for (const row of document.getElementById(id).children) row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
});
