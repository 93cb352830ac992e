import { type Fields, fieldsIn } from "../../core/json.ts";

/** The details of a PAUSE hook that says that it waits for Shipshape: `{"shipshape": "gate"}`. */
const [markKey, markValue] = ["shipshape", "gate"];

/** The tag of a service that says in which stages its only PAUSE hook waits for Shipshape, separated by spaces. */
export const pauseTag = "shipshape:pause";

/** A lifecycle hook of a deployment configuration (Amazon ECS API reference, DeploymentLifecycleHook). */
interface LifecycleHook {
	readonly targetType?: string | undefined;
	readonly lifecycleStages?: readonly string[] | undefined;
	readonly hookDetails?: unknown;
}

/**
 * The hooks that stay when nobody answers the PAUSE hooks for Shipshape any more. A marked hook goes; one that the service's tag names goes
 * in the stages of the tag. Where the tag leaves open which of several hooks is meant, Shipshape has never answered, so all of them stay.
 */
export function withoutPauseHooks<Hook extends LifecycleHook>(
	hooks: readonly Hook[],
	tag: string | undefined,
): readonly Hook[] {
	const tagged = tag?.split(/\s+/) ?? [];
	const pausesIn = (stage: string): number =>
		hooks.filter((hook) => isPause(hook) && hook.lifecycleStages?.includes(stage)).length;
	const isNamed = (stage: string): boolean => tagged.includes(stage) && pausesIn(stage) === 1;
	return hooks.flatMap((hook) => {
		if (!isPause(hook)) return [hook];
		if (isMarkedForShipshape(hook.hookDetails)) return [];
		const { lifecycleStages = [] } = hook;
		const left = lifecycleStages.filter((stage) => !isNamed(stage));
		if (left.length === lifecycleStages.length) return [hook];
		return left.length === 0 ? [] : [{ ...hook, lifecycleStages: left }];
	});
}

/**
 * Whose the PAUSE hooks in a stage are, by their details and the service's tag; `unclear`: there are several, and an event does not say of
 * which it is.
 */
export function ownerOfPauses(
	details: readonly unknown[],
	stage: string,
	tag: string | undefined,
): "ours" | "foreign" | "unclear" {
	const marked = details.filter(isMarkedForShipshape).length;
	const isTagged = tag?.split(/\s+/).includes(stage) === true;
	if (marked === 0 && !isTagged) return "foreign";
	const isClear = marked === 0 ? details.length === 1 : marked === details.length;
	return isClear ? "ours" : "unclear";
}

const isPause = ({ targetType }: LifecycleHook): boolean => targetType === "PAUSE";

export const isMarkedForShipshape = (hookDetails: unknown): boolean => fieldsOf(hookDetails)[markKey] === markValue;

/** CloudFormation takes the details as a string with JSON (AWS::ECS::Service DeploymentLifecycleHook). */
function fieldsOf(details: unknown): Fields {
	if (typeof details !== "string") return fieldsIn(details);
	try {
		return fieldsIn(JSON.parse(details));
	} catch {
		return {};
	}
}
