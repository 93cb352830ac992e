import { BadInputError } from "../../core/errors.ts";
import type { AccountRegion } from "../../core/subject.ts";
import { type EcrImage, type ImageElsewhere, parseEcrImage } from "../../domain/images/ecr-image.ts";
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
	if (family === undefined)
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
	if (image !== null) return image;
	const what =
		parseImageReference(given) === null
			? "is not an image reference"
			: "is not in a private ECR registry, and the gate reads no other";
	throw new BadInputError(`${given} ${what}; write one such as ${example}`);
}

/** Throws BadInputError if what is named is not where the credentials and the Region are. */
export function requireHere(given: string, named: AccountRegion, { partition, account, region }: AccountRegion): void {
	if (named.partition !== partition)
		throw new BadInputError(
			`${given} is in the partition ${named.partition}, and the credentials are for ${partition}; use those of its account`,
		);
	if (named.account !== account) {
		const also = named.region === region ? "" : `, and write --region ${named.region}`;
		throw new BadInputError(
			`${given} is not in the account of the credentials, ${account}; use those of its account${also}`,
		);
	}
	if (named.region !== region) throw new BadInputError(`${given} is not in ${region}; write --region ${named.region}`);
}

/** Why an image of a task definition was not read, and how to have it judged, on one line. */
export function explainElsewhere(
	{ image, registry }: ImageElsewhere,
	{ account, region }: Pick<AccountRegion, "account" | "region">,
): string {
	const needed = [
		...(registry.account === account ? [] : [`the credentials of account ${registry.account}`]),
		...(registry.region === region ? [] : [`--region ${registry.region}`]),
	];
	return (
		`${image} was not read: only the registry of account ${account} in ${region} is; ` +
		`to have it judged, run shipshape gate --image with ${needed.join(" and ")}`
	);
}
