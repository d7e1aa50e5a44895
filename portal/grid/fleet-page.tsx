/** The migrations of all servers. */
import { Title2 } from '@fluentui/react-components';
import { usePageTitle } from '../parts/use-page-title';
import { Migrations } from './migrations';

export function FleetPage() {
  usePageTitle('All servers');
  return (
    <>
      <Title2 as="h1">Migrations of all servers</Title2>
      <Migrations />
    </>
  );
}
