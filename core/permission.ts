/** An action of IAM, such as `ecr:GetLifecyclePolicy`: the prefix of the service and the name, as in the Service Authorization Reference. */
export type Action = `${string}:${string}`;

/** An IAM permission that one AWS call needs: declared beside the call, granted by the stack, compared with the calls by a test. */
export interface Permission {
	readonly action: Action;
	/** `*` if the action does not support a narrower resource. */
	readonly on:
		| "repository"
		| "task-definition"
		| "service"
		| "service-deployment"
		| "service-revision"
		| "task"
		| "cluster"
		| "capacity-provider"
		| "security-hub-product"
		| "security-hub"
		| "ledger"
		| "own-queue"
		| "family-queue"
		| "refresh-queue"
		| "recheck-queue"
		| "sweep-queue"
		| "deployment-queue"
		| "dead-letter-queue"
		| "all-dead-letter-queues"
		| "slack-secret"
		| "notification-topic"
		| "off-switch"
		| "*";
	/** Of a table: the only partition keys that are used, in which `*` stands for any text; of other resources: the only tag keys; absent: all. */
	readonly keys?: readonly string[];
	/** Condition keys with which the action is denied: with these values, or with any if there are none. */
	readonly deniedWith?: readonly { readonly key: Action; readonly values?: readonly string[] }[];
	/** Why `*` or a wildcard in the resource cannot be avoided. */
	readonly reason?: string;
	/** The action whose service calls this one on the caller's behalf; absent if our own code calls it. */
	readonly through?: Action;
}

/** In `keys`: the name of the sink that the function is; of any sink if it is none. */
export const ownSink = "SINK";

/** The reason of a permission on `*` whose action cannot be limited to resources. */
export const noResourceType = "the Service Authorization Reference lists no resource type for the action";
