import { expect, test } from 'vitest';
import { LocalMedia } from '../../src/media/local-media.ts';
import { freshFolder } from '../servers/fresh-folder.ts';
import { openBoard } from './open-board.ts';

async function setup() {
  const folder = await freshFolder();
  const board = await openBoard({ env: { NIGHTSHIFT_DATA_DIR: folder } });
  const add = async (key: string, bytes: number): Promise<number> => {
    const { rows } = await board.platform.database.query(
      `INSERT INTO app.images (key, kind, format, width, height, bytes, sha256)
       VALUES ($1, 'original', 'png', 640, 480, $2, '') RETURNING id`,
      [key, bytes],
    );
    return (rows[0] as { readonly id: number }).id; // as: the column asked for
  };
  await new LocalMedia(folder).write('products/1.png', Buffer.from('a picture'));
  const get = (path: string) => fetch(`${board.url}/pictures${path}`, { headers: { Accept: 'text/html' } });
  return { add, get };
}

test('lists pictures, shows the small ones, and gives each', async () => {
  const { add, get } = await setup();
  const small = await add('products/1.png', 9);
  const large = await add('products/2.png', 5_000_000);
  const page = await (await get('')).text();
  expect(page).toContain(`href="/pictures/${large}"`);
  expect(page).toContain(`src="/pictures/${small}"`);
  expect(page).not.toContain(`src="/pictures/${large}"`);
  const picture = await get(`/${small}`);
  expect(picture.headers.get('content-type')).toBe('image/png');
  expect(picture.headers.get('content-security-policy')).toContain('sandbox');
  expect(await picture.text()).toBe('a picture');
});

test('says what is missing', async () => {
  const { add, get } = await setup();
  const gone = await add('products/gone.png', 9);
  for (const [path, words] of [
    [`/${gone}`, 'it is where it was made'],
    ['/999999', 'no such picture'],
    ['/x', 'no such picture'],
  ] as const) {
    const answer = await get(path);
    expect([path, answer.status]).toEqual([path, 404]);
    expect(await answer.text()).toContain(words);
  }
});
