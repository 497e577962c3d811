import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "react-router";
import { NewPassword } from "@/accounts/new-password";
import { call } from "@/api/client";
import { Form } from "@/components/form";
import { Loading, LoadingFailed } from "@/components/loading";
import { NarrowCard } from "@/components/narrow-card";
import { buttonVariants } from "@/components/ui/button";
import { t } from "@/i18n";
import { paths } from "@/paths";

export function PasswordResetConfirm() {
  const { uid = "", token = "" } = useParams();
  const navigate = useNavigate();
  const link = useQuery({
    queryKey: ["reset-link", uid, token],
    queryFn: () => call("POST /api/password/reset/link/", { body: { uid, token } }),
  });
  const set = async (passwords: Record<"new_password1" | "new_password2", string>) => {
    await call("PUT /api/password/reset/", { body: { uid, token, ...passwords } });
    await navigate(paths.signIn, { state: { message: t.passwordResetConfirm.done } });
  };

  if (link.isPending) return <Loading />;
  if (link.isError) return <LoadingFailed retry={() => link.refetch()} />;
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
