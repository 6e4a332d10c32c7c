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
  return toDetails(await select(reader).where('key', '=', key).executeTakeFirst());
}

export async function findImageById(reader: DomainReader, id: number): Promise<ImageDetails | undefined> {
  return toDetails(await select(reader).where('id', '=', id).executeTakeFirst());
}

const MOST = 100;

/** The last 100 that were stored or made, the newest first. */
export async function findLatestImages(reader: DomainReader): Promise<readonly ImageDetails[]> {
  const images = await select(reader)
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute();
  return images.flatMap((image) => toDetails(image) ?? []);
}

type ImageRow = Omit<ImageDetails, 'bytes'> & { readonly bytes: string };

function toDetails(image: ImageRow | undefined): ImageDetails | undefined {
  return image && { ...image, bytes: Number(image.bytes) };
}

function select(reader: DomainReader) {
  return reader
    .selectFrom('images')
    .select(['id', 'key', 'original_id as originalId', 'kind', 'variant', 'format', 'width', 'height'])
    .select(['bytes', 'sha256', 'quality', 'created_at as createdAt', 'updated_at as updatedAt']);
}
