import { useEffect } from "react";
import { Redirect, useSearch } from "wouter";
import { call } from "@/api/client";
import { Field, Form } from "@/components/form";
import { Link } from "@/components/link";
import { NarrowCard } from "@/components/narrow-card";
import { t } from "@/i18n";
import { siteTitle } from "@/page";
import { nextPath, paths } from "@/paths";
import { useBegin, useUser } from "@/session";

export default function SignIn() {
  const user = useUser();
  const begin = useBegin();
  const next = nextPath(useSearch());
  if (user) return next ? <Leave to={next} /> : <Redirect replace to={paths.dashboard} />;
  return (
    <NarrowCard title={t.signIn.title} heading={t.signIn.heading(siteTitle)}>
      <Form
        action={t.signIn.action}
        onSubmit={async (body: Record<"username" | "password", string>) =>
          begin(await call("POST /api/session/", { body }))
        }
      >
        <Field
          name="username"
          label={t.signIn.email}
          type="email"
          autoComplete="username"
          required
        />
        <Field
          name="password"
          label={t.signIn.password}
          type="password"
          autoComplete="current-password"
          required
        />
      </Form>
      <p>
        <Link to={paths.passwordReset}>{t.signIn.forgot}</Link>
      </p>
    </NarrowCard>
  );
}

/** Loads a page anew, because it may be one of Django's own. */
function Leave({ to }: { to: string }) {
  useEffect(() => window.location.replace(to), [to]);
  return null;
}
