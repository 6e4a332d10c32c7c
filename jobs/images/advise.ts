import type { Measurements } from './services.ts';

/** What could be better about a picture, in plain words; empty when it is good enough for a shop. */
export function advise(measured: Measurements): readonly string[] {
  const { width, height, sharpness, brightness, contrast, shadows, highlights, noise } = measured;
  const advice = [
    Math.min(width, height) < 600 &&
      `It is small (${width} × ${height}): take one of at least 600 pixels on each side.`,
    sharpness < 5 && 'It looks blurred: hold the camera still, or focus on the subject.',
    brightness < 60 && 'It is dark: use more light or a longer exposure.',
    brightness > 200 && 'It is very bright: use less light or a shorter exposure.',
    contrast < 25 && 'It is flat: light from the side gives more contrast.',
    shadows > 0.4 && 'Large parts are black: brighten the shadows.',
    highlights > 0.4 && contrast > 25 && 'Large parts are white: their details are lost.',
    noise > 12 && 'It is grainy: use more light, so that the camera need not amplify.',
  ];
  return advice.filter((line) => line !== false);
}
