import type { AttemptContext, HandlerContext, LedgerTransaction } from '../../src/job/handler-context.ts';
import type { HandlerOutcome } from '../../src/job/outcome.ts';
import type { Producer } from '../../src/producer/producer.ts';
import type { EmailServices } from '../email/services.ts';
import type { Channel } from '../notifications/services.ts';
import type { NewCampaign } from './new-campaign.ts';

/** What the handlers of this folder need beside the platform. */
export interface CampaignServices {
  readonly campaigns: CampaignStore;
  readonly within: Producer['within'];
}

export type CampaignContext = HandlerContext<CampaignServices & EmailServices>;

/** Where campaigns are kept, and what became of each of their messages. */
export interface CampaignStore {
  /** Writes a campaign down, once for each job; gives its id. */
  begin(campaign: NewCampaign, jobId: string): Promise<number>;
  /**
   * Takes the next recipients, each once over all attempts, and calls `then` in the same transaction, in which the job's
   * outcome is recorded too.
   *
   * @throws PermanentError when there is no such campaign
   */
  takeRecipients(
    transaction: AttemptContext['transaction'],
    campaignId: number,
    then: (recipients: Recipients, trx: LedgerTransaction) => Promise<HandlerOutcome>,
  ): Promise<HandlerOutcome>;
  /** A campaign as it goes to one recipient; undefined when either is gone. */
  open(recipient: Recipient): Promise<CampaignMessage | undefined>;
  mark(recipient: Recipient, news: DeliveryNews): Promise<void>;
  /** What a campaign has come to; undefined when there is none. */
  measure(campaignId: number): Promise<CampaignFigures | undefined>;
  /** The same in the transaction in which the job completes. */
  markWith(
    transaction: AttemptContext['transaction'],
    recipient: Recipient,
    news: DeliveryNews & { readonly then: (trx: LedgerTransaction) => Promise<HandlerOutcome> },
  ): Promise<HandlerOutcome>;
}

export interface Recipients {
  readonly userIds: readonly number[];
  /** `done`: there are no more. `paused` and `cancelled`: nothing was taken. */
  readonly status: 'running' | 'done' | 'paused' | 'cancelled';
  /** How many have been taken in all. */
  readonly taken: number;
  /** What the next ones wait for, in milliseconds, so that the campaign's own limit is kept. */
  readonly pauseMs: number;
}

/** One user of one campaign. */
export interface Recipient {
  readonly campaignId: number;
  readonly userId: number;
}

export interface CampaignMessage {
  readonly channel: Channel;
  readonly subject: string;
  readonly body: string;
  readonly campaignStatus: 'draft' | 'running' | 'paused' | 'done' | 'cancelled';
  readonly status: 'queued' | 'sent' | 'bounced' | 'failed' | 'skipped';
  readonly name: string;
  readonly email: string;
  /** Whether the user allows marketing over the channel now. */
  readonly isWanted: boolean;
  readonly links: {
    /** Counts the click and leads to `url`. */
    readonly click: (url: string) => string;
    readonly unsubscribe: string;
  };
}

export interface DeliveryNews {
  readonly status: 'sent' | 'bounced' | 'failed' | 'skipped';
  readonly reason?: string;
  /** The job that carried it. */
  readonly jobId: string;
}

/** Each user counts once. */
export type CampaignFigures = {
  readonly name: string;
  readonly queued: number;
  readonly sent: number;
  readonly bounced: number;
  readonly failed: number;
  readonly skipped: number;
  readonly clicked: number;
  readonly unsubscribed: number;
  /** Of those it was sent to, within seven days of it. */
  readonly orders: number;
  /** What these come to, by currency. */
  readonly revenueMinor: Readonly<Record<string, number>>;
};
