import type { ColumnType, Generated } from 'kysely';
import type { InstantOrNow, JsonColumnOrDefault } from '../columns.ts';

/** `app.images`: a file of the media store. What is made of an original points to it and goes with it. */
export interface ImagesTable {
  id: Generated<number>;
  /** Its name in the store. */
  key: string;
  original_id: number | null;
  user_id: number | null;
  product_id: number | null;
  kind: 'original' | 'optimized' | 'thumbnail' | 'watermarked';
  /** Which one of its kind: `320x320`, for example. */
  variant: Generated<string>;
  /** `avif`, `webp`, `jpeg`, … */
  format: string;
  width: number;
  height: number;
  bytes: ColumnType<string, number, number>;
  sha256: string;
  /** What `images.analyze-quality` found. */
  quality: ColumnType<unknown, string | null | undefined, string | null>;
  metadata: JsonColumnOrDefault<Readonly<Record<string, unknown>>>;
  job_id: string | null;
  /** May be removed when it is old. */
  is_temporary: Generated<boolean>;
  created_at: InstantOrNow;
  updated_at: InstantOrNow;
}
