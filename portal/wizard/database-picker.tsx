/** The databases of the source, to pick from: their names as Azure knows them, their sizes once somebody has logged in. */
import { Button, Checkbox, Field, Input, MessageBar, MessageBarBody, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { maxDatabasesPerMigration } from '../../shared/domain/limits';
import { useApi } from '../api/api-context';
import type { ServerLook } from '../api/types';
import { bytes } from '../parts/format';
import { Problem } from '../parts/problem';
import { sourceOf, type TabProps } from './draft';
import { aadAppOf } from './request-body';
import { useCatalog } from './use-catalog';

const useStyles = makeStyles({
  list: {
    maxHeight: '280px',
    overflowY: 'auto',
    border: `1px solid ${tokens.colorNeutralStrokeAccessible}`,
    borderRadius: tokens.borderRadiusMedium,
    padding: '4px',
    margin: 0,
    minInlineSize: 0,
  },
  row: { display: 'flex', justifyContent: 'space-between', alignItems: 'center', gap: '12px', paddingRight: '8px' },
});

interface Item {
  name: string;
  sizeBytes?: number | null;
}

export function DatabasePicker({ draft, change, problems }: TabProps) {
  const styles = useStyles();
  const api = useApi();
  const [filter, setFilter] = useState('');
  const source = sourceOf(draft);
  const known = useCatalog('databases', draft.sourceKind === 'azure' && draft.sourceId ? { server: draft.sourceId } : undefined);
  const look = useMutation({
    mutationFn: async () => {
      const body = { server: source, password: draft.sourcePassword, ...aadAppOf(draft) };
      return { source, ...(await api.send<ServerLook>('POST', '/api/catalog/databases', body)) };
    },
  });
  const looked = look.data?.source === source ? look.data.value.filter(({ isSystem, isOpen }) => !isSystem && isOpen) : undefined;
  const items: Item[] | undefined = looked ?? known.data?.filter(({ isSystem }) => !isSystem);
  const shown = items?.filter(({ name }) => name.toLowerCase().includes(filter.trim().toLowerCase()));
  const toggle = (name: string) =>
    change({ databases: draft.databases.includes(name) ? draft.databases.filter((other) => other !== name) : [...draft.databases, name] });
  const count = draft.databases.length;
  const problem = problems.databases;
  return (
    <>
      <div>
        <Button disabledFocusable={!source || !draft.sourcePassword || look.isPending} onClick={() => look.mutate()}>
          {look.isPending ? <Spinner size="tiny" /> : undefined} Log in and read databases with their sizes
        </Button>
      </div>
      {look.error ? <Problem title="The databases cannot be read" error={look.error} /> : undefined}
      <Field
        label={`Filter databases (${count} chosen)`}
        {...(problem ? { validationMessage: `Databases ${problem}.`, validationState: 'error' } : {})}
      >
        <Input value={filter} onChange={(_event, { value }) => setFilter(value)} />
      </Field>
      <fieldset className={styles.list}>
        <legend>Choose databases to migrate (up to {maxDatabasesPerMigration} in one migration)</legend>
        {shown?.map(({ name, sizeBytes }) => (
          <div key={name} className={styles.row}>
            <Checkbox label={name} checked={draft.databases.includes(name)} onChange={() => toggle(name)} />
            <Text>{typeof sizeBytes === 'number' ? bytes(sizeBytes) : undefined}</Text>
          </div>
        ))}
        {shown?.length ? undefined : <Text>{items ? 'No database fits.' : 'Choose a server, or log in to one by its address.'}</Text>}
      </fieldset>
      {count > maxDatabasesPerMigration ? (
        <MessageBar intent="info">
          <MessageBarBody>
            {count} databases are more than one migration takes: {Math.ceil(count / maxDatabasesPerMigration)} migrations will be created.
            The last tab shows how they are divided.
          </MessageBarBody>
        </MessageBar>
      ) : undefined}
    </>
  );
}
