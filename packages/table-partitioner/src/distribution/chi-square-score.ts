/**
 * How far a chi-square statistic is above what chance gives, in standard deviations of a normal distribution: random keys exceed
 * 3.1 once in a thousand times, 4 once in 30,000 times. (Approximation of Wilson and Hilferty, which is good from one degree of
 * freedom on.)
 *
 * @param degreesOfFreedom  One less than there are partitions; with none the score is `0`, as nothing can be uneven.
 * @see https://doi.org/10.1073/pnas.17.12.684
 */
export function chiSquareScore(chiSquare: number, degreesOfFreedom: number): number {
  if (degreesOfFreedom === 0) return 0;
  const variance = 2 / (9 * degreesOfFreedom);
  return (Math.cbrt(chiSquare / degreesOfFreedom) - (1 - variance)) / Math.sqrt(variance);
}
