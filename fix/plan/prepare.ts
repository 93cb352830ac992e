import tmpfsOptions from "../../controls/task-definition/tmpfs-options.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { type PolicyControls, settingsOf } from "../../core/policy.ts";
import { isUnresolved, type Value } from "../../core/reading.ts";
import type { AroundStart } from "../../domain/containers/around-start.ts";
import { imageNeedsOf } from "../images/image-needs.ts";
import { plainArguments } from "../start-command/arguments.ts";
import { startEffects } from "../start-command/start-command.ts";
import { type CertainNeeds, certainNeeds } from "./certain-needs.ts";
import { containerNeedsOf } from "./container-needs.ts";
import type { KnownProgram } from "./known-program.ts";
import { newTmpfsOptions } from "./tmpfs-option-fixes.ts";

export interface PlanSettings {
	readonly controls: PolicyControls;
	/** Whether fixes are planned although it is not certain that the application runs with them. */
	readonly mayTry: boolean;
	/** Whether a waiver covers the options of a container's tmpfs mounts. */
	readonly areOptionsWaived: (container: string) => boolean;
}

/** A container with what it certainly needs. */
export interface Prepared extends CertainNeeds {
	readonly container: ContainerFacts;
	readonly program: KnownProgram;
	/** The mount options of its new tmpfs mounts. */
	readonly options: readonly string[];
}

/** `words`: those of its entry point and command; none where the image sets them. `around`: what else the file says. */
export function prepare(
	container: ContainerFacts,
	{ words, around }: { readonly words: Value<readonly string[]>; readonly around: AroundStart },
	facts: TaskDefinitionFacts,
	settings: PlanSettings,
): Prepared {
	const program = {
		needs: imageNeedsOf(isUnresolved(container.image) ? null : container.image),
		start: isUnresolved(words) ? words : startEffects(words),
		plain: isUnresolved(words) ? null : plainArguments(words),
		around,
	};
	const needs = containerNeedsOf(container, facts, program);
	const options = newTmpfsOptions(facts.engine, requiredOptions(settings), optionsControlState(container, settings));
	const blocksNativeCode =
		needs.unpacksNativeCode && (facts.engine === "ecs" ? options.includes("noexec") : !options.includes("exec"));
	const doubts = [...needs.doubts, ...(blocksNativeCode ? [nativeCode] : [])];
	return { container, program, options, ...certainNeeds(needs, doubts, settings.mayTry) };
}

const nativeCode =
	"Java libraries that unpack native code into /tmp (JNA, Netty, Snappy) need exec there, which a waiver of " +
	`${tmpfsOptions.id} allows`;

export const requiredOptions = ({ controls }: PlanSettings): readonly string[] =>
	settingsOf(controls, tmpfsOptions).required;

function optionsControlState(
	{ name }: ContainerFacts,
	{ controls, areOptionsWaived }: PlanSettings,
): "enabled" | "waived" | "disabled" {
	if (!settingsOf(controls, tmpfsOptions).enabled) return "disabled";
	return areOptionsWaived(name) ? "waived" : "enabled";
}
