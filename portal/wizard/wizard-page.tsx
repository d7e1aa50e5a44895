/** The wizard that starts a migration into one flexible server: five tabs, nothing is lost on the way between them. */
import { Breadcrumb, BreadcrumbButton, BreadcrumbDivider, BreadcrumbItem, Title2 } from '@fluentui/react-components';
import { useLocation, useParams } from 'wouter';
import { paths, type ServerParams, targetIdOf } from '../parts/paths';
import { usePageTitle } from '../parts/use-page-title';
import { Wizard } from './wizard';

export function WizardPage() {
  const params = useParams<{ subscription: string; group: string; server: string }>() as ServerParams;
  const [, navigate] = useLocation();
  const targetId = targetIdOf(params);
  usePageTitle(`Migrate into ${params.server}`);
  return (
    <>
      <Breadcrumb aria-label="Where you are">
        <BreadcrumbItem>
          <BreadcrumbButton onClick={() => navigate(paths.server(targetId))}>{params.server}</BreadcrumbButton>
        </BreadcrumbItem>
        <BreadcrumbDivider />
        <BreadcrumbItem>
          <BreadcrumbButton current>New migration</BreadcrumbButton>
        </BreadcrumbItem>
      </Breadcrumb>
      <Title2 as="h1">Migrate into this PostgreSQL flexible server</Title2>
      <Wizard key={targetId} targetId={targetId} />
    </>
  );
}
