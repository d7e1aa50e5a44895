/** Names the databases that a migration without any is to move. */
import { Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import { databases } from '../../shared/contract/databases';
import type { Overview } from '../api/types';
import { PatchAnswer } from './patch-answer';

export function DatabasesAnswer({ migration }: { migration: Overview }) {
  const [text, setText] = useState('');
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const checked = databases.safeParse(names);
  const problem = checked.success ? undefined : checked.error.issues[0]?.message;
  return (
    <>
      <Field
        label="Databases, separated by commas"
        {...(problem && names.length ? { validationMessage: `Databases ${problem}.`, validationState: 'error' } : {})}
      >
        <Input value={text} onChange={(_event, { value }) => setText(value)} />
      </Field>
      <PatchAnswer
        migration={migration}
        label="Migrate these"
        properties={{ dbsToMigrate: names }}
        isReady={names.length > 0 && checked.success}
      />
    </>
  );
}
