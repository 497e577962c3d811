/** A picture of the product, drawn with the same tokens as the product. */
export function Preview() {
  return (
    <div
      aria-hidden="true"
      className="overflow-hidden rounded-lg border border-border bg-card shadow-lg"
    >
      <div className="flex gap-1.5 border-border border-b px-3.5 py-3">
        <i className="size-2.5 rounded-full bg-border" />
        <i className="size-2.5 rounded-full bg-border" />
        <i className="size-2.5 rounded-full bg-border" />
      </div>
      <div className="grid grid-cols-[22%_1fr]">
        <div className="grid content-start gap-3 border-border border-e bg-background px-3.5 py-4.5">
          <i className="h-2 w-full rounded-md bg-primary" />
          <i className="h-2 w-[70%] rounded-md bg-border" />
          <i className="h-2 w-[90%] rounded-md bg-border" />
          <i className="h-2 w-[55%] rounded-md bg-border" />
          <i className="h-2 w-[70%] rounded-md bg-border" />
        </div>
        <div className="grid gap-4 p-4.5">
          <div className="grid grid-cols-3 gap-3">
            <Tile chosen />
            <Tile />
            <Tile />
          </div>
          <Chart />
          <div className="grid gap-2.5">
            <Row chosen />
            <Row />
            <Row chosen />
          </div>
        </div>
      </div>
    </div>
  );
}

function Tile({ chosen = false }: { chosen?: boolean }) {
  return (
    <div
      className={`grid h-14 content-center gap-2 rounded-md border px-2 ${chosen ? "border-transparent bg-accent" : "border-border"}`}
    >
      <i className={`h-1.25 w-1/3 ${chosen ? "bg-primary" : "bg-input"}`} />
      <i className={`h-3 w-1/2 ${chosen ? "bg-primary-strong" : "bg-foreground"}`} />
    </div>
  );
}

function Chart() {
  const line = "M0 84C28 80 40 62 68 64s38 22 66 16 36-40 66-40 36 14 60 8 38-32 60-36";
  return (
    <svg
      className="h-28 w-full fill-none"
      viewBox="0 0 320 110"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path className="fill-accent" d={`${line}v98H0Z`} />
      <path
        className="stroke-[2.5] stroke-primary"
        vectorEffect="non-scaling-stroke"
        strokeLinecap="round"
        d={line}
      />
    </svg>
  );
}

function Row({ chosen = false }: { chosen?: boolean }) {
  return (
    <div className="flex h-9 items-center gap-3 rounded-md bg-muted px-3">
      <i className={`size-4 rounded-full ${chosen ? "bg-primary" : "bg-input"}`} />
      <i className="h-1.5 w-2/5 bg-input" />
      <i className="ms-auto h-1.5 w-8 bg-input" />
    </div>
  );
}
