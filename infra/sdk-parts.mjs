// What the command line and the functions leave out of the AWS SDK. Plain JavaScript, as scripts/build.mjs, which uses it.
import { readFileSync } from "node:fs";

/** Leaves out what is not used of the schemas of the SDK's clients. One plugin, because esbuild lets one alone load a file. */
export const usedSchemas = {
	name: "used-schemas",
	setup(build) {
		build.onLoad({ filter: /@aws-sdk[\\/].+[\\/]schemas[\\/]schemas_0\.js$/ }, ({ path }) => {
			const [, client = ""] = /client-([a-z-]+)[\\/]dist-es[\\/]/.exec(path) ?? [];
			const all = readFileSync(path, "utf8");
			const ours = client === "securityhub" ? withoutForeignDetails(all) : all;
			return { contents: withLiteralKeys(withoutErrorClasses.has(client) ? withoutClasses(ours) : ours) };
		});
	},
};

/**
 * The clients without the classes of their modeled errors, which are 7 % of the package. The SDK throws the client's base exception
 * instead, with the same name and metadata (getErrorSchemaOrThrowBaseException in @aws-sdk/core), and `adapters/failures.ts` knows
 * errors by these. Not for clients that get their names from the model (SQS, CloudFormation); those of SNS are known by both names. Of
 * DynamoDB, one is known by its class.
 */
const withoutErrorClasses = new Set([
	"cloudtrail",
	"dynamodb",
	"ecr",
	"ecs",
	"eventbridge",
	"lambda",
	"resource-groups-tagging-api",
	"secrets-manager",
	"securityhub",
	"sns",
	"ssm",
]);

const withoutClasses = (schemas) =>
	schemas.replace(/^n0_registry\.registerError\((?!ConditionalCheckFailedException\$).*$/gm, "");

/**
 * The schemas of operations have computed keys, `[_hE]: 403`, which might call something: a bundler keeps all of them, with the shapes that
 * they use. With the text of the key in its place, it keeps those of the commands that are called.
 */
function withLiteralKeys(schemas) {
	const texts = new Map([...schemas.matchAll(/^const (_\w+) = (".*");$/gm)].map(([, name, text]) => [name, text]));
	return schemas.replace(/\[(_\w+)\]:/g, (written, name) => (texts.has(name) ? `${texts.get(name)}:` : written));
}

/** Of its manifest, an SDK client uses its version only, and Slack's its name as well. The rest is 2 % of the package. */
export const clientManifests = {
	name: "client-manifests",
	setup(build) {
		build.onLoad({ filter: /[\\/](?:@aws-sdk[\\/][a-z-]+|@slack[\\/]web-api)[\\/]package\.json$/ }, ({ path }) => {
			const { name, version } = JSON.parse(readFileSync(path, "utf8"));
			const used = name.startsWith("@slack/") ? { name, version } : { version };
			return { contents: JSON.stringify(used), loader: "json" };
		});
	},
};

/** A member that the SDK does not know is neither sent nor read, in the same way as one that AWS adds later. */
const isForeign = (shape) => /^\(\) => Aws(?!Ec[rs][A-Z])\w+\$$/.test(shape);

/**
 * Security Hub's schemas with only those details that our findings have: what it can say of resources of other services is 7 % of the
 * package. Throws if the SDK writes them in another way.
 * @public A test calls it in a process of its own.
 */
export function withoutForeignDetails(schemas) {
	const pattern = /(export var ResourceDetails\$ = \[3, n0, \w+,\n\s+0,\n\s+)\[(.*)\],\n(\s+)\[(.*)\]\n/;
	const [whole, start, names = "", space, shapes = ""] = pattern.exec(schemas) ?? [];
	const members = names.split(", ").map((name, at) => ({ name, shape: shapes.split(", ")[at] }));
	const known = members.filter(({ shape }) => shape !== undefined && !isForeign(shape));
	if (members.length !== shapes.split(", ").length || known.length < 5 || known.length === members.length)
		throw new Error("the schema ResourceDetails of Security Hub's client is not as expected: see infra/sdk-parts.mjs");
	const list = (key) => `[${known.map((member) => member[key]).join(", ")}]`;
	return schemas.replace(whole, () => `${start}${list("name")},\n${space}${list("shape")}\n`);
}
