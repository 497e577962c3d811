import type { ReactNode } from "react";
import { Title } from "@/components/title";
import { Card } from "@/components/ui/card";

/** A page that is one small card. */
export function NarrowCard(props: { title: string; heading?: string; children: ReactNode }) {
  const { title, heading = title, children } = props;
  return (
    <Card
      labelledBy="heading"
      className="mx-auto my-[clamp(1.5rem,8vh,5rem)] w-[min(27rem,100%-2rem)]"
    >
      <Title>{title}</Title>
      <h1 id="heading" className="text-2xl">
        {heading}
      </h1>
      {children}
    </Card>
  );
}
