import { Link, useNavigate } from "react-router";
import { call } from "@/api/client";
import { Field, Form } from "@/components/form";
import { NarrowCard } from "@/components/narrow-card";
import { t } from "@/i18n";
import { paths } from "@/paths";
import { useRefreshSession, useSignedInUser } from "@/session";

export function Profile() {
  const user = useSignedInUser();
  const refresh = useRefreshSession();
  const navigate = useNavigate();
  const save = async (body: Record<"name", string>) => {
    await call("PUT /api/profile/", { body });
    await refresh();
    await navigate(paths.profile, { replace: true, state: { message: t.profile.saved } });
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
