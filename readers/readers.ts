import { readCloudFormation } from "./cloudformation/read.ts";
import { readLifecyclePolicyFile, readRepositoryPolicyFile } from "./policies/reader.ts";
import type { FileReader } from "./reader.ts";
import type { Kind } from "./recognize.ts";
import { readTaskDefinitions } from "./task-definition/read.ts";
import { readTerraformPlan } from "./terraform-plan/read.ts";

/** The reader of each kind of file; what needs the YAML library is loaded when the first file of its kind is there. */
export const readers: Readonly<Record<Kind, () => Promise<FileReader> | FileReader>> = {
	"task-definition": () => readTaskDefinitions,
	cloudformation: () => readCloudFormation,
	"terraform-plan": () => readTerraformPlan,
	compose: async () => (await import("./compose/read.ts")).readCompose,
	"docker-run": async () => (await import("./docker-run/read.ts")).readDockerRun,
	"lifecycle-policy": () => readLifecyclePolicyFile,
	"repository-policy": () => readRepositoryPolicyFile,
};
