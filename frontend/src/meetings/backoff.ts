/** Waiting longer after each failure, with chance in it so that a whole room does not come back at once. */
export function backoff(attempt: number, { first = 500, most = 15_000, random = Math.random } = {}): number {
  const ceiling = Math.min(most, first * 2 ** attempt);
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}
