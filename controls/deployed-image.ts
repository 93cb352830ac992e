import type { Control } from "../core/control.ts";
import { type PolicyControls, settingsOf } from "../core/policy.ts";
import scanned from "./image/scanned.ts";
import vulnerabilities from "./image/vulnerabilities.ts";
import { imageControls } from "./index.ts";
import deployment from "./task-definition/image-vulnerabilities.ts";

const deciding: readonly string[] = [scanned.id, vulnerabilities.id];

/**
 * The controls on an image that is about to be deployed. Those by which a task definition's images are judged block as that control
 * does with these settings, unless the policy says otherwise for the control itself; in a registry, an image blocks nothing.
 */
export function deployedImageControls(controls: PolicyControls): readonly Control[] {
	const { enabled, blocking = deployment.blocking !== undefined } = settingsOf(controls, deployment);
	if (!enabled || !blocking) return imageControls;
	return imageControls.map((control) => (deciding.includes(control.id) ? { ...control, blocking: true } : control));
}
