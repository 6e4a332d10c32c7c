import { sql } from 'kysely';
import type { Measurements } from '../../../jobs/images/services.ts';
import type { Domain } from '../../../src/domain/domain.ts';

export interface NewImage {
  readonly key: string;
  readonly originalId: number | null;
  readonly kind: 'original' | 'optimized' | 'thumbnail' | 'watermarked';
  readonly variant: string;
  readonly format: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** What is known of the pictures in the media store. */
export interface ImageRecords {
  /** The same key again is replaced; gives its id. */
  save(image: NewImage): Promise<number>;
  saveQuality(id: number, measured: Measurements): Promise<void>;
  /** Keys of made pictures whose original is known. */
  madeKeys(): Promise<readonly string[]>;
}

/** Keeps it in the table of the sample application. */
export function makeImageRecords(domain: Domain): ImageRecords {
  return {
    save: ({ key, originalId, ...image }) => {
      const row = { ...image, original_id: originalId, user_id: null, product_id: null, job_id: null };
      return domain.write(async (writing) => {
        const { id } = await writing.trx
          .insertInto('images')
          .values({ key, ...row })
          .onConflict((conflict) =>
            conflict.column('key').doUpdateSet({ ...image, updated_at: sql<Date>`now()` }),
          )
          .returning('id')
          .executeTakeFirstOrThrow();
        writing.changed({ kind: 'image-changed', key });
        return id;
      });
    },
    saveQuality: (id, measured) =>
      domain.write(async (writing) => {
        const image = await writing.trx
          .updateTable('images')
          .set({ quality: JSON.stringify(measured) })
          .where('id', '=', id)
          .returning('key')
          .executeTakeFirst();
        if (image) writing.changed({ kind: 'image-changed', key: image.key });
      }),
    madeKeys: async () => {
      const rows = await domain.reader
        .selectFrom('images')
        .select('key')
        .where('kind', '!=', 'original')
        .execute();
      return rows.map(({ key }) => key);
    },
  };
}
