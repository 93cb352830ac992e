import { type Fields, fieldsOf, forward, pageOf, requestFor } from "./aws-json.ts";
import type { Reply, Request } from "./loopback.ts";

/** AWS's own, which every account has. */
const reserved = ["FARGATE", "FARGATE_SPOT"];

/** The most in one page (service model, `maxResults`). */
const maxPage = 10;

/** The names of an account's capacity providers: moto describes them only by name, and does not have AWS's own. */
export class CapacityProviderNames {
	readonly #created = new Set<string>();

	/** CreateCapacityProvider. */
	async create(moto: string, request: Request): Promise<Reply> {
		const reply = await forward(moto, request);
		if (reply.status === 200) this.#created.add(String(fieldsOf(request)["name"]));
		return reply;
	}

	/** DeleteCapacityProvider, by name or ARN. */
	async delete(moto: string, request: Request): Promise<Reply> {
		const reply = await forward(moto, request);
		const name = String(fieldsOf(request)["capacityProvider"]).split("/").at(-1) ?? "";
		if (reply.status === 200) this.#created.delete(name);
		return reply;
	}

	/** DescribeCapacityProviders: those that are named, or without names a page of all of them. */
	async describe(moto: string, request: Request): Promise<Reply> {
		const { capacityProviders: named, maxResults, nextToken: token, ...others } = fieldsOf(request);
		const isList = !Array.isArray(named) || named.length === 0;
		const size = typeof maxResults === "number" ? maxResults : maxPage;
		const { page, nextToken } = isList
			? pageOf([...reserved, ...this.#created], token, size)
			: { page: named.map(String), nextToken: undefined };
		const own = page
			.filter((name) => reserved.includes(nameIn(name)))
			.map((name) => reservedProvider(nameIn(name), request));
		const capacityProviders = page.filter((name) => !reserved.includes(nameIn(name)));
		const reply = await forward(
			moto,
			requestFor(request, "DescribeCapacityProviders", { ...others, capacityProviders }),
		);
		if (reply.status !== 200) return reply;
		const answer = JSON.parse(reply.body) as { readonly capacityProviders: readonly Fields[] };
		const all = [...own, ...answer.capacityProviders];
		return { ...reply, body: JSON.stringify({ ...answer, capacityProviders: all, nextToken }) };
	}
}

const nameIn = (nameOrArn: string): string => nameOrArn.split("/").at(-1) ?? "";

/** With the fields of the developer guide's example ("Viewing Amazon ECS capacity providers"). */
function reservedProvider(name: string, { headers }: Request): Fields {
	// In the emulated AWS, the access key is the account.
	const [, account, region] = /Credential=(\d+)\/\d+\/([^/]+)\//.exec(headers["authorization"] ?? "") ?? [];
	const capacityProviderArn = `arn:aws:ecs:${region}:${account}:capacity-provider/${name}`;
	return { capacityProviderArn, name, status: "ACTIVE", tags: [] };
}
