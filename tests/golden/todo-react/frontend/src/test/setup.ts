import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

// What Django writes into the document.
const root = document.createElement("div");
root.id = "root";
root.dataset.siteTitle = "Test Site";
root.dataset.session = JSON.stringify({ csrf_token: "first", user: null });
document.body.append(root);
document.documentElement.lang = "en";

// What jsdom lacks.
window.scrollTo = () => {};
window.matchMedia = (media) => Object.assign(new EventTarget(), { media, matches: false }) as never;

afterEach(cleanup);
