/** A labelled list to pick one from, while it is loaded, empty or broken, too. */
import { Field, Select } from '@fluentui/react-components';
import { sentence } from './validate';

interface ChoiceFieldProps {
  label: string;
  value: string;
  change(value: string): void;
  choices: readonly { value: string; text: string }[] | undefined;
  error?: Error | null;
  problem?: string;
  hint?: string;
  /** What stands for no choice; absent: there always is one. */
  none?: string;
  required?: boolean;
}

export function ChoiceField({ label, value, change, choices, error, problem, hint, none, required = true }: ChoiceFieldProps) {
  const message = error ? error.message : sentence(label, problem);
  return (
    <Field label={label} required={required} hint={hint} {...(message ? { validationMessage: message, validationState: 'error' } : {})}>
      <Select value={value} onChange={(_event, data) => change(data.value)}>
        {choices ? none === undefined ? undefined : <option value="">{none}</option> : <option value="">Loading...</option>}
        {choices?.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.text}
          </option>
        ))}
      </Select>
    </Field>
  );
}
