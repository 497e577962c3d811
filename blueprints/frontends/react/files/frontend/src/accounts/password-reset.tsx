import { call } from "@/api/client";
import { Field, Form } from "@/components/form";
import { Link } from "@/components/link";
import { useGoSaying } from "@/components/message";
import { NarrowCard } from "@/components/narrow-card";
import { t } from "@/i18n";
import { paths } from "@/paths";

export default function PasswordReset() {
  const goSaying = useGoSaying();
  const send = async (body: Record<"email", string>) => {
    await call("POST /api/password/reset/", { body });
    goSaying(paths.signIn, t.passwordReset.sent);
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
