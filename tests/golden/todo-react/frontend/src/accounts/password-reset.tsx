import { Link, useNavigate } from "react-router";
import { call } from "@/api/client";
import { Field, Form } from "@/components/form";
import { NarrowCard } from "@/components/narrow-card";
import { t } from "@/i18n";
import { paths } from "@/paths";

export function PasswordReset() {
  const navigate = useNavigate();
  const send = async (body: Record<"email", string>) => {
    await call("POST /api/password/reset/", { body });
    await navigate(paths.signIn, { state: { message: t.passwordReset.sent } });
  };
  return (
    <NarrowCard title={t.passwordReset.title}>
      <p>{t.passwordReset.explanation}</p>
      <Form action={t.passwordReset.action} onSubmit={send}>
        <Field name="email" label={t.signIn.email} type="email" autoComplete="email" required />
      </Form>
      <p>
        <Link to={paths.signIn}>{t.passwordReset.back}</Link>
      </p>
    </NarrowCard>
  );
}
