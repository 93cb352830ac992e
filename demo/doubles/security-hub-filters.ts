import { AwsError, type Fields } from "./aws-json.ts";

type Values = (finding: Fields) => readonly string[];

const at =
	(...path: readonly string[]): Values =>
	(finding) => {
		const value = path.reduce<unknown>((inner, key) => (inner as Fields | undefined)?.[key], finding);
		return typeof value === "string" ? [value] : Array.isArray(value) ? value.map(String) : [];
	};
const atResources =
	(key: string): Values =>
	({ Resources = [] }) =>
		(Resources as readonly Fields[]).map((resource) => String(resource[key]));

/** The attributes of AwsSecurityFindingFilters that the double supports; others are rejected, never ignored. */
const attributes: Readonly<Record<string, Values>> = {
	ProductArn: at("ProductArn"),
	ProductName: at("ProductName"),
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
	ResourceId: atResources("Id"),
	ResourceType: atResources("Type"),
};

const compare: Readonly<Record<string, (value: string, expected: string) => boolean>> = {
	EQUALS: (value, expected) => value === expected,
	PREFIX: (value, expected) => value.startsWith(expected),
	CONTAINS: (value, expected) => value.includes(expected),
	NOT_EQUALS: (value, expected) => value !== expected,
	PREFIX_NOT_EQUALS: (value, expected) => !value.startsWith(expected),
	NOT_CONTAINS: (value, expected) => !value.includes(expected),
};

const maxAttributes = 10;
const maxValues = 20;

/** Creates a predicate for findings. Attributes are joined by AND, positive values of one by OR, negative ones by AND; case-sensitive. */
export function createMatcher(filters: Fields): (finding: Fields) => boolean {
	const given = Object.entries(filters);
	if (given.length > maxAttributes) throw invalidInput(`more than ${maxAttributes} attributes`);
	const tests = given.map(([attribute, values]) => createAttributeTest(attribute, values));
	return (finding) => tests.every((test) => test(finding));
}

interface StringFilter {
	readonly Key?: string;
	readonly Value: string;
	readonly Comparison: string;
}

function createAttributeTest(attribute: string, given: unknown): (finding: Fields) => boolean {
	const expected = given as readonly StringFilter[];
	if (!Array.isArray(given) || given.length > maxValues)
		throw invalidInput(`${attribute} has more than ${maxValues} values`);
	const unknown = expected.find(({ Comparison }) => compare[Comparison] === undefined);
	if (unknown !== undefined) throw invalidInput(`${attribute} is compared by ${unknown.Comparison}`);
	const tests = expected.map((one) => ({
		isNegative: one.Comparison.includes("NOT"),
		holds: createTest(attribute, one),
	}));
	const positive = tests.filter(({ isNegative }) => !isNegative);
	const negative = tests.filter(({ isNegative }) => isNegative);
	return (finding) =>
		(positive.length === 0 || positive.some(({ holds: test }) => test(finding))) &&
		negative.every(({ holds: test }) => test(finding));
}

function createTest(attribute: string, one: StringFilter): (finding: Fields) => boolean {
	const values = valuesOf(attribute, one);
	const test = (value: string): boolean => compare[one.Comparison]?.(value, one.Value) ?? false;
	// With several values, such as types, a negative comparison must hold for every one.
	return one.Comparison.includes("NOT")
		? (finding) => values(finding).every(test)
		: (finding) => values(finding).some(test);
}

function valuesOf(attribute: string, { Key = "" }: StringFilter): Values {
	const values = attribute === "ProductFields" ? at("ProductFields", Key) : attributes[attribute];
	if (values === undefined) throw invalidInput(`the double does not filter on ${attribute}`);
	return values;
}

const invalidInput = (text: string): AwsError => new AwsError("InvalidInputException", text);
