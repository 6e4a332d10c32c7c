import { z } from 'zod';

/** The id of a row: 1 to 2,147,483,647. */
export const wholeId = z.int().min(1).max(2_147_483_647);
