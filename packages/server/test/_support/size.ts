/** Figures run small in `npm test` and at full size with ENTOBOT_TEST_SIZE=full. */
export const full = process.env["ENTOBOT_TEST_SIZE"] === "full";
export const sized = (small: number, large: number): number => (full ? large : small);
/** A time that is promised: to the letter at full size, with room for a busy machine else. */
export const promised = (ms: number): number => sized(4 * ms, ms);
