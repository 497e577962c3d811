import { Field, SelectField } from "@/components/form";
import { t } from "@/i18n";

type ItemFieldsProps = { titleId: string; title?: string; priority?: string };

/** What one writes down about an item. */
export function ItemFields({ titleId, title = "", priority = "normal" }: ItemFieldsProps) {
  return (
    <>
      <Field
        className="max-sm:col-span-full"
        id={titleId}
        name="title"
        label={t.todo.item}
        defaultValue={title}
        maxLength={200}
        autoComplete="off"
        required
      />
      <SelectField name="priority" label={t.todo.priority} defaultValue={priority}>
        {Object.entries(t.todo.priorities).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
    </>
  );
}
