import { expect, test } from "@jest/globals";
import { causeText } from "../../../adapters/slack/cause-text.ts";

const containers = ["app", "proxy", "agent", "router"];
const message = containers.map((name) => `${name} is <bad>`).join("; ");

test.each([
	[200, "app is &lt;bad&gt;; proxy is &lt;bad&gt;; agent is &lt;bad&gt;; router is &lt;bad&gt;"],
	[84, "app is &lt;bad&gt;; proxy is &lt;bad&gt;; agent is &lt;bad&gt;; and 1 more container"],
	[60, "app is &lt;bad&gt;; and 3 more containers"],
	[43, "app is &lt;bad&gt;; and 3 more containers"],
	[32, "app is …; and 3 more containers"],
])("in %d characters, containers are named with their cause or counted", (room, text) => {
	expect(causeText({ message, containers }, room)).toBe(text);
	expect(text.length).toBeLessThanOrEqual(room);
});

test("a cause that is not about several containers is shortened at its end", () => {
	expect(causeText({ message: "one; two & three", containers: [] }, 12)).toBe("one; two …");
	expect(causeText({ message: "x".repeat(20), containers: ["app"] }, 10)).toBe(`${"x".repeat(9)}…`);
});
