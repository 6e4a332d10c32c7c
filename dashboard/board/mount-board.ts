import { createBullBoard } from '@bull-board/api';
import type { Express } from 'express';
import { LINKS } from '../page/links.ts';
import { BoardServer } from './board-server.ts';
import type { BoardSource } from './board-source.ts';
import { openAdapters } from './open-adapters.ts';

/** Bull Board over every queue of the application. */
export interface MountedBoard {
  readonly app: Express;
  close(): Promise<void>;
}

export async function mountBoard(source: BoardSource): Promise<MountedBoard> {
  const opened = await openAdapters(source);
  const server = new BoardServer(source.platform.log);
  createBullBoard({
    queues: [...opened.adapters],
    serverAdapter: server,
    options: {
      uiConfig: {
        boardTitle: 'Nightshift',
        hideDocsLink: true,
        miscLinks: LINKS.filter(({ path }) => path !== '/').map(({ path: url, title: text }) => ({
          text,
          url,
        })),
        pollingInterval: { showSetting: true },
      },
    },
  });
  return { app: server.getRouter(), close: () => opened.close() };
}
