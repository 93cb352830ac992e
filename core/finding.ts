/** `shipshape/<control>/<subject ARN>`: one control on one subject always has the same finding. */
export function findingIdOf(control: string, arn: string): string {
	return `shipshape/${control}/${arn}`;
}

export function generatorIdOf(control: string): string {
	return `shipshape/${control}`;
}
