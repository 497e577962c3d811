import { Field } from "@/components/form";
import { t } from "@/i18n";

/** The two fields for a new password, named as in Django's forms. */
export function NewPassword() {
  return (
    <>
      <Field
        name="new_password1"
        label={t.passwordChange.new}
        hint={t.passwordChange.rules}
        type="password"
        autoComplete="new-password"
        required
      />
      <Field
        name="new_password2"
        label={t.passwordChange.repeat}
        type="password"
        autoComplete="new-password"
        required
      />
    </>
  );
}
