/** So much within a sliding time, and not more. */
export interface Budget {
  /** Takes so much if it is there; else gives back how long until it may be, ms. */
  spend(amount: number): number
  /** What the other side has counted within its present period, other processes' share included. */
  reported(used: number): void
}

export interface BudgetOptions {
  limit: number
  /** ms */
  per: number
  now: () => number
}

export function createBudget({ limit, per, now }: BudgetOptions): Budget {
  let spent: { at: number; amount: number }[] = []

  function total(): number {
    const since = now() - per
    spent = spent.filter(({ at }) => at > since)
    return spent.reduce((sum, { amount }) => sum + amount, 0)
  }

  return {
    spend(amount) {
      if (total() + amount > limit) return Math.max(1, (spent[0]?.at ?? now()) + per - now())
      spent.push({ at: now(), amount })
      return 0
    },
    reported(used) {
      const own = total()
      if (used > own) spent.push({ at: now(), amount: used - own })
    }
  }
}
