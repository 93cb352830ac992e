import { BadInputError } from "../../core/errors.ts";
import { type AccountRegion, isRegionName } from "../../core/subject.ts";
import { type EcrImage, explainUnfilled, parseEcrImage } from "../../domain/images/ecr-image.ts";
import { parseImageReference } from "../../domain/images/image-reference.ts";

/** A task definition in ECS, as it is named. */
export interface NamedFamily {
	readonly family: string;
	readonly revision: number | undefined;
	/** Of an ARN; null if only the family is named. */
	readonly place: AccountRegion | null;
}

/** An ARN, `family` or `family:revision` (API reference, DescribeTaskDefinition). Throws BadInputError. */
export function familyNamed(given: string): NamedFamily {
	const pattern = /^(?:arn:([\w-]+):ecs:([\w-]+):(\d{12}):task-definition\/)?([\w-]{1,255})(?::(\d{1,9}))?$/;
	const [, partition, region, account, family, revision] = pattern.exec(given) ?? [];
	if (family === undefined || (region !== undefined && !isRegionName(region)))
		throw new BadInputError(`${given} is not a task definition; write a file, an ARN, FAMILY or FAMILY:REVISION`);
	const isArn = partition !== undefined && region !== undefined && account !== undefined;
	return {
		family,
		revision: revision === undefined ? undefined : Number(revision),
		place: isArn ? { partition, region, account } : null,
	};
}

const example = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/payments:1.0";

/** An image in some private ECR registry. Throws BadInputError for any other: nothing could ever be known of it here. */
export function imageNamed(given: string): EcrImage {
	const image = parseEcrImage(given);
	if (image !== null && !("problem" in image)) return image;
	throw new BadInputError(`${given} ${explainName(given, image?.problem ?? null)}; write one such as ${example}`);
}

function explainName(given: string, problem: string | null): string {
	const unfilled = explainUnfilled(given);
	if (unfilled !== null) return `is not an image reference: ${unfilled}`;
	if (problem !== null) return `is in ECR, but ${problem}`;
	if (parseImageReference(given) === null) return "is not an image reference";
	return "is not in a private ECR registry, and the gate reads no other";
}

/**
 * Throws BadInputError if what is named is not where the credentials and the Region are: it may be meant, or mistyped. `what`: what a
 * user would correct then.
 */
export function requireHere(
	given: string,
	what: "image" | "ARN",
	named: AccountRegion,
	{ partition, account, region }: AccountRegion,
): void {
	const isOther = named.partition !== partition || named.account !== account;
	const needed = [
		...(isOther ? ["use the credentials of its account"] : []),
		...(named.region === region ? [] : [`${isOther ? "" : "write "}--region ${named.region}`]),
	];
	if (needed.length === 0) return;
	const where =
		named.partition !== partition
			? `the partition ${named.partition}, not ${partition}`
			: named.account !== account
				? `account ${named.account}, not ${account}`
				: `Region ${named.region}, not ${region}`;
	throw new BadInputError(`${given} is in ${where}: ${needed.join(" and ")} if that is meant, or correct the ${what}`);
}
