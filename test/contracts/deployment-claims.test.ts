import { describe } from "@jest/globals";
import { DeploymentClaimsInMemory } from "../support/deployment-claims.ts";
import { deploymentClaimsContract } from "./deployment-claims.ts";

describe("claims of deployments in memory", () => {
	deploymentClaimsContract(async () => new DeploymentClaimsInMemory());
});
