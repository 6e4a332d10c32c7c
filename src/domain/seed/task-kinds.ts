/** What people write on their lists. */
export const TASK_KINDS: readonly { readonly category: string; readonly titles: readonly string[] }[] = [
  {
    category: 'work',
    titles: [
      'Send the quarterly figures',
      'Prepare the team meeting',
      'Answer the supplier',
      'Review the contract',
      'Write the weekly summary',
      'Plan the next sprint',
    ],
  },
  {
    category: 'home',
    titles: [
      'Paint the fence',
      'Call the plumber',
      'Water the plants',
      'Fix the bike',
      'Clean the gutters',
      'Change the filters',
    ],
  },
  {
    category: 'shopping',
    titles: ['Buy a birthday present', 'Order printer paper', 'Pick up the parcel', 'Buy coffee beans'],
  },
  {
    category: 'health',
    titles: ['Book the dentist', 'Renew the prescription', 'Go for a long run', 'Cook for the week'],
  },
  {
    category: 'finance',
    titles: ['Pay the invoice', 'File the expenses', 'Check the bank statement', 'Compare insurance offers'],
  },
  {
    category: 'travel',
    titles: ['Book the train', 'Renew the passport', 'Reserve a hotel', 'Pack for the weekend'],
  },
];
