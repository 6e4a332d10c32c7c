/** What a category sells, and about what it costs in hundredths. */
export interface Goods {
  readonly category: string;
  readonly priceMinor: number;
  readonly things: readonly string[];
}

const goods = (category: string, priceMinor: number, things: string): Goods => ({
  category,
  priceMinor,
  things: things.split(', '),
});

export const GOODS: readonly Goods[] = [
  goods(
    'garden',
    2_900,
    'secateurs, watering can, trowel, planter, hose reel, bird feeder, garden lantern, rake, seed tray',
  ),
  goods(
    'kitchen',
    3_400,
    'chef knife, stock pot, baking tray, coffee grinder, cutting board, teapot, mixing bowl, pepper mill, wok',
  ),
  goods(
    'toys',
    2_400,
    'wooden train, puzzle, building set, kite, board game, doll house, marble run, plush bear, spinning top',
  ),
  goods(
    'books',
    1_800,
    'atlas, cookbook, field guide, sketchbook, notebook, history of maps, poetry collection, star chart',
  ),
  goods(
    'sports',
    4_500,
    'yoga mat, running belt, bike pump, climbing rope, swim goggles, tennis racket, dumbbell, camping stove',
  ),
  goods(
    'electronics',
    6_900,
    'desk lamp, headphones, power bank, keyboard, webcam, radio, weather station, smart plug, e-reader case',
  ),
  goods(
    'clothing',
    4_200,
    'wool scarf, rain jacket, linen shirt, work gloves, merino socks, beanie, canvas belt, fleece vest',
  ),
  goods(
    'home',
    3_900,
    'throw blanket, wall clock, picture frame, storage basket, candle holder, cushion, door mat, mirror, vase',
  ),
  goods(
    'beauty',
    1_600,
    'hand cream, bath salt, soap set, hair brush, face oil, lip balm, shaving kit, bath sponge',
  ),
  goods(
    'tools',
    5_200,
    'cordless drill, socket set, spirit level, tape measure, hand plane, chisel set, work light, clamp',
  ),
];

export const QUALITIES =
  `Classic Compact Copper Deluxe Everyday Folding Handmade Heavy-duty Lightweight Midnight Natural Nordic Oak Oversized Pocket
Professional Recycled Slate Solid Travel Vintage Walnut`.split(/\s+/);

export const SUPPLIERS = [
  'Baltic Wholesale',
  'Delta Imports',
  'Meridian Supply',
  'Northern Makers',
  'Pacific Source',
  'Rhine Trade',
];
