import type { ReactNode } from "react";
import { Title } from "@/components/title";

/** A page that says what went wrong, and what to do. */
export function Notice(props: { title: string; advice: string; children: ReactNode }) {
  return (
    <section className="wrap grid min-h-[60svh] content-center justify-items-start gap-4 py-16">
      <Title>{props.title}</Title>
      <h1>{props.title}</h1>
      <p className="max-w-136 text-muted-foreground">{props.advice}</p>
      {props.children}
    </section>
  );
}
