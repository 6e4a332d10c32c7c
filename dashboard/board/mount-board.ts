import { createBullBoard } from '@bull-board/api';
import type { Express } from 'express';
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
        miscLinks: [{ text: 'Start, search and schedules', url: '/start' }],
        pollingInterval: { showSetting: true },
      },
    },
  });
  return { app: server.getRouter(), close: () => opened.close() };
}
