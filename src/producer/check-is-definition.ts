/** Without it the commonest slip, a wrong import, would speak of reading properties of undefined. @throws TypeError */
export function checkIsDefinition(definition: unknown): void {
  const run: unknown =
    typeof definition === 'object' && definition !== null && Reflect.get(definition, 'run');
  if (typeof run !== 'function')
    throw new TypeError(
      `Expected a job definition, as defineJob gives it, got ${definition === null ? 'null' : typeof definition}. Is its import right?`,
    );
}
