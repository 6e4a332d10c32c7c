import { connect } from 'amqplib';

export async function deleteQueue(url: string, name: string): Promise<void> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  await channel.deleteQueue(name);
  await connection.close();
}
