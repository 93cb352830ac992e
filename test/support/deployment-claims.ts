import type { ActionEnd, DeploymentClaims, IntendedBlock } from "../../adapters/dynamodb/deployment-claims.ts";

interface Claim {
	readonly state: "begun" | ActionEnd;
	readonly intended: IntendedBlock | null;
	readonly at: string;
}

const leaseMs = 90_000;

/** Claims in memory; they pass the same contract as those in DynamoDB. */
export class DeploymentClaimsInMemory implements DeploymentClaims {
	readonly #claims = new Map<string, Claim>();

	async begin(deployment: string, intended: IntendedBlock | null, at: string): Promise<"begun" | "busy" | "done"> {
		const known = this.#claims.get(deployment);
		if (known?.state === "done") return "done";
		if (known !== undefined && isHeld(known, at)) return "busy";
		this.#claims.set(deployment, { state: "begun", intended, at });
		return "begun";
	}

	async end(deployment: string, how: ActionEnd, intended: IntendedBlock | null, at: string): Promise<void> {
		this.#claims.set(deployment, { state: how, intended, at });
	}

	async unrecorded(deployment: string, at: string): Promise<IntendedBlock | "busy" | null> {
		const known = this.#claims.get(deployment);
		if (known === undefined || known.state === "done" || known.state === "failed") return null;
		return isHeld(known, at) ? "busy" : known.intended;
	}
}

const isHeld = ({ state, at: since }: Claim, at: string): boolean =>
	state === "begun" && Date.parse(at) - Date.parse(since) < leaseMs;
