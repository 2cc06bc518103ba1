/**
 * The plan a planner hands out, as the executor reads it. The words are those of Apollo's and
 * Hive's planners, so that another planner may stand in.
 */
export type {
  BatchFetchNode, ConditionNode, FetchNode, FetchRewrite, FlattenNode, FlattenNodePathSegment,
  ParallelNode, PlanNode, QueryPlan, RequiresSelection, SequenceNode, SubscriptionNode,
} from '@graphql-hive/router-query-planner';
