import type { ServiceFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved, wasRead } from "../../core/reading.ts";
import { formatForDisplay, formatList } from "../../core/text.ts";
import { fail, type Judgement, notApplicable, pass, unknown } from "../../core/verdict.ts";
import { serviceName } from "./service-name.ts";

/** Judges whether ECS Exec can work: it is off, or no container that the service runs has a read-only root filesystem. */
export function judgeExec(facts: ServiceFacts): Judgement {
	const { isExecEnabled, definition } = facts;
	const name = serviceName(facts);
	if (!isExecEnabled) return pass(`${name}: ECS Exec is off`);
	if (!wasRead(definition)) {
		return unknown(`${name}: ECS Exec is on; its task definition could not be read because ${definition.unread}`);
	}
	if (definition.value === null) return notApplicable(`${name}: it runs no task definition`);
	const { family, revision } = definition.value;
	return judgeRoots(`${name}: ECS Exec is on, and ${family}:${revision}`, definition.value);
}

function judgeRoots(exec: string, { containers, operatingSystem }: TaskDefinitionFacts): Judgement {
	if (operatingSystem === "windows") return pass(`${exec} runs on Windows, where no root is read-only`);
	if (isUnresolved(containers)) return unknown(`${exec} has containers that are ${formatUnknown(containers)}`);
	const namesWith = (isWanted: (root: unknown) => boolean) =>
		containers
			.filter(({ readonlyRootFilesystem }) => isWanted(readonlyRootFilesystem))
			.map(({ name }) => formatForDisplay(name));
	const readOnly = namesWith((root) => root === true);
	if (readOnly.length > 0) {
		const text = `${exec} has a read-only root in container ${formatList(readOnly)}`;
		return isUnresolved(operatingSystem) ? unknown(`${text}, if it runs on Linux`) : fail(text);
	}
	const undecided = namesWith(isUnresolved);
	if (undecided.length > 0) return unknown(`${exec} may have a read-only root in container ${formatList(undecided)}`);
	return pass(`${exec} has no container with a read-only root`);
}
