// Written by `manage.py api_types` from the schema of the JSON interface.

export interface Account {
  email: string;
  name: string;
  short_name: string;
  is_staff: boolean;
  date_joined: string;
  last_login: string | null;
}

export interface Credentials {
  username: string;
  password: string;
}

export interface FormProblem {
  status: number;
  title: string;
  errors: Array<string>;
  fields: Record<string, Array<string>>;
}

export interface Item {
  public_id: string;
  title: string;
  priority: Priority;
  done: boolean;
}

export interface ItemData {
  title: string;
  priority: Priority;
}

export interface Move {
  moved: boolean;
}

export interface Part {
  items: Array<Item>;
  page: number;
  pages: number;
  open: number;
  done: number;
}

export interface PasswordChange {
  old_password: string;
  new_password1: string;
  new_password2: string;
}

export type Priority = "low" | "normal" | "high";

export interface Problem {
  status: number;
  title: string;
}

export interface Profile {
  name: string;
}

export interface Reset {
  uid: string;
  token: string;
  new_password1: string;
  new_password2: string;
}

export interface ResetLink {
  uid: string;
  token: string;
}

export interface ResetRequest {
  email: string;
}

export interface Session {
  csrf_token: string;
  user: Account | null;
}

export type Show = "open" | "done" | "all";

export interface Validity {
  valid: boolean;
}

export interface Operations {
  "PUT /api/password/": { body: PasswordChange; answer: Session };
  "POST /api/password/reset/": { body: ResetRequest; answer: undefined };
  "PUT /api/password/reset/": { body: Reset; answer: undefined };
  "POST /api/password/reset/link/": { body: ResetLink; answer: Validity };
  "PUT /api/profile/": { body: Profile; answer: Account };
  "DELETE /api/session/": { answer: Session };
  "GET /api/session/": { answer: Session };
  "POST /api/session/": { body: Credentials; answer: Session };
  "GET /api/todo/": { query: { show?: "open" | "done" | "all"; page?: number }; answer: Part };
  "POST /api/todo/": { body: ItemData; answer: Item };
  "DELETE /api/todo/{public_id}/": { path: { public_id: string }; answer: undefined };
  "PUT /api/todo/{public_id}/": { path: { public_id: string }; body: ItemData; answer: Item };
  "POST /api/todo/{public_id}/complete/": { path: { public_id: string }; answer: undefined };
  "POST /api/todo/{public_id}/down/": { path: { public_id: string }; query: { show: "open" | "done" | "all" }; answer: Move };
  "POST /api/todo/{public_id}/reopen/": { path: { public_id: string }; answer: undefined };
  "POST /api/todo/{public_id}/restore/": { path: { public_id: string }; answer: undefined };
  "POST /api/todo/{public_id}/up/": { path: { public_id: string }; query: { show: "open" | "done" | "all" }; answer: Move };
}
