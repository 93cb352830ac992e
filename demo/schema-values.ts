import * as z from "zod";

/** Parts of the account description's schema. The messages complete "write …". */
export const string = z.string("a string").min(1, "a string");
export const keyValueMapping = "a mapping of keys to values";
export const mapping = z.record(z.string(), z.unknown(), keyValueMapping);
