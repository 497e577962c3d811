import "@vitejs/plugin-react/preamble";
import "./index.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app";
import { known, root } from "@/page";
import { prepare } from "@/routes";
import { createQueryClient } from "@/session";

function show() {
  createRoot(root).render(
    <StrictMode>
      <App client={createQueryClient(known.session, known.answers)} />
    </StrictMode>,
  );
}

// The code of the first page is on its way already: see templates/app.html. Without it the
// application says what is wrong.
prepare(window.location.pathname).then(show, show);
