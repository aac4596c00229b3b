// Runs before the first paint, so that nobody sees the wrong theme or the rail jump.
for (const name of ["theme", "rail"]) {
  const value = localStorage.getItem(`heedful.${name}`);
  if (value) document.documentElement.dataset[name] = value;
}
