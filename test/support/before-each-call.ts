/** The same object, of which each function calls another one first. */
export const beforeEachCall = <T extends object>(target: T, first: () => void): T =>
	new Proxy(target, {
		get: (of, key) => {
			const value: unknown = Reflect.get(of, key);
			if (typeof value !== "function") return value;
			return async (...given: unknown[]) => {
				first();
				return value.apply(of, given);
			};
		},
	});
