/** Fourth tab: how both servers are reached, and from which subnet where one of them is private. */
import { MessageBar, MessageBarBody, MessageBarTitle, Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { networkIdOf } from '../../shared/domain/network-ids';
import { useApi } from '../api/api-context';
import type { NetworkPlan } from '../api/types';
import { Facts } from '../parts/facts';
import { count, subscriptionOf } from '../parts/format';
import { Loading } from '../parts/loading';
import { Problem } from '../parts/problem';
import { ChoiceField } from './choice-field';
import { sourceOf, type TabProps } from './draft';
import { NetworkProblems } from './network-problems';
import { networkBody } from './request-body';
import { useCatalog } from './use-catalog';

export function NetworkingTab(props: TabProps) {
  const { draft, targetId } = props;
  const api = useApi();
  const plan = useQuery({
    // Not the body: it may hold a secret, and keys of the cache are seen by developer tools.
    queryKey: ['network-plan', sourceOf(draft), targetId, draft.subnetId, draft.identity],
    queryFn: () => api.send<NetworkPlan>('POST', '/api/network-plan', networkBody(draft, targetId)),
    placeholderData: (before) => before,
  });
  if (plan.error) return <Problem title="The network cannot be looked at" error={plan.error} retry={() => plan.refetch()} />;
  if (!plan.data) return <Loading what="the network" />;
  return (
    <>
      <MessageBar intent={plan.data.path === 'public' ? 'success' : 'info'} layout="multiline">
        <MessageBarBody>
          {plan.data.path === 'public' ? (
            <MessageBarTitle>Both servers are in public access: you are all set to create a migration.</MessageBarTitle>
          ) : undefined}
          {plan.data.message}
        </MessageBarBody>
      </MessageBar>
      {plan.data.path === 'virtualNetwork' ? <SubnetChoice {...props} plan={plan.data} /> : undefined}
      <NetworkProblems problems={plan.data.problems} />
    </>
  );
}

function SubnetChoice({ draft, change, problems, targetId, plan }: TabProps & { plan: NetworkPlan }) {
  const suggested = plan.subnet;
  const current = draft.subnetId || suggested?.id || '';
  const [subscriptionId, setSubscriptionId] = useState(subscriptionOf(current || targetId));
  const [networkId, setNetworkId] = useState(current ? networkIdOf(current) : '');
  useEffect(() => {
    if (!draft.subnetId && suggested) change({ subnetId: suggested.id });
  }, [draft.subnetId, suggested, change]);
  const subscriptions = useCatalog('subscriptions', {});
  const networks = useCatalog('virtualNetworks', { subscriptionId });
  const subnets = useCatalog('subnets', networkId ? { virtualNetwork: networkId } : undefined);
  const network = networks.data?.find(({ id }) => id.toLowerCase() === networkId.toLowerCase());
  const subnet = subnets.data?.find(({ id }) => id.toLowerCase() === current.toLowerCase()) ?? suggested;
  const withSuggestion = <Item extends { value: string; text: string }>(items: Item[] | undefined, extra: Item | undefined) =>
    !items || !extra || items.some(({ value }) => value.toLowerCase() === extra.value.toLowerCase()) ? items : [extra, ...items];
  return (
    <>
      <ChoiceField
        label="Network subscription"
        value={subscriptionId}
        change={(id) => {
          setSubscriptionId(id);
          setNetworkId('');
        }}
        choices={subscriptions.data?.map((each) => ({ value: each.subscriptionId, text: each.name }))}
        error={subscriptions.error}
      />
      <ChoiceField
        label="Virtual network"
        value={network?.id ?? networkId}
        change={setNetworkId}
        choices={withSuggestion(
          networks.data?.map(({ id, name }) => ({ value: id, text: name })),
          suggested ? { value: suggested.virtualNetwork.id, text: suggested.virtualNetwork.name } : undefined,
        )}
        error={networks.error}
        none="Select a virtual network"
      />
      <ChoiceField
        label="Subnet"
        value={subnets.data?.find(({ id }) => id.toLowerCase() === current.toLowerCase())?.id ?? ''}
        change={(subnetId) => change({ subnetId })}
        choices={subnets.data?.map(({ id, name, addressPrefixes }) => ({ value: id, text: `${name} (${addressPrefixes.join(', ')})` }))}
        error={subnets.error}
        none="Select a subnet"
        problem={problems.subnetId}
      />
      <Facts facts={[['Location', network?.location ?? suggested?.location ?? '--']]} />
      {subnet ? <Text role="status">Your current subnet selection has {count(subnet.freeAddresses)} addresses available.</Text> : undefined}
      {suggested && current === suggested.id ? <Text>Pre-filled because {suggested.prefilledBecause}</Text> : undefined}
    </>
  );
}
