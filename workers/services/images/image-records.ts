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
  /** Made pictures with the keys of their originals. */
  made(): Promise<readonly { readonly key: string; readonly originalKey: string }[]>;
  /** Forgets a made picture; nothing happens when it is not known. */
  forget(key: string): Promise<void>;
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
    made: () =>
      domain.reader
        .selectFrom('images')
        .innerJoin('images as original', 'original.id', 'images.original_id')
        .select(['images.key', 'original.key as originalKey'])
        .execute(),
    forget: (key) =>
      domain.write(async (writing) => {
        const { numDeletedRows } = await writing.trx
          .deleteFrom('images')
          .where('key', '=', key)
          .where('original_id', 'is not', null)
          .executeTakeFirst();
        if (numDeletedRows > 0n) writing.changed({ kind: 'image-changed', key });
      }),
  };
}
