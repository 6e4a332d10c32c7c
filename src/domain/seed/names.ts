export const FIRST_NAMES =
  `Ada Alan Amara Ana Anders Asha Ben Bruno Carla Chen Clara Daniel Diego Edith Elena Emil Emma Erik Fatima Felix Freya
Grace Hana Hugo Ida Ines Ivan Jonas Julia Kaito Karim Lars Laura Leila Liam Lina Luca Maja Marco Maria Mateo Mia Mina Nadia Nico Nina
Noah Nora Olga Omar Oscar Paula Priya Rafael Rosa Ruth Sami Sara Sofia Theo Tomas Uma Vera Viktor Wanda Yara Yusuf Zoe`.split(
    /\s+/,
  );

export const LAST_NAMES =
  `Abbott Adeyemi Almeida Andersson Bauer Becker Bell Bianchi Brown Carter Chandra Costa Dubois Duval Eriksen Evans
Fischer Fontaine Garcia Gray Haas Hansen Hill Hoffmann Iyer Jansen Kaya Keller Khan Klein Kowalski Laine Lambert Larsen Lopez
Lovelace Martin Mensah Moreau Morgan Nakamura Nielsen Novak Okafor Olsen Patel Perez Petrov Quinn Ricci Rossi Sato Schmidt Silva
Singh Stone Suzuki Tanaka Taylor Turner Vogel Walsh Weber Wood Yilmaz Young Zhang`.split(/\s+/);

export const SHOP_WORDS =
  `Acorn Alder Amber Anchor Beacon Birch Bramble Brook Cedar Clover Copper Coral Fern Finch Harbour Hazel Heron Indigo
Ivory Juniper Kestrel Lantern Larch Linden Maple Meadow Merlin Mill Moss North Oak Olive Orchard Osprey Otter Pebble Pine Poppy Quarry Quill
Raven River Rowan Saffron Sparrow Spruce Thistle Walnut Willow Wren`.split(/\s+/);

export const SHOP_KINDS = ['& Co', 'Goods', 'Supply', 'Market', 'Works', 'Store', 'Trading', 'House'];
