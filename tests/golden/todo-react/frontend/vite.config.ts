import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// Django writes the document. It finds what was built through the manifest, and while one edits
// it points at this server.
export default defineConfig(({ command }) => ({
  plugins: [react(), tailwindcss()],
  base: command === "build" ? "/static/app/" : "/",
  resolve: { alias: { "@": `${import.meta.dirname}/src` } },
  server: { port: 5173, strictPort: true, origin: "http://localhost:5173" },
  build: {
    outDir: "../static/app",
    emptyOutDir: true,
    manifest: "manifest.json",
    // Browsers that know light-dark(), which the colours are made with.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    rolldownOptions: { input: "src/main.tsx" },
  },
  test: { environment: "jsdom", setupFiles: "src/test/setup.ts", restoreMocks: true },
}));
