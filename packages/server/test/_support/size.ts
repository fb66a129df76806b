/** Figures run small in `npm test` and at full size with ENTOBOT_TEST_SIZE=full. */
export const full = process.env["ENTOBOT_TEST_SIZE"] === "full";
export const sized = (small: number, large: number): number => (full ? large : small);
