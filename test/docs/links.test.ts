import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "@jest/globals";
import { filesBelow, root, textOf } from "../support/docs.ts";

const pages = [
	...["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "events/README.md"],
	...filesBelow("docs", ".md"),
];

const withoutBlocks = (text: string): string => text.replace(/^ *```[\s\S]*?^ *```/gm, "");

/** `## Add a control` → `add-a-control`, as GitHub names the anchors of headings. */
const anchorsIn = (text: string): readonly string[] =>
	[...withoutBlocks(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
		heading
			.toLowerCase()
			.replace(/[^\w\s-]/g, "")
			.replaceAll(" ", "-"),
	);

/** Links of a page that lead nowhere in the checkout: to a file that is missing, or a heading that its page does not have. */
function brokenLinksIn(page: string): readonly string[] {
	const links = [...withoutBlocks(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
	return links
		.filter((link) => !/^https?:/.test(link))
		.filter((link) => {
			const [path = "", anchor] = link.split("#");
			const target = path === "" ? page : join(dirname(page), path);
			if (!existsSync(join(root, target))) return true;
			return anchor !== undefined && !anchorsIn(textOf(target)).includes(anchor);
		});
}

test.each(pages)("%s links only to pages and headings that exist", (page) => {
	expect(brokenLinksIn(page)).toEqual([]);
});
