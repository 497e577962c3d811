import { useMutation } from "@tanstack/react-query";
import {
  type ComponentProps,
  createContext,
  type ReactNode,
  use,
  useEffect,
  useId,
  useRef,
} from "react";
import { FormError } from "@/api/client";
import type { FormProblem } from "@/api/schema";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { t } from "@/i18n";

const NO_PROBLEM: FormProblem = { errors: [], fields: {} };
const Problem = createContext(NO_PROBLEM);

type FormProps<Name extends string> = {
  /** What the button says. */
  action: string;
  children: ReactNode;
  onSubmit: (values: Record<Name, string>) => Promise<unknown>;
};

/** Sends its fields by name; what the server says against them shows at each field. */
export function Form<Name extends string>({ action, children, onSubmit }: FormProps<Name>) {
  const form = useRef<HTMLFormElement>(null);
  const { error, isPending, mutate } = useMutation({ mutationFn: onSubmit });
  const problem = problemOf(error);

  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>("[aria-invalid], [role=alert]")?.focus();
  }, [error]);

  const submit: ComponentProps<"form">["onSubmit"] = (event) => {
    event.preventDefault();
    if (isPending) return;
    mutate(Object.fromEntries(new FormData(event.currentTarget)) as Record<Name, string>);
  };

  return (
    <form ref={form} className="grid gap-5" aria-busy={isPending} onSubmit={submit}>
      {problem.errors.length > 0 && (
        <Alert variant="destructive" role="alert" tabIndex={-1}>
          {problem.errors.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </Alert>
      )}
      <Problem value={problem}>{children}</Problem>
      <Button type="submit" aria-disabled={isPending}>
        {action}
      </Button>
    </form>
  );
}

function problemOf(error: Error | null): FormProblem {
  if (!error) return NO_PROBLEM;
  return error instanceof FormError ? error.problem : { errors: [t.errors.failed], fields: {} };
}

type FieldProps = ComponentProps<"input"> & { name?: string; label: string; hint?: ReactNode };

/** A labelled input of a form, with a hint and what is wrong with it. */
export function Field({ label, hint, name = "", ...props }: FieldProps) {
  const id = useId();
  const errors = use(Problem).fields[name] ?? [];
  const described = [hint && `${id}-hint`, errors.length > 0 && `${id}-errors`].filter(Boolean);
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-semibold text-[0.9375rem]">
        {label}
      </label>
      {hint && (
        <div id={`${id}-hint`} className="text-muted-foreground text-sm">
          {hint}
        </div>
      )}
      {errors.length > 0 && (
        <ul id={`${id}-errors`} className="text-[0.9375rem] text-destructive">
          {errors.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      <Input
        id={id}
        name={name}
        aria-invalid={errors.length > 0 || undefined}
        aria-describedby={described.join(" ") || undefined}
        {...props}
      />
    </div>
  );
}
