/** Where the provider tells what became of an SMS, whose job stands in the address: its answer may have been lost. */
export function smsCallbackPath(jobId: string): string {
  return `${SMS_CALLBACK_PATH}?job=${jobId}`;
}

export const SMS_CALLBACK_PATH = '/hooks/twilio/sms';
