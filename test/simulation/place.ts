import type { AccountRegion } from "../../core/subject.ts";

/** The account and Region of every history. */
export const place: AccountRegion = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
