import { AwsError, type Fields } from "./aws-json.ts";

type Values = (finding: Fields) => readonly string[];

const at =
	(...path: readonly string[]): Values =>
	(finding) => {
		const value = path.reduce<unknown>((inner, key) => (inner as Fields | undefined)?.[key], finding);
		return typeof value === "string" ? [value] : Array.isArray(value) ? value.map(String) : [];
	};
const ofResources =
	(key: string): Values =>
	({ Resources = [] }) =>
		(Resources as readonly Fields[]).map((resource) => String(resource[key]));

/** Attributes that the double filters on, of those of AwsSecurityFindingFilters; another one is refused, never ignored. */
const attributes: Readonly<Record<string, Values>> = {
	ProductArn: at("ProductArn"),
	AwsAccountId: at("AwsAccountId"),
	Id: at("Id"),
	GeneratorId: at("GeneratorId"),
	Region: at("Region"),
	Type: at("Types"),
	Title: at("Title"),
	SeverityLabel: at("Severity", "Label"),
	ComplianceStatus: at("Compliance", "Status"),
	WorkflowStatus: at("Workflow", "Status"),
	RecordState: at("RecordState"),
	ResourceId: ofResources("Id"),
	ResourceType: ofResources("Type"),
};

const compare: Readonly<Record<string, (value: string, wanted: string) => boolean>> = {
	EQUALS: (value, wanted) => value === wanted,
	PREFIX: (value, wanted) => value.startsWith(wanted),
	CONTAINS: (value, wanted) => value.includes(wanted),
	NOT_EQUALS: (value, wanted) => value !== wanted,
	PREFIX_NOT_EQUALS: (value, wanted) => !value.startsWith(wanted),
	NOT_CONTAINS: (value, wanted) => !value.includes(wanted),
};

const maxAttributes = 10;
const maxValues = 20;

/** Whether a finding is asked for: attributes are joined by AND, positive values of one by OR, negative ones by AND; case counts. */
export function matcherOf(filters: Fields): (finding: Fields) => boolean {
	const given = Object.entries(filters);
	if (given.length > maxAttributes) throw refused(`more than ${maxAttributes} attributes`);
	const tests = given.map(([attribute, values]) => testOf(attribute, values));
	return (finding) => tests.every((test) => test(finding));
}

interface Wanted {
	readonly Key?: string;
	readonly Value: string;
	readonly Comparison: string;
}

function testOf(attribute: string, given: unknown): (finding: Fields) => boolean {
	const wanted = given as readonly Wanted[];
	if (!Array.isArray(given) || given.length > maxValues)
		throw refused(`${attribute} has more than ${maxValues} values`);
	const unknown = wanted.find(({ Comparison }) => compare[Comparison] === undefined);
	if (unknown !== undefined) throw refused(`${attribute} is compared by ${unknown.Comparison}`);
	const tests = wanted.map((one) => ({ isNegative: one.Comparison.includes("NOT"), holds: holderOf(attribute, one) }));
	const positive = tests.filter(({ isNegative }) => !isNegative);
	const negative = tests.filter(({ isNegative }) => isNegative);
	return (finding) =>
		(positive.length === 0 || positive.some(({ holds }) => holds(finding))) &&
		negative.every(({ holds }) => holds(finding));
}

function holderOf(attribute: string, one: Wanted): (finding: Fields) => boolean {
	const values = valuesOf(attribute, one);
	const test = (value: string): boolean => compare[one.Comparison]?.(value, one.Value) ?? false;
	// Of several values, such as types, a negative comparison means every one.
	return one.Comparison.includes("NOT")
		? (finding) => values(finding).every(test)
		: (finding) => values(finding).some(test);
}

function valuesOf(attribute: string, { Key = "" }: Wanted): Values {
	const values = attribute === "ProductFields" ? at("ProductFields", Key) : attributes[attribute];
	if (values === undefined) throw refused(`the double does not filter on ${attribute}`);
	return values;
}

const refused = (text: string): AwsError => new AwsError("InvalidInputException", text);
