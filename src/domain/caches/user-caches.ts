import type { DomainReader } from '../domain-tables.ts';
import { featuresOf } from '../features/can-use.ts';
import { FEATURES, type Features } from '../features/features.ts';
import { findUser, findUserByEmail, findUserByUsername } from '../users/find-user.ts';
import type { User } from '../users/user.ts';
import type { Tier } from '../users/users-table.ts';
import { cacheKeys, cacheTags } from './cache-keys.ts';
import type { Keep } from './keep.ts';

export interface UserCaches {
  user(userId: number): Promise<User | undefined>;
  /** Whatever the case, as by e-mail address. */
  userByUsername(username: string): Promise<User | undefined>;
  userByEmail(email: string): Promise<User | undefined>;
  /** To be shown; `canUse` decides, and asks the database. @throws NotFoundError */
  features(userId: number): Promise<Features & { readonly tier: Tier }>;
}

/** Users, each kept once: under names only their ids are. */
export function userCaches(reader: DomainReader, keep: Keep): UserCaches {
  const user = (userId: number): Promise<User | undefined> =>
    keep(cacheKeys.user(userId), () => findUser(reader, userId), [cacheTags.user(userId)]);
  const userUnder = async (key: string, find: () => Promise<User | undefined>): Promise<User | undefined> => {
    const id = await keep(key, async () => (await find())?.id);
    return id === undefined ? undefined : user(id);
  };
  return {
    user,
    userByUsername: (username) =>
      userUnder(cacheKeys.username(username), () => findUserByUsername(reader, username)),
    userByEmail: (email) => userUnder(cacheKeys.email(email), () => findUserByEmail(reader, email)),
    features: async (userId) => {
      const readTier = async (): Promise<Tier> => (await featuresOf(reader, userId)).tier;
      const tier = await keep(cacheKeys.features(userId), readTier, [cacheTags.user(userId)]);
      // What a tier includes is a matter of the code; and Infinity would not survive JSON.
      return { tier, ...FEATURES[tier] };
    },
  };
}
