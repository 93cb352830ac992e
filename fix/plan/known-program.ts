import type { Value } from "../../core/reading.ts";
import type { AroundStart } from "../../domain/containers/around-start.ts";
import type { ImageNeeds } from "../images/known-image.ts";
import type { PlainArguments } from "../start-command/arguments.ts";
import type { StartEffects } from "../start-command/start-command.ts";

/** What is known of a container's program: its needs by its image, and what its entry point and command do. */
export interface KnownProgram {
	/** Null for an unknown image. */
	readonly needs: ImageNeeds | null;
	/** Null where the image sets the command. */
	readonly start: Value<StartEffects | null>;
	/** Its entry point and command as one program with its options; null when they are more than that. */
	readonly plain: PlainArguments | null;
	readonly around: AroundStart;
}
