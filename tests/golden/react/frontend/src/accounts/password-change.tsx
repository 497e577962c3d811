import { NewPassword } from "@/accounts/new-password";
import { call } from "@/api/client";
import { Field, Form } from "@/components/form";
import { useGoSaying } from "@/components/message";
import { NarrowCard } from "@/components/narrow-card";
import { t } from "@/i18n";
import { paths } from "@/paths";
import { useBegin } from "@/session";

type Names = "old_password" | "new_password1" | "new_password2";

export default function PasswordChange() {
  const begin = useBegin();
  const goSaying = useGoSaying();
  const change = async (body: Record<Names, string>) => {
    begin(await call("PUT /api/password/", { body }));
    goSaying(paths.profile, t.passwordChange.done);
  };
  return (
    <NarrowCard title={t.passwordChange.title} heading={t.passwordChange.heading}>
      <Form action={t.passwordChange.action} onSubmit={change}>
        <Field
          name="old_password"
          label={t.passwordChange.old}
          type="password"
          autoComplete="current-password"
          required
        />
        <NewPassword />
      </Form>
    </NarrowCard>
  );
}
