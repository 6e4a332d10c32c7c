import type { DomainReader } from '../domain-tables.ts';
import type { ImagesTable } from './images-table.ts';

/** What is known of a picture. */
export interface ImageDetails {
  readonly id: number;
  readonly key: string;
  readonly originalId: number | null;
  readonly kind: ImagesTable['kind'];
  /** Which one of its kind: `320x320`, for example. */
  readonly variant: string;
  readonly format: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly sha256: string;
  /** What `images.analyze-quality` found; null before that. */
  readonly quality: unknown;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export async function findImage(reader: DomainReader, key: string): Promise<ImageDetails | undefined> {
  const image = await reader
    .selectFrom('images')
    .select(['id', 'key', 'original_id as originalId', 'kind', 'variant', 'format', 'width', 'height'])
    .select(['bytes', 'sha256', 'quality', 'created_at as createdAt', 'updated_at as updatedAt'])
    .where('key', '=', key)
    .executeTakeFirst();
  return image && { ...image, bytes: Number(image.bytes) };
}
