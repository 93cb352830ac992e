// What the command line and the functions leave out of the AWS SDK. Plain JavaScript, as scripts/build.mjs, which uses it.
import { readFileSync } from "node:fs";

/**
 * The classes of the modeled errors of these clients, 7 % of the package. Without them the SDK throws the client's base exception, with the
 * same name and metadata (getErrorSchemaOrThrowBaseException in @aws-sdk/core), and `adapters/failures.ts` knows errors by these.
 * Not for clients that get their names from the model (SQS, CloudFormation); those of SNS are known by both names. Of DynamoDB, one is known
 * by its class. Those of Security Hub are left out below: a file is loaded once.
 */
export const errorClasses = {
	name: "error-classes",
	setup(build) {
		build.onLoad(
			{
				filter:
					/client-(?:dynamodb|ssm|sns|lambda|cloudtrail|ecs|ecr|secrets-manager|eventbridge|resource-groups-tagging-api)[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/,
			},
			({ path }) => ({
				contents: withLiteralKeys(withoutErrorClasses(readFileSync(path, "utf8"))),
			}),
		);
	},
};

const withoutErrorClasses = (schemas) =>
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

/** What Security Hub can say of resources of other services, 7 % of the package: our findings are about ECS, ECR, or have no form of their own. */
export const foreignDetails = {
	name: "foreign-details",
	setup(build) {
		build.onLoad({ filter: /client-securityhub[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ }, ({ path }) => ({
			contents: withLiteralKeys(withoutErrorClasses(withoutForeignDetails(readFileSync(path, "utf8")))),
		}));
	},
};

/** A member that the SDK does not know is neither sent nor read, in the same way as one that AWS adds later. */
const isForeign = (shape) => /^\(\) => Aws(?!Ec[rs][A-Z])\w+\$$/.test(shape);

/**
 * The schemas with only those details that our findings have. Throws if the SDK writes them in another way.
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

/** The same for the other clients; after those above, which change the same files. */
export const unusedSchemas = {
	name: "unused-schemas",
	setup(build) {
		build.onLoad({ filter: /@aws-sdk[\\/].+[\\/]schemas[\\/]schemas_0\.js$/ }, ({ path }) => ({
			contents: withLiteralKeys(readFileSync(path, "utf8")),
		}));
	},
};
