import { common } from "./common";
import { pages } from "./pages";

export const en = { ...common, ...pages };

export type Messages = typeof en;
