// <button data-copies-text="id">: puts the text of an element on the clipboard and says so.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies-text]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copiesText).textContent);
  const words = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = words; }, 1500);
});
