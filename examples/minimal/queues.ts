import { defineQueue } from 'nightshift';

export const orders = defineQueue({ name: 'orders', broker: 'bullmq', workers: 'orders' });
