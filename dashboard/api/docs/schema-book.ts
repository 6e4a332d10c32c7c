import { z } from 'zod';

/** A schema in JSON Schema 2020-12, as OpenAPI 3.1 has them. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The schemas of one description: what is named in one is kept for all. */
export class SchemaBook {
  readonly #named = new Map<string, JsonSchema>();

  /** The schema of what is sent (`input`) or answered. `name` tells its parts apart; what no schema can say is left open. */
  describe(schema: z.ZodType, io: 'input' | 'output', name: string): JsonSchema {
    const { $schema: _, $defs = {}, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
    const rename = (part: string): string => (part.startsWith('__') ? `${name}.${part.slice(2)}` : part);
    for (const [part, inner] of Object.entries($defs))
      this.#named.set(rename(part), atHome(inner, rename, name));
    return atHome(described, rename, name);
  }

  /** Keeps a schema under a name, and gives the reference to it. */
  keep(name: string, schema: JsonSchema): JsonSchema {
    this.#named.set(name, schema);
    return { $ref: PLACE + name };
  }

  get all(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries([...this.#named].toSorted(([one], [other]) => (one < other ? -1 : 1)));
  }
}

const PLACE = '#/components/schemas/';

/** References lead from the root of the description, and not from the schema's own. */
function atHome(schema: unknown, rename: (part: string) => string, name: string): JsonSchema {
  const text = JSON.stringify(schema, (key, value: unknown) => {
    if (key !== '$ref' || typeof value !== 'string') return value;
    return value === '#'
      ? PLACE + name
      : value.replace(/^#\/\$defs\/(.*)$/, (_, part) => PLACE + rename(part));
  });
  return JSON.parse(text) as JsonSchema; // as: an object has gone in
}
