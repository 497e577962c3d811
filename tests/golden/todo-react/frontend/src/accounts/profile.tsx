import { call } from "@/api/client";
import { Field, Form } from "@/components/form";
import { Link } from "@/components/link";
import { useGoSaying } from "@/components/message";
import { NarrowCard } from "@/components/narrow-card";
import { t } from "@/i18n";
import { paths } from "@/paths";
import { useRefreshSession, useSignedInUser } from "@/session";

export default function Profile() {
  const user = useSignedInUser();
  const refresh = useRefreshSession();
  const goSaying = useGoSaying();
  const save = async (body: Record<"name", string>) => {
    await call("PUT /api/profile/", { body });
    await refresh();
    goSaying(paths.profile, t.profile.saved);
  };
  return (
    <NarrowCard title={t.profile.title} heading={t.profile.heading}>
      <Form action={t.profile.action} onSubmit={save}>
        <Field
          name="name"
          label={t.profile.name}
          defaultValue={user.name}
          maxLength={150}
          autoComplete="name"
        />
        <Field label={t.profile.email} defaultValue={user.email} type="email" disabled />
      </Form>
      <p>
        <Link to={paths.passwordChange}>{t.passwordChange.link}</Link>
      </p>
    </NarrowCard>
  );
}
