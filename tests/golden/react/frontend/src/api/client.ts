import type { FormProblem, Operations, Session } from "./schema";

export type Operation = keyof Operations;
type Answer<O extends Operation> = Operations[O]["answer"];
type Input<O extends Operation> = Omit<Operations[O], "answer">;
/** An operation that needs nothing takes no second argument. */
export type Arguments<O extends Operation> = keyof Input<O> extends never ? [] : [input: Input<O>];
type AnyInput = { path?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown };

/** The server did not accept a form, and says why. */
export class FormError extends Error {
  readonly problem: FormProblem;

  constructor(problem: FormProblem) {
    super("the form was not accepted");
    this.problem = problem;
  }
}

/** The server answered with an error. */
export class HttpError extends Error {
  readonly status: number;
  /** After how many seconds it may be asked again, where it says so. */
  readonly retryAfter: number | null;

  constructor(status: number, retryAfter: number | null = null) {
    super(`the server answered ${status}`);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

let csrfToken = "";

/** Every change carries the token of the newest session that the server told of. */
export function keepToken(session: Session): void {
  csrfToken = session.csrf_token;
}

export async function call<O extends Operation>(
  operation: O,
  ...[input]: Arguments<O>
): Promise<Answer<O>> {
  let response = await send(operation, input ?? {});
  if (response.status === 403 && !operation.startsWith("GET ")) {
    // Signing in or out in another tab made the token a stale one.
    keepToken(await call("GET /api/session/"));
    response = await send(operation, input ?? {});
  }
  if (response.status === 422) throw new FormError((await response.json()) as FormProblem);
  if (!response.ok) throw new HttpError(response.status, secondsOf(response));
  return (response.status === 204 ? undefined : await response.json()) as Answer<O>;
}

function secondsOf(response: Response): number | null {
  const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
  return Number.isNaN(seconds) ? null : seconds;
}

function send(operation: Operation, { path = {}, query = {}, body }: AnyInput): Promise<Response> {
  const [method = "", template = ""] = operation.split(" ");
  const url = template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(path[name])));
  const search = new URLSearchParams(
    Object.entries(query).map(([key, value]) => [key, `${value}`]),
  );
  const headers = new Headers({ Accept: "application/json" });
  const init: RequestInit = { method, headers };
  if (method !== "GET") headers.set("X-CSRFToken", csrfToken);
  if (body !== undefined) {
    headers.set("Content-Type", "application/json");
    init.body = JSON.stringify(body);
  }
  return fetch(search.size > 0 ? `${url}?${search}` : url, init);
}
