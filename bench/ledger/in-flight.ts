/** Does `work` for each item, so many at a time; gives how many items a second. */
export async function inFlight<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<unknown>,
): Promise<number> {
  const from = performance.now();
  let next = 0;
  const line = async (): Promise<void> => {
    while (next < items.length) {
      const item = items[next];
      next += 1;
      if (item !== undefined) await work(item);
    }
  };
  await Promise.all(Array.from({ length: width }, line));
  return (items.length / (performance.now() - from)) * 1_000;
}
