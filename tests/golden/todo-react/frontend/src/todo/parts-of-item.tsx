import type { Priority } from "@/api/schema";
import { Icon } from "@/components/icon";
import { Badge } from "@/components/ui/badge";
import { t } from "@/i18n";
import { cn } from "@/lib/cn";

/** The circle in front of an item. */
export function Tick({ done, className }: { done: boolean; className?: string }) {
  return (
    <span
      className={cn(
        "grid size-7 place-items-center rounded-full border-2",
        done ? "border-primary bg-primary text-primary-foreground" : "border-input",
        className,
      )}
    >
      {done && <Icon path="m6 12.5 4 4 8-9" className="size-4.5 stroke-[2.5]" />}
    </span>
  );
}

type ItemTitleProps = { title: string; done: boolean; priority: Priority };

export function ItemTitle({ title, done, priority }: ItemTitleProps) {
  return (
    <p
      className={cn(
        "wrap-anywhere flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-0.5",
        done && "text-muted-foreground",
      )}
    >
      {done ? (
        <>
          <s>{title}</s>
          <span className="sr-only">{t.todo.done}</span>
        </>
      ) : (
        title
      )}
      {priority !== "normal" && (
        <Badge variant={priority === "high" ? "destructive" : "default"}>
          {t.todo.badge[priority]}
        </Badge>
      )}
    </p>
  );
}
