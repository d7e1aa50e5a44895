/** A labelled input with what is wrong about it. */
import { Field, Input, type InputProps } from '@fluentui/react-components';
import { sentence } from './validate';

interface TextFieldProps {
  label: string;
  value: string;
  change(value: string): void;
  problem?: string;
  hint?: string;
  required?: boolean;
  type?: InputProps['type'];
}

export function TextField({ label, value, change, problem, hint, required = true, type = 'text' }: TextFieldProps) {
  const message = sentence(label, problem);
  return (
    <Field label={label} required={required} hint={hint} {...(message ? { validationMessage: message, validationState: 'error' } : {})}>
      <Input
        type={type}
        value={value}
        onChange={(_event, data) => change(data.value)}
        // Passwords of servers are not the person's own: browsers should not offer to keep them.
        autoComplete={type === 'password' ? 'new-password' : 'off'}
        spellCheck={false}
      />
    </Field>
  );
}
