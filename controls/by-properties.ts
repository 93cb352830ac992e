import type { Control } from "../core/control.ts";
import { repositoryControls, taskDefinitionControls } from "./index.ts";
import lifecycleSafe from "./repository/lifecycle-safe.ts";
import scanOnPush from "./repository/scan-on-push.ts";
import imagePinned from "./task-definition/image-pinned.ts";
import imageVulnerabilities from "./task-definition/image-vulnerabilities.ts";

/** Unknown without a call to ECR or ECS, at least for some resources, even if every property is known. */
const readsMore: readonly Control[] = [lifecycleSafe, scanOnPush, imagePinned, imageVulnerabilities];

/** The controls on resources that can be judged by their properties alone, before they exist. */
export const controlsByProperties: readonly Control[] = [...repositoryControls, ...taskDefinitionControls].filter(
	(control) => !readsMore.includes(control),
);
