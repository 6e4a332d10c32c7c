import { PermanentError } from '../../src/job/handler-errors.ts';
import { completed, type HandlerOutcome } from '../../src/job/outcome.ts';
import { describeRefusals, MailDeferredError } from './mail-errors.ts';
import { messageKey } from './message-key.ts';
import type { Delivery, EmailContext, Mail, MailContent, Refusal } from './services.ts';

/**
 * Sends a mail once to each of its recipients, over all attempts of the job. Each round is a step: what the server
 * accepted or refused is remembered, and the next attempt goes only to those it deferred. Completes when anyone was
 * reached; those who were not stand in the result.
 *
 * @throws MailDeferredError, MailServerError (both retried), PermanentError when all were refused, AmbiguousError
 */
export async function deliverMail(content: MailContent, context: EmailContext): Promise<HandlerOutcome> {
  const recipients = recipientsOf(content);
  const { job } = context;
  const mail: Mail = { ...content, key: messageKey(job.id, recipients), date: job.enqueuedAt };
  const done = await sendRound(mail, recipients, context);
  if (done.deferred.length > 0 && job.attempt < job.maxAttempts) throw new MailDeferredError(done.deferred);
  const { messageId, accepted, response } = done;
  const refused = [...done.refused, ...done.deferred];
  if (refused.length > 0) {
    context.log.warn(`The mail server refused ${refused.length} of ${recipients.length} recipients`, {
      refused,
    });
  }
  return completed({ messageId, accepted, refused, response });
}

/** Each address once, though it may stand in several lists. */
function recipientsOf({ to, cc = [], bcc = [] }: MailContent): readonly string[] {
  return [...new Set([...to, ...cc, ...bcc].map(({ email }) => email))];
}

/** Takes up the rounds of earlier attempts, which give what they gave then, and does at most one new one. */
async function sendRound(
  mail: Mail,
  recipients: readonly string[],
  context: EmailContext,
  earlier?: { readonly round: number; readonly delivery: Delivery },
): Promise<Delivery> {
  const round = (earlier?.round ?? 0) + 1;
  let isNew = false;
  const answer = await context.step(
    `send-${round}`,
    async () => {
      isNew = true;
      const delivery = await context.mailer.send(mail, recipients, context.signal);
      // Nobody has the mail, so there is nothing to remember: the next attempt is for all of them again.
      if (delivery.accepted.length === 0 && earlier === undefined) throw nobodyReached(delivery);
      return delivery;
    },
    { reconcile: () => context.mailer.recall(mail) },
  );
  const delivery = earlier === undefined ? answer : merge(earlier.delivery, answer);
  const deferred = delivery.deferred.map(({ email }) => email);
  return isNew || deferred.length === 0 ? delivery : sendRound(mail, deferred, context, { round, delivery });
}

function nobodyReached({ refused, deferred }: Delivery): Error {
  if (deferred.length > 0) return new MailDeferredError(deferred);
  return new PermanentError(
    `The mail server refused ${describeRefusals(refused)}. Correct the address or the mail and enqueue it again.`,
  );
}

function merge(earlier: Delivery, later: Delivery): Delivery {
  const refused: readonly Refusal[] = [...earlier.refused, ...later.refused];
  return { ...later, accepted: [...earlier.accepted, ...later.accepted], refused };
}
