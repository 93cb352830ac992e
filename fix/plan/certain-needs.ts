import { formatForDisplay, formatList } from "../../core/text.ts";
import type { ContainerNeeds } from "./container-needs.ts";
import type { PlanNote, Topic } from "./topics.ts";

/** The needs that are met, and what to say about those that are uncertain. */
export interface CertainNeeds {
	readonly needs: ContainerNeeds;
	readonly notes: readonly PlanNote[];
	/** Topics whose fixes are left out because they are uncertain. */
	readonly withheld: readonly Topic[];
}

/** Leaves out what may break the application, unless it may be tried. `doubts`: why the root and its new tmpfs mounts may. */
export function certainNeeds(needs: ContainerNeeds, doubts: readonly string[], mayTry: boolean): CertainNeeds {
	const { readOnlyRoot, newTmpfs, unknownUse } = needs;
	const isRootUncertain = doubts.length > 0 && (readOnlyRoot || newTmpfs.length > 0);
	const isUseUnknown = unknownUse.length > 0;
	const why = doubts.join(", and ");
	const at = formatList(unknownUse.map(formatForDisplay));
	if (mayTry) {
		const tried = [
			...(isRootUncertain ? [{ topic: "root", text: `${why}; test it before you deploy` } as const] : []),
			...(isUseUnknown
				? [
						{
							topic: "sizes",
							text: `how much its program writes to ${at} is unknown; test it before you deploy`,
						} as const,
					]
				: []),
		];
		return { needs, notes: tried.map((note) => ({ ...note, appliesOnlyIfFixed: true })), withheld: [] };
	}
	return {
		needs: {
			...needs,
			...(isRootUncertain ? { readOnlyRoot: false, newTmpfs: [] } : {}),
			...(isUseUnknown ? { unsized: [] } : {}),
		},
		notes: [
			...(isRootUncertain ? [{ topic: "root", text: leftRoot(needs, why) } as const] : []),
			...(isUseUnknown
				? [
						{
							topic: "sizes",
							text: `the tmpfs at ${at} is left without a size, because fix cannot tell how much its program writes there; to try one, use fix --try`,
						} as const,
					]
				: []),
		],
		withheld: [...(isRootUncertain ? ["root" as const] : []), ...(isUseUnknown ? ["sizes" as const] : [])],
	};
}

function leftRoot({ readOnlyRoot, newTmpfs }: ContainerNeeds, why: string): string {
	const mounts = newTmpfs.length === 0 ? "" : `tmpfs mounts at ${formatList(newTmpfs)}`;
	if (!readOnlyRoot) return `no tmpfs is added, because ${why}; to try ${mounts}, use fix --try`;
	const attempt = mounts === "" ? "a read-only root" : `a read-only root with ${mounts}`;
	return `its root filesystem is left writable, because ${why}; to try ${attempt}, use fix --try`;
}
