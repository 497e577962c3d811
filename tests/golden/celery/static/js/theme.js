// Loaded before the first paint, so that a chosen theme never flashes the other one.
// The key and its values are those of the Django admin: one choice serves both.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage is switched off: the system's preference it is.
}
