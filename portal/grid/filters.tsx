/** Narrows the grid by name and status. */
import { Field, Input, makeStyles, Select } from '@fluentui/react-components';
import { migrationStates } from '../../shared/domain/states';
import type { Overview } from '../api/types';

export interface Filter {
  name: string;
  /** Empty: all. */
  state: string;
}

export const noFilter: Filter = { name: '', state: '' };

export function matchesFilter(migration: Overview, { name, state }: Filter): boolean {
  return (!state || migration.state === state) && migration.name.toLowerCase().includes(name.trim().toLowerCase());
}

const useStyles = makeStyles({ row: { display: 'flex', flexWrap: 'wrap', gap: '12px' } });

export function Filters({ filter, change }: { filter: Filter; change(filter: Filter): void }) {
  const styles = useStyles();
  return (
    <search className={styles.row}>
      <Field label="Filter by name">
        <Input value={filter.name} onChange={(_event, { value }) => change({ ...filter, name: value })} />
      </Field>
      <Field label="Status">
        <Select value={filter.state} onChange={(_event, { value }) => change({ ...filter, state: value })}>
          <option value="">All</option>
          {migrationStates.map((state) => (
            <option key={state}>{state}</option>
          ))}
        </Select>
      </Field>
    </search>
  );
}
