/** What survives a broker and a `jsonb` column unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
