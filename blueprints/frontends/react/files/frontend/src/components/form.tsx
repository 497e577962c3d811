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
import { explain } from "@/api/errors";
import type { FormProblem } from "@/api/schema";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/input";
import { cn } from "@/lib/cn";

type Wrong = Pick<FormProblem, "errors" | "fields">;

const NO_PROBLEM: Wrong = { errors: [], fields: {} };
const Problem = createContext(NO_PROBLEM);

type FormProps<Name extends string> = {
  /** What the button says. */
  action: string;
  children: ReactNode;
  onSubmit: (values: Record<Name, string>) => Promise<unknown>;
  /** More buttons, behind the first one. */
  buttons?: ReactNode;
  className?: string;
  /** What the form is called where no heading says it. */
  label?: string;
};

/** Sends its fields by name; what the server says against them shows at each field. */
export function Form<Name extends string>(props: FormProps<Name>) {
  const { action, children, onSubmit, buttons, className, label } = props;
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
    <form
      ref={form}
      className={cn("grid", className ?? "gap-5")}
      aria-label={label}
      aria-busy={isPending}
      onSubmit={submit}
    >
      {problem.errors.length > 0 && (
        <Alert variant="destructive" role="alert" tabIndex={-1} className="col-span-full">
          {problem.errors.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </Alert>
      )}
      <Problem value={problem}>{children}</Problem>
      <Button type="submit" aria-disabled={isPending}>
        {action}
      </Button>
      {buttons}
    </form>
  );
}

function problemOf(error: Error | null): Wrong {
  if (!error) return NO_PROBLEM;
  return error instanceof FormError ? error.problem : { errors: [explain(error)], fields: {} };
}

type Labelled = { label: string; hint?: ReactNode; className?: string | undefined };

/** A labelled input of a form, with a hint and what is wrong with it. */
export function Field({ label, hint, className, ...props }: ComponentProps<"input"> & Labelled) {
  const field = useField(props, hint);
  return (
    <Around label={label} hint={hint} className={className} field={field}>
      <Input {...props} {...field.control} />
    </Around>
  );
}

/** The same for a choice among `children`. */
export function SelectField({
  label,
  hint,
  className,
  ...props
}: ComponentProps<"select"> & Labelled) {
  const field = useField(props, hint);
  return (
    <Around label={label} hint={hint} className={className} field={field}>
      <Select {...props} {...field.control} />
    </Around>
  );
}

/** What is said against a field, and what ties its control to the texts around it. */
function useField(props: { id?: string | undefined; name?: string | undefined }, hint: ReactNode) {
  const { id, name = "" } = props;
  const ownId = useId();
  const usedId = id ?? ownId;
  const errors = use(Problem).fields[name] ?? [];
  const described = [hint && `${usedId}-hint`, errors.length > 0 && `${usedId}-errors`];
  const control = {
    id: usedId,
    "aria-invalid": errors.length > 0 || undefined,
    "aria-describedby": described.filter(Boolean).join(" ") || undefined,
  };
  return { control, errors };
}

type AroundProps = Labelled & { children: ReactNode; field: ReturnType<typeof useField> };

function Around({ label, hint, className, children, field: { control, errors } }: AroundProps) {
  return (
    <div className={cn("grid gap-1.5", className)}>
      <label htmlFor={control.id} className="font-semibold text-[0.9375rem]">
        {label}
      </label>
      {hint && (
        <div id={`${control.id}-hint`} className="text-muted-foreground text-sm">
          {hint}
        </div>
      )}
      {errors.length > 0 && (
        <ul id={`${control.id}-errors`} className="text-[0.9375rem] text-destructive">
          {errors.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      {children}
    </div>
  );
}
