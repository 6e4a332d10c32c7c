/** Keeps out-of-office programs from answering a machine (RFC 3834, section 5). */
export const AUTOMATIC_HEADERS: Readonly<Record<string, string>> = { 'Auto-Submitted': 'auto-generated' };
