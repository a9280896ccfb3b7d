/** Calls with every vector of counts of N draws among so many answers. */
export function eachCounts(answers: number, N: number, visit: (counts: readonly number[]) => void): void {
  const counts = Array.from({ length: answers }, () => 0);
  const place = (answer: number, left: number): void => {
    if (answer === answers - 1) {
      counts[answer] = left;
      visit(counts);
      return;
    }
    for (let count = 0; count <= left; count++) {
      counts[answer] = count;
      place(answer + 1, left - count);
    }
  };
  place(0, N);
}

export const factorial = (n: number): bigint => (n <= 1 ? 1n : BigInt(n) * factorial(n - 1));
