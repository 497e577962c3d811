import { createContext, type ReactNode, use, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { Alert } from "@/components/ui/alert";
import { known } from "@/page";

/** What a page has to say until it is left. */
type Said = { text: string; on: string; level: string };

const Saying = createContext<{ said: readonly Said[]; say: (said: Said) => void }>({
  said: [],
  say: () => undefined,
});

/** How a message of Django's looks that is not a good one. */
const VARIANTS: Record<string, "warning" | "destructive"> = {
  warning: "warning",
  error: "destructive",
};

/** Keeps what there is to say, beginning with what Django has said with the document. */
export function Messages({ children }: { children: ReactNode }) {
  const [pathname] = useLocation();
  const [said, setSaid] = useState<readonly Said[]>(() =>
    known.messages.map((message) => ({ ...message, on: pathname })),
  );

  useEffect(() => {
    setSaid((before) => before.filter(({ on }) => on === pathname));
  }, [pathname]);

  return <Saying value={{ said, say: (next) => setSaid([next]) }}>{children}</Saying>;
}

/** Goes to a page, which then says something. */
export function useGoSaying(): (to: string, text: string) => void {
  const { say } = use(Saying);
  const [pathname, navigate] = useLocation();
  return (to, text) => {
    say({ text, on: to, level: "success" });
    navigate(to, { replace: to === pathname });
  };
}

export function Message() {
  const { said } = use(Saying);
  const [pathname] = useLocation();
  return (
    <div role="status" className="wrap grid gap-2 not-empty:pt-5 not-empty:pb-1">
      {said
        .filter(({ on }) => on === pathname)
        .map(({ text, level }) => (
          <Alert key={text} variant={VARIANTS[level]}>
            {text}
          </Alert>
        ))}
    </div>
  );
}
