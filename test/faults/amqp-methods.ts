/** The first bytes of the AMQP methods that set up a publisher or a consumer: class and method. */
export const METHODS = {
  'channel.open': [0, 20, 0, 10],
  'queue.declare': [0, 50, 0, 10],
  'basic.qos': [0, 60, 0, 10],
  'basic.consume': [0, 60, 0, 20],
  'confirm.select': [0, 85, 0, 10],
};
