import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { loadEnv } from "vite";
import { defineConfig } from "vitest/config";

// Django writes the document. It finds what was built through the manifest, and while one edits
// it points at this server.
export default defineConfig(({ command, mode }) => {
  const env = loadEnv(mode, `${import.meta.dirname}/..`, "FRONTEND_");
  const port = Number(env.FRONTEND_PORT ?? 5173);
  return {
    plugins: [react(), tailwindcss()],
    base: command === "build" ? "/static/app/" : "/",
    resolve: { alias: { "@": `${import.meta.dirname}/src` } },
    server: { port, strictPort: true, origin: `http://localhost:${port}` },
    build: {
      outDir: "../static/app",
      emptyOutDir: true,
      manifest: "manifest.json",
      // Browsers that know light-dark(), which the colours are made with. All of them preload.
      target: ["chrome123", "firefox120", "safari17.5"],
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: "src/main.tsx",
        // Packages change seldom, and so browsers keep them from one release to the next.
        output: {
          codeSplitting: {
            groups: [
              { name: "packages", test: /node_modules/ },
              { name: "shared", minShareCount: 2 },
            ],
          },
        },
      },
    },
    test: {
      environment: "jsdom",
      setupFiles: "src/test/setup.ts",
      restoreMocks: true,
      coverage: {
        include: ["src/**/*.{ts,tsx}"],
        exclude: ["src/api/schema.ts", "src/test/**", "src/main.tsx"],
        reporter: [["text", { skipFull: true }]],
        thresholds: { lines: 90, branches: 85 },
      },
    },
  };
});
