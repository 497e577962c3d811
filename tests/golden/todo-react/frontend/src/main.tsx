import "@vitejs/plugin-react/preamble";
import "./index.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app";
import { firstSession, root } from "@/page";
import { createQueryClient } from "@/session";

createRoot(root).render(
  <StrictMode>
    <App client={createQueryClient(firstSession)} />
  </StrictMode>,
);
