/** Milliseconds of a hook's invocation that are left for the record when AWS does not answer in time, and then for the answer. */
export const hookLeftMs = { record: 5_000, reply: 1_500 } as const;
