import { renderMail } from './render-mail.ts';

export interface WelcomeValues {
  readonly brand: string;
  readonly name: string;
  /** Where the reader confirms the address. */
  readonly confirmUrl?: string | undefined;
}

/** Greets someone who has just signed up. */
export function renderWelcome({ brand, name, confirmUrl }: WelcomeValues) {
  const next =
    confirmUrl === undefined
      ? 'You can sign in and begin right away.'
      : 'Please confirm your address, so that we can reach you when it matters.';
  return {
    subject: `Welcome to ${brand}`,
    ...renderMail({
      preheader: next,
      brand,
      heading: `Welcome, ${name}!`,
      paragraphs: [
        `Thank you for joining ${brand}. Your account is ready, and it is good to have you with us.`,
        next,
      ],
      button: confirmUrl === undefined ? undefined : { label: 'Confirm my address', url: confirmUrl },
      footer: `You get this mail because an account at ${brand} was opened with this address. If it was not you, ignore this mail.`,
    }),
  };
}
