/** What the network plan knows: servers, virtual networks and their subnets as they were read, and the plan that is made from them. */
import type { MigrationError } from '../domain/error-codes';
import type { PrivateEndpointLink } from '../domain/migration';

export interface NetworkServer {
  side: 'source' | 'target';
  /** Of the resource, or host and port of a server that is named by its address. */
  name: string;
  /** Absent: Azure Resource Manager does not know it. */
  resourceId?: string;
  access: 'public' | 'private';
  port: number;
  /** Of a flexible server in a virtual network. */
  delegatedSubnetId?: string;
  privateEndpoints: NetworkEndpoint[];
}

export interface NetworkEndpoint extends PrivateEndpointLink {
  /** Absent: the endpoint could not be read. */
  subnetId?: string;
}

export interface VirtualNetwork {
  id: string;
  name: string;
  location: string;
  /** CIDRs, as everywhere here. */
  addressPrefixes: string[];
  subnets: Subnet[];
  peerings: { remoteId: string; state: string }[];
}

export interface Subnet {
  id: string;
  name: string;
  addressPrefixes: string[];
  /** Services that it is delegated to. */
  delegations: string[];
  /** IPv4 addresses that nobody has yet. */
  freeAddresses: number;
  /** Absent: none, or it could not be read. */
  securityGroup?: SecurityGroup;
  /** The security group holds for private endpoints in it, too. */
  filtersEndpoints: boolean;
}

export interface SecurityGroup {
  id: string;
  /** Azure's own rules among them. */
  rules: SecurityRule[];
}

export interface SecurityRule {
  name: string;
  /** The lowest one that matches decides. */
  priority: number;
  direction: 'Inbound' | 'Outbound';
  access: 'Allow' | 'Deny';
  /** `*`, `Tcp`, ... */
  protocol: string;
  /** `*`, CIDRs, service tags. Empty: application security groups, which nobody can tell here. */
  sources: string[];
  destinations: string[];
  /** `*`, `443`, `5000-6000`. */
  destinationPorts: string[];
}

/** Everything that a plan is made from. */
export interface NetworkSituation {
  source: NetworkServer;
  target: NetworkServer;
  virtualNetworks: VirtualNetwork[];
  /** What is said to be there and could not be read: the plan knows that it does not know. */
  unreadable: { id: string; why: string }[];
  /** `203.0.113.4`, `203.0.113.4-203.0.113.7`: where the service connects from. */
  outboundAddresses: string[];
  /** By the caller. */
  chosenSubnetId?: string;
}

export interface NetworkProblem extends MigrationError {
  /** An error will keep the migration from reaching a server; a warning may. */
  severity: 'error' | 'warning';
}

export interface SubnetCandidate {
  id: string;
  name: string;
  virtualNetwork: { id: string; name: string };
  location: string;
  addressPrefixes: string[];
  freeAddresses: number;
  problems: NetworkProblem[];
}

export interface NetworkPlan {
  path: 'public' | 'virtualNetwork';
  /** In a sentence or two. */
  message: string;
  /** The one that is taken unless the caller names another. */
  subnet?: SubnetCandidate & { prefilledBecause: string };
  /** Of the virtual networks that come into question, the best first. */
  candidates: SubnetCandidate[];
  outboundAddresses: string[];
  /** Of the servers and of the subnet. */
  problems: NetworkProblem[];
  /** Where a test was asked for. */
  reachability?: ReachedServer[];
}

/** What came of connecting to a server without logging in. */
export interface ReachedServer {
  side: 'source' | 'target';
  host: string;
  port: number;
  /** Absent: it answers. */
  error?: MigrationError;
}
