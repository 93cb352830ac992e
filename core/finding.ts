/** `shipshape/<control>/<subject ARN>`: the same question about the same subject is the same finding, for ever. */
export function findingIdOf(control: string, arn: string): string {
	return `shipshape/${control}/${arn}`;
}

export function generatorIdOf(control: string): string {
	return `shipshape/${control}`;
}
