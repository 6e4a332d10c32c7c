import type { SessionRow } from '../../kv/sessions/session-row.ts';
import {
  type NewSessionRow,
  type SessionRowChange,
  type SessionRows,
  TOUCH_EVERY_MS,
  type UsedRow,
} from '../../kv/sessions/session-table.ts';

interface Kept extends NewSessionRow {
  readonly createdMs: number;
  readonly usedMs: number;
  readonly version: number;
}

/** The rows of sessions in memory. */
export class MemorySessionTable implements SessionRows {
  readonly #rows = new Map<string, Kept>();

  async insert(row: NewSessionRow): Promise<SessionRow> {
    const nowMs = Date.now();
    return this.#put({ ...row, createdMs: nowMs, usedMs: nowMs, version: 1 });
  }

  async use(id: string): Promise<UsedRow | undefined> {
    const row = this.#live(id);
    if (!row) return undefined;
    const isDue = row.usedMs <= Date.now() - Math.min(TOUCH_EVERY_MS, row.ttlMs / 4);
    return isDue
      ? { row: this.#put(touched(row)), isProlonged: true }
      : { row: toRow(row), isProlonged: false };
  }

  async touch(id: string): Promise<SessionRow | undefined> {
    const row = this.#live(id);
    return row && this.#put(touched(row));
  }

  async update(id: string, { name, role, dataText }: SessionRowChange): Promise<SessionRow | undefined> {
    const row = this.#live(id);
    return (
      row &&
      this.#put({
        ...row,
        name: name ?? row.name,
        role: role ?? row.role,
        dataText: dataText ?? row.dataText,
        version: row.version + 1,
      })
    );
  }

  async delete(id: string, userId?: string): Promise<boolean> {
    const row = this.#live(id);
    if (userId !== undefined && row?.userId !== userId) return false;
    this.#rows.delete(id);
    return row !== undefined;
  }

  async list(userId: string): Promise<readonly SessionRow[]> {
    const own = this.#ofUser(userId).filter(({ id }) => this.#live(id));
    return own.toSorted((a, b) => b.usedMs - a.usedMs || b.createdMs - a.createdMs).map(toRow);
  }

  async deleteOfUser(userId: string): Promise<readonly { readonly id: string; readonly isLive: boolean }[]> {
    return this.#ofUser(userId).map(({ id }) => {
      const isLive = this.#live(id) !== undefined;
      this.#rows.delete(id);
      return { id, isLive };
    });
  }

  #put(row: Kept): SessionRow {
    this.#rows.set(row.id, row);
    return toRow(row);
  }

  #live(id: string): Kept | undefined {
    const row = this.#rows.get(id);
    return row && row.usedMs + row.ttlMs > Date.now() ? row : undefined;
  }

  #ofUser(userId: string): readonly Kept[] {
    return [...this.#rows.values()].filter((row) => row.userId === userId);
  }
}

function touched(row: Kept): Kept {
  return { ...row, usedMs: Date.now(), version: row.version + 1 };
}

function toRow({ id, userId, name, role, dataText, ttlMs, version, createdMs, usedMs }: Kept): SessionRow {
  const expiresMs = usedMs + ttlMs;
  return {
    id,
    userId,
    name,
    role,
    // as: `sessionDataText` wrote it
    data: JSON.parse(dataText) as SessionRow['data'],
    createdAt: new Date(createdMs),
    lastAccessAt: new Date(usedMs),
    expiresAt: new Date(expiresMs),
    ttlMs,
    version,
    leftMs: expiresMs - Date.now(),
  };
}
