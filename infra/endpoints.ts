import type { Construct } from "constructs";
import type { Policy } from "../core/policy.ts";
import type { EndpointEntry } from "../functions/entries.ts";
import { type EndpointName, endpoints } from "../functions/manifest.ts";
import type { PipelineOptions } from "./options.ts";
import { SlackEndpoint, type SlackEndpointProps } from "./slack-endpoint.ts";

/** The functions that a service outside AWS calls, if the options ask for them. */
export const addEndpoints = (
	scope: Construct,
	propsOf: (entry: EndpointEntry & { readonly name: EndpointName }) => SlackEndpointProps,
	{ slackApprovals }: Pick<PipelineOptions, "slackApprovals">,
): readonly SlackEndpoint[] =>
	slackApprovals ? endpoints.map((entry) => new SlackEndpoint(scope, entry, propsOf(entry))) : [];

/** The policy that a stack applies: without a function that Slack can call, nobody is asked about a deployment. */
export const policyUnder = ({ slackApprovals }: Pick<PipelineOptions, "slackApprovals">, policy: Policy): Policy =>
	slackApprovals ? policy : { ...policy, slack: { ...policy.slack, approvers: [] } };
