/**
 * A connection to the ledger's database with a transaction open, as `pg`'s clients, Knex's, Drizzle's and others offer
 * it. Kysely transactions are turned into one by `sessionOf`.
 */
export interface Session {
  query(text: string, values?: readonly unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
}
