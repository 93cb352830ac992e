/** What one AWS call needs to be allowed: written beside the call, granted by the stack, compared with the calls by a test. */
export interface Permission {
	/** As in the Service Authorization Reference: `ecr:GetLifecyclePolicy`. */
	readonly action: string;
	/** `*` where AWS knows no narrower resource for the action. */
	readonly on:
		| "repository"
		| "task-definition"
		| "service"
		| "task"
		| "security-hub-product"
		| "security-hub"
		| "ledger"
		| "own-queue"
		| "dead-letter-queue"
		| "slack-secret"
		| "*";
	/** Why `*`, or a wildcard in the resource, cannot be avoided. */
	readonly because?: string;
	/** The action whose service asks for this one on the caller's behalf; absent when our own code calls it. */
	readonly through?: string;
}
