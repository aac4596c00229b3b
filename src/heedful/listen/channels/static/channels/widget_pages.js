// Copy buttons of snippets, and the choice of what the preview shows.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies-text]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copiesText);
  field.select();
  await navigator.clipboard.writeText(field.value);
  const words = button.lastElementChild;
  const before = words.textContent;
  words.textContent = "✓";
  setTimeout(() => { words.textContent = before; }, 1500);
});

for (const form of document.querySelectorAll("[data-preview]")) {
  form.addEventListener("change", () => {
    const asked = new URLSearchParams(new FormData(form));
    document.getElementById(form.dataset.preview).src = `${form.dataset.url}?${asked}`;
  });
}
