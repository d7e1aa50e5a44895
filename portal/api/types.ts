/** What the API answers with: the types of its own schemas, which leave nothing in the bundle. */
import type { z } from 'zod';
import type { estimateAnswer } from '../../shared/contract/openapi/estimate-answer';
import type * as network from '../../shared/contract/openapi/network-answers';
import type * as own from '../../shared/contract/openapi/own-answers';

export type Overview = z.infer<typeof own.overview>;
export type DatabaseOverview = Overview['databases'][number];
export type TableProgress = NonNullable<DatabaseOverview['tables']>[number];
export type Wait = Overview['waits'][number];
export type Finding = NonNullable<Overview['findings']>[number];
export type Cleanup = Overview['cleanup'];
export type OverviewList = z.infer<typeof own.overviewList>;
export type Approval = z.infer<typeof own.approval>;
export type ApprovalList = z.infer<typeof own.approvalList>;
export type CancelAnswer = z.infer<typeof own.cancelAnswers>[number];
export type Plan = z.infer<typeof own.plan>;
export type Report = z.infer<typeof own.report>;
export type CloudEvent = z.infer<typeof own.events>[number];
export type Estimate = z.infer<typeof estimateAnswer>;
export type NetworkPlan = z.infer<typeof network.networkPlan>;
export type Server = z.infer<typeof network.serverList>['value'][number];
export type ServerLook = z.infer<typeof network.serverLook>;
export type Subscription = z.infer<typeof network.subscriptionList>['value'][number];
export type ResourceGroup = z.infer<typeof network.resourceGroupList>['value'][number];
export type VirtualNetwork = z.infer<typeof network.virtualNetworkList>['value'][number];
export type Subnet = z.infer<typeof network.subnetList>['value'][number];
export interface ListOf<Item> {
  value: Item[];
}
