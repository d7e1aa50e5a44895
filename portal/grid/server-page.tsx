/** The migrations into one flexible server: the specification's grid. */
import { Breadcrumb, BreadcrumbButton, BreadcrumbDivider, BreadcrumbItem, Title2 } from '@fluentui/react-components';
import { useLocation, useParams } from 'wouter';
import { paths, type ServerParams, targetIdOf } from '../parts/paths';
import { usePageTitle } from '../parts/use-page-title';
import { Migrations } from './migrations';

export function ServerPage() {
  const params = useParams<{ subscription: string; group: string; server: string }>() as ServerParams;
  const [, navigate] = useLocation();
  usePageTitle(params.server);
  return (
    <>
      <Breadcrumb aria-label="Where you are">
        <BreadcrumbItem>
          <BreadcrumbButton onClick={() => navigate(paths.fleet)}>All servers</BreadcrumbButton>
        </BreadcrumbItem>
        <BreadcrumbDivider />
        <BreadcrumbItem>
          <BreadcrumbButton current>{params.server}</BreadcrumbButton>
        </BreadcrumbItem>
      </Breadcrumb>
      <Title2 as="h1">{params.server} | Migration</Title2>
      <Migrations targetId={targetIdOf(params)} />
    </>
  );
}
