import { z } from 'zod';

/** 10 MiB: what all attachments of a mail may come to before encoding; most servers refuse more. */
const MAX_ATTACHMENTS_BYTES = 10 * 1024 * 1024;

/** Names that would leave a folder, hide an extension, or mean something else to a system that saves the file. */
const UNSAFE_NAME = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}/\\:*?"<>|]|^\.|[. ]$/u;

/** A file that goes with a mail. Its content travels in the payload; there is no way to name a file or an address to read. */
export const mailAttachment = z.strictObject({
  filename: z
    .string()
    .min(1)
    .max(150)
    .refine((name) => !UNSAFE_NAME.test(name), 'expected a plain file name such as "invoice.pdf"'),
  /** The file's bytes in base64. */
  content: z.base64().min(4),
  contentType: z
    .string()
    .max(127)
    .regex(
      /^(?:application|audio|font|image|model|text|video)\/[a-z0-9][a-z0-9.+-]*$/,
      'expected a media type such as "application/pdf"',
    ),
  /** Shows an image inside the HTML, which names it as `<img src="cid:…">`. */
  contentId: z
    .string()
    .max(100)
    .regex(/^[a-z0-9][a-z0-9._-]*$/i, 'expected letters, digits, ".", "-" or "_"')
    .optional(),
});

export type MailAttachment = z.output<typeof mailAttachment>;

/** Up to 20 attachments of {@link MAX_ATTACHMENTS_BYTES} in all. */
export const mailAttachments = z
  .array(mailAttachment)
  .max(20)
  .refine(
    (attachments) => bytesOf(attachments) <= MAX_ATTACHMENTS_BYTES,
    `expected at most ${MAX_ATTACHMENTS_BYTES} bytes of attachments: put larger files where the reader can fetch them and send a link`,
  );

function bytesOf(attachments: readonly MailAttachment[]): number {
  return attachments.reduce((bytes, { content }) => bytes + (content.length / 4) * 3, 0);
}
