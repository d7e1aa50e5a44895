/** A network plan as `POST /api/network-plan` answers it. */
import type { MigrationError } from '../domain/error-codes';
import type { NetworkPlan, NetworkProblem, SubnetCandidate } from '../network/types';

export const encodeNetworkPlan = ({ subnet, candidates, problems, reachability, ...plan }: NetworkPlan) => ({
  path: plan.path,
  message: plan.message,
  ...(subnet ? { subnet: { ...encodeSubnet(subnet), prefilledBecause: subnet.prefilledBecause } } : {}),
  candidates: candidates.map((candidate) => ({ ...encodeSubnet(candidate), problems: candidate.problems.map(encodeProblem) })),
  outboundAddresses: plan.outboundAddresses,
  problems: problems.map(encodeProblem),
  ...(reachability
    ? { reachability: reachability.map(({ error, ...server }) => ({ ...server, ...(error ? { problem: encodeError(error) } : {}) })) }
    : {}),
});

const encodeSubnet = ({ id, name, virtualNetwork, location, addressPrefixes, freeAddresses }: SubnetCandidate) => ({
  id,
  name,
  virtualNetwork,
  location,
  addressPrefixes,
  freeAddresses,
});

export const encodeProblem = (problem: NetworkProblem) => ({ ...encodeError(problem), severity: problem.severity });

const encodeError = ({ code, message, hint, objects }: MigrationError) => ({ code, message, fix: hint, ...(objects ? { objects } : {}) });
