import type { ContainerFacts } from "../../../core/facts.ts";
import { isUnresolved } from "../../../core/reading.ts";
import { nothingAround } from "../../../domain/containers/around-start.ts";
import { imageNeedsOf } from "../../../fix/images/image-needs.ts";
import type { KnownProgram } from "../../../fix/plan/known-program.ts";

/** What is known of a container's program, which starts as its image says, or as `start` does. */
export const programOf = (
	{ image }: Pick<ContainerFacts, "image">,
	start: KnownProgram["start"] = null,
	plain: KnownProgram["plain"] = null,
	around: KnownProgram["around"] = nothingAround,
): KnownProgram => ({ needs: imageNeedsOf(isUnresolved(image) ? null : image), start, plain, around });
