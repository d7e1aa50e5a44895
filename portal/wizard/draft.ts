/** Everything that a person has entered so far. It lives in the wizard's state only: secrets are in here. */
export interface Draft {
  name: string;
  /** Resource id; empty: that of the target. */
  resourceGroupId: string;
  /** Who acts at Azure: the service's own identity, or an application whose secret is given. */
  identity: 'service' | 'app';
  clientId: string;
  tenantId: string;
  aadSecret: string;
  sourceKind: 'azure' | 'address';
  subscriptionId: string;
  sourceGroup: string;
  /** Resource id of the server. */
  sourceId: string;
  /** `host:port@user`. */
  sourceAddress: string;
  sourcePassword: string;
  databases: readonly string[];
  targetPassword: string;
  overwrite: boolean;
  subnetId: string;
}

export const newDraft = (subscriptionId: string): Draft => ({
  name: '',
  resourceGroupId: '',
  identity: 'service',
  clientId: '',
  tenantId: '',
  aadSecret: '',
  sourceKind: 'azure',
  subscriptionId,
  sourceGroup: '',
  sourceId: '',
  sourceAddress: '',
  sourcePassword: '',
  databases: [],
  targetPassword: '',
  overwrite: false,
  subnetId: '',
});

export const sourceOf = ({ sourceKind, sourceId, sourceAddress }: Draft): string =>
  sourceKind === 'azure' ? sourceId : sourceAddress.trim();

/** What one tab gets: the draft, a way to change it, and what is wrong with it. */
export interface TabProps {
  draft: Draft;
  change(change: Partial<Draft>): void;
  /** By field; only of fields that the person has seen. */
  problems: Partial<Record<keyof Draft, string>>;
  /** Resource id of the target server. */
  targetId: string;
}
