import type {
	ActionEnd,
	ClaimedAction,
	DeploymentClaims,
	IntendedBlock,
	UnrecordedAction,
} from "../../adapters/dynamodb/deployment-claims.ts";

interface Claim {
	readonly state: "begun" | ActionEnd;
	readonly intended: IntendedBlock | null;
	readonly at: string;
}

const leaseMs = 90_000;

/** Claims in memory; they pass the same contract as those in DynamoDB. */
export class DeploymentClaimsInMemory implements DeploymentClaims {
	readonly #claims = new Map<string, Claim>();

	async begin(claimed: ClaimedAction, intended: IntendedBlock, at: string): Promise<"begun" | "busy" | "done"> {
		const known = this.#claims.get(keyOf(claimed));
		if (known?.state === "done") return "done";
		if (known !== undefined && (known.state === "acted" || isHeld(known, at))) return "busy";
		this.#claims.set(keyOf(claimed), { state: "begun", intended, at });
		return "begun";
	}

	async end(claimed: ClaimedAction, how: ActionEnd, intended: IntendedBlock | null, at: string): Promise<void> {
		this.#claims.set(keyOf(claimed), { state: how, intended, at });
	}

	async unrecorded(claimed: ClaimedAction, at: string): Promise<UnrecordedAction | "busy" | null> {
		const known = this.#claims.get(keyOf(claimed));
		if (known === undefined || known.state === "done" || known.state === "failed") return null;
		if (isHeld(known, at)) return "busy";
		return known.intended === null ? null : { intended: known.intended, isDone: known.state === "acted" };
	}
}

const keyOf = ({ deployment, action }: ClaimedAction): string => `${action} ${deployment}`;

const isHeld = ({ state, at: since }: Claim, at: string): boolean =>
	state === "begun" && Date.parse(at) - Date.parse(since) < leaseMs;
