import {
	type CountType,
	countTypes,
	type LifecycleAction,
	type LifecycleRule,
	type LifecycleSelection,
	storageClasses,
	type TagStatus,
	tagStatuses,
} from "./policy.ts";
import {
	type Fields,
	InvalidLifecyclePolicy,
	integerAtLeast,
	nonEmptyStrings,
	objectWithFields,
	oneOf,
} from "./validate.ts";

/** Minimum number of days that an image stays in the archive. */
const minArchiveDays = 90;
const maxWildcards = 4;

/** One rule, validated on its own. Throws LifecycleRefusal. */
export function readRule(value: unknown, at: string): LifecycleRule {
	const rule = objectWithFields(value, at, ["rulePriority", "selection", "action"], ["description"]);
	const action = actionOf(rule["action"], `${at}.action`);
	const selection = selectionOf(rule["selection"], `${at}.selection`, action.type);
	const { description } = rule;
	if (description !== undefined && typeof description !== "string") {
		throw new InvalidLifecyclePolicy(`${at}.description must be a string`);
	}
	return {
		rulePriority: integerAtLeast(rule["rulePriority"], `${at}.rulePriority`, 1),
		...(description === undefined ? {} : { description }),
		selection,
		action,
	};
}

function actionOf(value: unknown, at: string): LifecycleAction {
	const action = objectWithFields(value, at, ["type"], ["targetStorageClass"]);
	const type = oneOf(action["type"], `${at}.type`, ["expire", "transition"]);
	if (type === "transition") {
		return { type, targetStorageClass: oneOf(action["targetStorageClass"], `${at}.targetStorageClass`, ["archive"]) };
	}
	if ("targetStorageClass" in action) {
		throw new InvalidLifecyclePolicy(`${at}.targetStorageClass is allowed only with the action transition`);
	}
	return { type };
}

function selectionOf(value: unknown, at: string, action: LifecycleAction["type"]): LifecycleSelection {
	const fields = objectWithFields(
		value,
		at,
		["tagStatus", "countType", "countNumber"],
		["tagPatternList", "tagPrefixList", "storageClass", "countUnit"],
	);
	const tagStatus = oneOf(fields["tagStatus"], `${at}.tagStatus`, tagStatuses);
	const countType = oneOf(fields["countType"], `${at}.countType`, countTypes);
	rejectWrongAction(countType, action, at);
	return {
		tagStatus,
		...tagsOf(fields, tagStatus, at),
		...storageClassIn(fields, countType, at),
		countType,
		...unitOf(fields, countType, at),
		countNumber: integerAtLeast(
			fields["countNumber"],
			`${at}.countNumber`,
			countType === "sinceImageTransitioned" ? minArchiveDays : 1,
		),
	};
}

function rejectWrongAction(countType: CountType, action: LifecycleAction["type"], at: string): void {
	const requiredAction = { sinceImagePulled: "transition", sinceImageTransitioned: "expire" } as const;
	if (countType !== "sinceImagePulled" && countType !== "sinceImageTransitioned") return;
	if (action !== requiredAction[countType]) {
		throw new InvalidLifecyclePolicy(
			`${at}.countType ${countType} is allowed only with the action ${requiredAction[countType]}`,
		);
	}
}

function tagsOf(
	fields: Fields,
	tagStatus: TagStatus,
	at: string,
): Pick<LifecycleSelection, "tagPatternList" | "tagPrefixList"> {
	const given = ["tagPatternList", "tagPrefixList"].filter((name) => name in fields);
	if (tagStatus !== "tagged") {
		if (given.length === 0) return {};
		throw new InvalidLifecyclePolicy(`${at}.${given[0]} is allowed only with tagStatus tagged`);
	}
	if (given.length === 0) {
		throw new InvalidLifecyclePolicy(`${at} has neither tagPrefixList nor tagPatternList, but its tagStatus is tagged`);
	}
	if (given.length === 2)
		throw new InvalidLifecyclePolicy(`${at} has both tagPatternList and tagPrefixList, but only one is allowed`);
	if ("tagPrefixList" in fields)
		return { tagPrefixList: nonEmptyStrings(fields["tagPrefixList"], `${at}.tagPrefixList`) };
	const tagPatternList = nonEmptyStrings(fields["tagPatternList"], `${at}.tagPatternList`);
	const wild = tagPatternList.find((pattern) => pattern.split("*").length - 1 > maxWildcards);
	if (wild !== undefined) {
		throw new InvalidLifecyclePolicy(
			`the pattern "${wild}" in ${at}.tagPatternList has more than ${maxWildcards} wildcards (*)`,
		);
	}
	return { tagPatternList };
}

function storageClassIn(fields: Fields, countType: CountType, at: string): Pick<LifecycleSelection, "storageClass"> {
	const needed = countType === "sinceImageTransitioned" ? "archive" : "standard";
	if (!("storageClass" in fields)) {
		if (needed === "standard") return {};
		throw new InvalidLifecyclePolicy(`${at} has the countType ${countType}, which requires the storageClass archive`);
	}
	const storageClass = oneOf(fields["storageClass"], `${at}.storageClass`, storageClasses);
	if (storageClass === needed) return { storageClass };
	throw new InvalidLifecyclePolicy(
		`${at} has the countType ${countType}, which is allowed only with the storageClass ${needed}`,
	);
}

/** AWS only reports "instance failed to match exactly one schema" here; this names the cause. */
function unitOf(fields: Fields, countType: CountType, at: string): Pick<LifecycleSelection, "countUnit"> {
	if (countType === "imageCountMoreThan") {
		if (!("countUnit" in fields)) return {};
		throw new InvalidLifecyclePolicy(`${at}.countUnit is not allowed with imageCountMoreThan`);
	}
	if (!("countUnit" in fields))
		throw new InvalidLifecyclePolicy(`${at} has the countType ${countType}, which requires the countUnit days`);
	return { countUnit: oneOf(fields["countUnit"], `${at}.countUnit`, ["days"]) };
}
