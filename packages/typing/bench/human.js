/**
 * How people write in a chat. Between two keys lie 239 ms on average, which is what 136 million keystrokes of 168,000
 * people gave (Dhakal et al., "Observations on Typing from 136 Million Keystrokes", CHI 2018). That they write in bursts of
 * 5 s, think for 1.2 to 4 s after two of three, and send after the third and then read for 3 to 11 s, is assumed here.
 */
const BETWEEN_KEYS = 239
const SHORTEST = 60
const BURST = 5_000
/** Longest time between two keys of one burst, ms: what is longer is a pause. */
const LONGEST = 950

/** Random numbers from 0 up to 1, the same ones for the same seed (mulberry32). */
export function randomFrom(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * What a person does, one after the other: `{wait, does: 'key' | 'send'}`, `wait` in ms.
 *
 * @param speed how many keys are pressed where this is 1: bursts and pauses are the same at any speed
 */
export function* writing(seed, speed) {
  const rhythm = randomFrom(seed)
  const keys = randomFrom(seed + 1)
  const spread = (random, average) => -Math.log(1 - random()) * average
  let pause = rhythm() * 8_000
  for (let burst = 1; ; burst++) {
    const end = Math.max(500, spread(rhythm, BURST))
    yield { wait: pause, does: 'key' }
    let left = end
    for (;;) {
      const wait = Math.min(LONGEST, (SHORTEST + spread(keys, BETWEEN_KEYS - SHORTEST)) / speed)
      if (wait > left) break
      left -= wait
      yield { wait, does: 'key' }
    }
    // A burst is over at the same time at any speed.
    yield { wait: left, does: 'key' }
    if (burst % 3 === 0) yield { wait: 100, does: 'send' }
    pause = burst % 3 === 0 ? 3_000 + rhythm() * 8_000 : 1_200 + rhythm() * 2_800
  }
}
