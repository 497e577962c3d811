import { useQuery } from "@tanstack/react-query";
import { useParams } from "wouter";
import { NewPassword } from "@/accounts/new-password";
import { call } from "@/api/client";
import { asking } from "@/api/queries";
import { Form } from "@/components/form";
import { Link } from "@/components/link";
import { Loading, LoadingFailed } from "@/components/loading";
import { useGoSaying } from "@/components/message";
import { NarrowCard } from "@/components/narrow-card";
import { buttonVariants } from "@/components/ui/button";
import { t } from "@/i18n";
import { paths } from "@/paths";

export default function PasswordResetConfirm() {
  const { uid = "", token = "" } = useParams();
  const goSaying = useGoSaying();
  const link = useQuery(asking("POST /api/password/reset/link/", { body: { uid, token } }));
  const set = async (passwords: Record<"new_password1" | "new_password2", string>) => {
    await call("PUT /api/password/reset/", { body: { uid, token, ...passwords } });
    goSaying(paths.signIn, t.passwordResetConfirm.done);
  };

  if (link.isPending) return <Loading />;
  if (link.isError) return <LoadingFailed error={link.error} retry={link.refetch} />;
  if (!link.data.valid) return <DeadLink />;
  return (
    <NarrowCard title={t.passwordResetConfirm.title}>
      <Form action={t.passwordResetConfirm.action} onSubmit={set}>
        <NewPassword />
      </Form>
    </NarrowCard>
  );
}

function DeadLink() {
  return (
    <NarrowCard title={t.passwordResetConfirm.dead}>
      <p>{t.passwordResetConfirm.deadAdvice}</p>
      <p>
        <Link className={buttonVariants()} to={paths.passwordReset}>
          {t.passwordResetConfirm.again}
        </Link>
      </p>
    </NarrowCard>
  );
}
